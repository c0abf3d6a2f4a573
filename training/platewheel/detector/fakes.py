"""Plain made-up plates, drawn once per run: many colours, one or two rows, any text.

They only have to look like plates from afar; the reader's plates in `platewheel.synth` are the
faithful ones.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

Image = NDArray[np.uint8]

# Background and ink of plates around the world.
COLOURS = (
    ((240, 240, 240), (20, 20, 20)),
    ((240, 240, 240), (150, 20, 30)),
    ((235, 235, 235), (20, 60, 140)),
    ((230, 235, 230), (20, 90, 50)),
    ((245, 200, 30), (20, 20, 20)),
    ((240, 160, 40), (25, 25, 25)),
    ((20, 20, 25), (240, 240, 240)),
    ((25, 25, 30), (230, 190, 40)),
    ((30, 70, 160), (245, 245, 245)),
    ((130, 190, 225), (20, 30, 60)),
    ((20, 110, 60), (245, 245, 245)),
    ((110, 200, 130), (20, 20, 20)),
    ((170, 30, 40), (245, 245, 245)),
    ((200, 200, 190), (60, 60, 60)),
)
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def draw_plates(count: int, seed: int) -> list[Image]:
    """`count` plates, uint8 RGB [72, w, 3], the same for the same seed."""
    rng = np.random.default_rng(seed)
    return [_draw_plate(rng) for _ in range(count)]


def _draw_plate(rng: np.random.Generator) -> Image:
    height, two_rows = 72, rng.random() < 0.4
    width = int(height * (rng.uniform(1.1, 2.1) if two_rows else rng.uniform(2.0, 5.2)))
    paper, ink = COLOURS[rng.integers(len(COLOURS))]
    jitter = rng.integers(-18, 19, 3)
    shade = np.clip(np.array(paper) + jitter, 0, 255)
    plate = PilImage.new("RGB", (width, height), tuple(shade.tolist()))
    draw = ImageDraw.Draw(plate)
    if rng.random() < 0.6:
        inset = int(rng.integers(0, 4))
        frame = (inset, inset, width - 1 - inset, height - 1 - inset)
        draw.rounded_rectangle(frame, int(rng.integers(0, 10)), None, ink, int(rng.integers(1, 4)))
    left, right = 5, width - 5
    if rng.random() < 0.35:
        band = int(rng.uniform(0.06, 0.14) * width)
        at_left = rng.random() < 0.75
        x = 0 if at_left else width - band
        draw.rectangle((x, 0, x + band, height), fill=(20, 50, 150))
        left, right = (band + 4, right) if at_left else (left, width - band - 4)
    top, bottom = 6, height - 6
    if rng.random() < 0.25:
        small = "".join(rng.choice(list(LETTERS), int(rng.integers(4, 9))))
        _write(draw, small, (left, 3, right, 14), ink)
        top = 16
    if two_rows:
        middle = int(top + (bottom - top) * rng.uniform(0.4, 0.55))
        _write(draw, _text(rng, 1, 5), (left, top, right, middle - 2), ink)
        _write(draw, _text(rng, 2, 6), (left, middle + 2, right, bottom), ink)
    else:
        _write(draw, _text(rng, 4, 9), (left, top, right, bottom), ink)
    return _wear(np.asarray(plate, np.uint8), rng)


def _text(rng: np.random.Generator, low: int, high: int) -> str:
    count = int(rng.integers(low, high + 1))
    text = "".join(
        rng.choice(list(LETTERS if rng.random() < 0.4 else "0123456789")) for _ in range(count)
    )
    if count > 3 and rng.random() < 0.6:
        cut = int(rng.integers(2, count - 1))
        text = text[:cut] + str(rng.choice([" ", "-", " "])) + text[cut:]
    return text


def _write(
    draw: ImageDraw.ImageDraw, text: str, box: tuple[int, int, int, int], ink: tuple[int, int, int]
) -> None:
    """The text as large as the box allows, centred."""
    width, height = box[2] - box[0], box[3] - box[1]
    if width < 8 or height < 6:
        return
    size = height * 1.3
    probe = ImageFont.load_default(40).getbbox(text, stroke_width=1)
    size = min(size, 40 * width / max(1.0, probe[2]))
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    stroke = 1 if size > 24 else 0
    draw.text(centre, text, ink, ImageFont.load_default(size), anchor="mm", stroke_width=stroke)


def _wear(plate: Image, rng: np.random.Generator) -> Image:
    """Shade across the plate and dirt."""
    h, w = plate.shape[:2]
    shade = np.linspace(rng.uniform(0.75, 1.1), rng.uniform(0.75, 1.1), w)[None, :, None]
    stains = cv2.resize(rng.uniform(0.7, 1.15, (3, 6)).astype(np.float32), (w, h))[..., None]
    mix = shade * (stains if rng.random() < 0.4 else 1.0)
    return np.clip(plate * mix, 0, 255).astype(np.uint8)
