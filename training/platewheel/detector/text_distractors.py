"""Writing that is no plate: camera stamps, shop boards, round signs. Put into pictures unlabelled.

Plates are the only writing on most training photos, so a network may take any writing for one.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from platewheel.synth.fonts import with_style
from platewheel.synth.glyphs import Mask, resized, word
from platewheel.synth.paint import blend
from platewheel.synth.words import WORDS

Image = NDArray[np.uint8]
Boxes = NDArray[np.float32]

# The part of a picture's side that a text distractor's line of writing is high.
STAMP_HEIGHT = (0.02, 0.05)
BOARD_HEIGHT = (0.03, 0.14)


def add_text_distractor(image: Image, boxes: Boxes, rng: np.random.Generator) -> None:
    """In place: one of them beside the plates (boxes x1 y1 x2 y2 in pixels); none where it would
    touch one.
    """
    kind = rng.random()
    if kind < 0.4:
        _stamp(image, boxes, rng)
    elif kind < 0.8:
        _board(image, boxes, rng)
    else:
        _round_sign(image, boxes, rng)


def _stamp(image: Image, boxes: Boxes, rng: np.random.Generator) -> None:
    """Date, time and camera name as recorders write them over the picture."""
    size = image.shape[0]
    y, mo, d, h, mi, s = (int(rng.integers(*r)) for r in
                          ((2009, 2027), (1, 13), (1, 29), (0, 24), (0, 60), (0, 60)))  # fmt: skip
    texts = (
        f"{y}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02}",
        f"{d:02}/{mo:02}/{y} {h:02}:{mi:02}:{s:02}",
        f"CAM {int(rng.integers(1, 17)):02}",
        f"{int(rng.integers(0, 140))} km/h N{rng.uniform(0, 60):.4f} E{rng.uniform(0, 60):.4f}",
        _some_words(rng),
    )
    mask = _line(texts[int(rng.integers(len(texts)))], rng)
    height = rng.uniform(*STAMP_HEIGHT) * size
    ink = resized(mask, int(height * mask.shape[1] / mask.shape[0]), int(height))
    place = _free_place(ink.shape[:2], image, boxes, rng)
    if place is None:
        return
    x, y0 = place
    colour = np.array(((255, 255, 255), (255, 230, 60), (20, 20, 20))[int(rng.integers(3))])
    if rng.random() < 0.5:  # an outline keeps stamps readable on any ground
        _write(image, cv2.dilate(ink, np.ones((3, 3), np.uint8)), x, y0, np.zeros(3))
    _write(image, ink, x, y0, colour)


def _board(image: Image, boxes: Boxes, rng: np.random.Generator) -> None:
    """A coloured board with two to four lines of words."""
    size = image.shape[0]
    lines = [_line(_some_words(rng), rng) for _ in range(int(rng.integers(2, 5)))]
    high = max(5, int(rng.uniform(*BOARD_HEIGHT) * size / len(lines) * 1.6))
    inks = [resized(m, max(4, int(high * m.shape[1] / m.shape[0])), high) for m in lines]
    pad = max(2, high // 2)
    width = max(i.shape[1] for i in inks) + 2 * pad
    height = sum(i.shape[0] + pad for i in inks) + pad
    place = _free_place((height, width), image, boxes, rng)
    if place is None:
        return
    x, top = place
    ground, colour = rng.uniform(0, 255, (2, 3))
    if abs(ground.mean() - colour.mean()) < 60:
        colour = np.full(3, 255.0 if ground.mean() < 128 else 0.0)
    if rng.random() < 0.8:
        _write(image, np.full((height, width), 0.9, np.float32), x, top, ground)
    at = top + pad
    for ink in inks:
        left = pad if rng.random() < 0.5 else (width - ink.shape[1]) // 2
        _write(image, ink, x + left, at, colour)
        at += ink.shape[0] + pad


def _round_sign(image: Image, boxes: Boxes, rng: np.random.Generator) -> None:
    """A speed limit or another round sign with a number."""
    side = max(10, int(rng.uniform(0.05, 0.2) * image.shape[0]))
    place = _free_place((side, side), image, boxes, rng)
    if place is None:
        return
    x, y = place
    part = np.ascontiguousarray(image[y : y + side, x : x + side])
    rim = ((200, 30, 40), (30, 60, 160), (40, 40, 40))[int(rng.integers(3))]
    centre = (side // 2, side // 2)
    cv2.circle(part, centre, side // 2 - 1, rim, -1, cv2.LINE_AA)
    cv2.circle(part, centre, int(side * rng.uniform(0.33, 0.44)), (238, 238, 238), -1, cv2.LINE_AA)
    mask = _line(str(int(rng.integers(1, 14)) * 10), rng)
    wide = int(side * 0.5)
    ink = resized(mask, wide, min(side - 2, int(wide * mask.shape[0] / mask.shape[1])))
    image[y : y + side, x : x + side] = part
    _write(
        image,
        ink,
        x + (side - ink.shape[1]) // 2,
        y + (side - ink.shape[0]) // 2,
        np.full(3, 20.0),
    )


def _write(image: Image, mask: Mask, x: int, y: int, colour: NDArray[np.float64]) -> None:
    """In place: `colour` where the mask covers, its top left corner at x, y."""
    h, w = mask.shape
    part = image[y : y + h, x : x + w].astype(np.float32)
    blend(part, mask, colour)
    image[y : y + h, x : x + w] = part


def _line(text: str, rng: np.random.Generator) -> Mask:
    faces = with_style("any")
    return word(faces[int(rng.integers(len(faces)))].path, text)


def _some_words(rng: np.random.Generator) -> str:
    """One to three words that stand on signs and vehicles, in their own or small letters."""
    names = ("state", "slogan", "dealer", "brcity", "austate", "county")
    choices = WORDS[names[int(rng.integers(len(names)))]].strip("|").split("|")
    text = choices[int(rng.integers(len(choices)))] or "Service"
    return text.lower() if rng.random() < 0.3 else text


def _free_place(
    shape: tuple[int, int], image: Image, boxes: Boxes, rng: np.random.Generator
) -> tuple[int, int] | None:
    """Left and top of a place for `shape` (height, width) that touches no box; None if there is
    none in eight tries.
    """
    room = np.array(image.shape[1::-1]) - np.array(shape[::-1])
    if (room <= 0).any():
        return None
    for _ in range(8):
        corner = (rng.random(2) * room).astype(int)
        end = corner + np.array(shape[::-1])
        gap = np.maximum(corner, boxes[:, :2]) - np.minimum(end, boxes[:, 2:])
        if not len(boxes) or (gap.max(1) >= 3).all():
            return int(corner[0]), int(corner[1])
    return None
