"""Draws one plate: picks a design and a text, sets it, paints it, ages it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from . import americas, asia, distractors, europe, paint, south
from .designs import PALETTES, Design
from .lettering import Box, lean, random_hand, set_row, set_word
from .patterns import anything, expand, pick, text_of, vanity
from .words import WORDS, words_for

ALL_DESIGNS: tuple[Design, ...] = (
    *europe.DESIGNS,
    *asia.DESIGNS,
    *americas.DESIGNS,
    *south.DESIGNS,
)
_WEIGHTS = np.array([d.weight for d in ALL_DESIGNS]) / sum(d.weight for d in ALL_DESIGNS)
#: Part of plates of no country at all: what keeps the reader from leaning on known formats.
NOVEL_SHARE = 0.3
#: Part of plates whose characters leave much of them empty.
SPARSE = 0.1
ROW_HEIGHT_PX, TWO_ROW_HEIGHT_PX, MAX_WIDTH_PX = 64, 100, 300
MAX_CHARS = 12
#: Words that stand nearly as large as characters: Indonesia's month and year.
LARGE_WORDS = ("idn",)
#: Where small letters stand below one another beside the number; "xx" is of no country.
STACKED_IN = ("us", "ca", "xx", "mx", "au")


@dataclass(frozen=True)
class Plate:
    """A flat, clean-to-dirty plate. `boxes` float32 [len(text), 4]: x0 y0 x1 y1 in pixels of
    `image`.
    """

    image: np.ndarray  # uint8 [H, W, 3], RGB
    text: str
    rows: int
    boxes: np.ndarray
    country: str


def novel_design(rng: np.random.Generator) -> Design:
    """A design nobody issues, from the parts of those that are."""
    pattern = anything(rng)
    two = "/" in pattern
    base = ALL_DESIGNS[int(rng.choice(len(ALL_DESIGNS), p=_WEIGHTS))]
    names = list(WORDS)
    word = pick(rng, names) if rng.random() < 0.4 else ""
    below = pick(rng, names) if rng.random() < 0.3 else ""
    return replace(
        base,
        country="xx",
        patterns=(pattern,),
        sizes=(float(rng.uniform(1.0, 2.2)) if two else float(rng.uniform(1.9, 5.2)),),
        palettes=tuple(PALETTES),
        fonts=(
            "any",
            "road",
            "din",
            "cond",
            "square",
            "round",
            "mono",
            "fe",
            "stencil",
            "any",
            "serif",
            "wide",
        ),
        letters="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        band=base.band if rng.random() < 0.3 else "",
        top=(word,),
        bottom=(below,),
        pictures=0.25,
        vanity=0.15,
    )


def random_plate(rng: np.random.Generator) -> Plate:
    """One plate of a random country, or of none."""
    if rng.random() < NOVEL_SHARE:
        return draw(novel_design(rng), rng)
    return draw(ALL_DESIGNS[int(rng.choice(len(ALL_DESIGNS), p=_WEIGHTS))], rng)


def draw(design: Design, rng: np.random.Generator) -> Plate:
    """One plate of this design."""
    pattern = vanity(rng) if rng.random() < design.vanity else pick(rng, design.patterns)
    rows = expand(pattern, rng, design.letters)
    ratio = pick(rng, [str(s) for s in design.sizes])
    height = TWO_ROW_HEIGHT_PX if len(rows) > 1 or float(ratio) < 2.5 else ROW_HEIGHT_PX
    width = min(round(height * float(ratio) * float(rng.uniform(0.93, 1.07))), MAX_WIDTH_PX)
    ground, ink = (paint.jittered(c, rng) for c in PALETTES[pick(rng, design.palettes)])
    if rng.random() < 0.04:  # faded, repainted or foreign film: any two colours that differ
        ground, ink = (
            rng.uniform(0, 255, 3).astype(np.float32),
            rng.uniform(0, 255, 3).astype(np.float32),
        )
        if abs(float(ground.mean() - ink.mean())) < 70:
            ink = np.full(3, 255.0 if ground.mean() < 128 else 0.0, np.float32)
    if rng.random() < 0.05:  # paint gone: little but the embossing and a shade is left
        ink = ground + (ink - ground) * float(rng.uniform(0.15, 0.4))
    canvas = np.empty((height, width, 3), np.float32)
    canvas[:] = ground
    if rng.random() < design.pictures:
        for _ in range(int(rng.integers(1, 4))):
            paint.picture(canvas, ground, rng)
    area = _country_band(canvas, design, rng)
    letters, words = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    area = _aside_words(words, design, area, len(rows), rng)
    if rng.random() < (0.12 if design.country in STACKED_IN else 0.02):
        area = distractors.stacked_word(words, area, rng)
    boxes, emblems = _set_rows(letters, rows, area, design, rng)
    for box in emblems:
        if rng.random() < 0.85:
            paint.emblem(canvas, box, rng)
    paint.blend(
        canvas, words, ink if rng.random() < 0.7 else rng.uniform(0, 200, 3).astype(np.float32)
    )
    _ink_letters(canvas, letters, ink, rng)
    if rng.random() < 0.5:
        paint.border(canvas, ink, rng)
    american = "us" in design.tags
    if rng.random() < (0.25 if american else 0.08):
        paint.sticker(canvas, rng)
    if rng.random() < (0.45 if american else 0.06):
        distractors.tabs(canvas, rng)
    if rng.random() < 0.1:
        distractors.seal(canvas, boxes, rng)
    if rng.random() < 0.4:
        paint.screws(canvas, rng)
    if rng.random() < 0.15:
        distractors.bolts(canvas, boxes, rng)
    paint.wear(canvas, rng)
    text = text_of(rows)[:MAX_CHARS]
    image = _framed(np.clip(canvas, 0, 255).astype(np.uint8), boxes, rng)
    return Plate(
        image[0],
        text,
        len(rows),
        np.array(image[1], np.float32).reshape(-1, 4)[: len(text)],
        design.country,
    )


def _country_band(canvas: np.ndarray, design: Design, rng: np.random.Generator) -> Box:
    """Paints the band, if this plate has one; returns what is left for the text."""
    h, w = canvas.shape[:2]
    pad_x, pad_y = w * rng.uniform(0.02, 0.06), h * rng.uniform(0.07, 0.18)
    x0, x1, y0, y1 = pad_x, w - pad_x, pad_y, h - pad_y
    if not design.band or rng.random() < 0.2:
        return (x0, y0, x1, y1)
    side, kind = design.band.split()
    text = pick(rng, design.band_words) if design.band_words else ""
    thick = int(min(w * 0.12, h * 0.5) * rng.uniform(0.75, 1.05))
    if side == "top":
        thick = int(h * rng.uniform(0.18, 0.27))
        paint.band(canvas, (0, 0, w, thick), kind, text, rng)
        return (x0, thick + h * 0.04, x1, y1)
    if side == "left":
        paint.band(canvas, (0, 0, thick, h), kind, text, rng)
        x0 = thick + w * 0.02
    if side == "right" or ("right_band" in design.tags and rng.random() < 0.7):
        paint.band(canvas, (w - thick, 0, w, h), kind, "" if side == "left" else text, rng)
        x1 = w - thick - w * 0.02
    return (x0, y0, x1, y1)


def _aside_words(
    mask: np.ndarray, design: Design, area: Box, rows: int, rng: np.random.Generator
) -> Box:
    """Sets state names, slogans and dealers above and below; returns what is left."""
    x0, y0, x1, y1 = area
    h = mask.shape[0]
    for words, above in ((design.top, True), (design.bottom, False)):
        name = pick(rng, words) if words else ""
        text = pick(rng, words_for(name)) if name else ""
        if not text or rng.random() < 0.12:
            continue
        large = 0.34 if name in LARGE_WORDS else 0.24
        tall = h * float(rng.uniform(0.1, large if rows == 1 else 0.15))
        if above:
            set_word(mask, text, (x0, h * 0.05, x1, h * 0.05 + tall), rng)
            y0 = max(y0, h * 0.09 + tall)
        else:
            # Dates often stand at the right end, the others in the middle.
            left = (x0 + x1) / 2 if name in LARGE_WORDS and rng.random() < 0.5 else x0
            set_word(mask, text, (left, h * 0.95 - tall, x1, h * 0.95), rng)
            y1 = min(y1, h * 0.91 - tall)
    return (x0, y0, x1, y1)


def _room(area: Box, rng: np.random.Generator) -> Box:
    """What of the free area the characters take: mostly all of it, on some plates far less."""
    if rng.random() > SPARSE:
        return area
    x0, y0, x1, y1 = area
    wide, tall = (
        (x1 - x0) * float(rng.uniform(0.6, 0.95)),
        (y1 - y0) * float(rng.uniform(0.45, 0.8)),
    )
    x = x0 + (x1 - x0 - wide) * float(rng.uniform(0.3, 0.7))
    y = y0 + (y1 - y0 - tall) * float(rng.uniform(0.25, 0.75))
    return (x, y, x + wide, y + tall)


def _set_rows(
    letters: np.ndarray, rows: list, area: Box, design: Design, rng: np.random.Generator
) -> tuple[list[Box], list[Box]]:
    """Sets all rows; a Japanese top row is low, others are about even."""
    x0, y0, x1, y1 = area = _room(area, rng)
    hand = random_hand(pick(rng, design.fonts), rng)
    reach = min(hand.slant * (y1 - y0) / 2, 0.2 * (x1 - x0))  # italics lean over both ends
    x0, x1 = x0 + reach, x1 - reach
    share = 1 / len(rows)
    if len(rows) == 2:
        share = float(rng.uniform(0.3, 0.36) if "jp" in design.tags else rng.uniform(0.42, 0.55))
    edges = [0.0, share, 1.0] if len(rows) == 2 else [0.0, 1.0]
    gap = (y1 - y0) * float(rng.uniform(0.03, 0.09)) if len(rows) == 2 else 0.0
    boxes: list[Box] = []
    emblems: list[Box] = []
    for index, row in enumerate(rows):
        top = y0 + (y1 - y0) * edges[index] + (gap / 2 if index else 0)
        bottom = y0 + (y1 - y0) * edges[index + 1] - (0 if index else gap / 2)
        found, seals = set_row(letters, row, (x0, top, x1, bottom), hand, rng)
        boxes += found
        emblems += seals
    if hand.slant:
        boxes = lean(letters, boxes, area, hand.slant)
    if rng.random() < 0.35:  # heavier or lighter stamping
        kernel = np.ones((2, 2), np.uint8)
        letters[:] = (
            cv2.dilate(letters, kernel) if rng.random() < 0.6 else cv2.erode(letters, kernel)
        )
    return boxes, emblems


def _ink_letters(
    canvas: np.ndarray, letters: np.ndarray, ink: np.ndarray, rng: np.random.Generator
) -> None:
    """Colours the characters; embossing shows as a light and a dark edge."""
    strength = float(rng.uniform(0.85, 1.0))
    if rng.random() < 0.06:  # paint worn off in places
        clouds = paint.smooth_noise(
            letters.shape[0], letters.shape[1], int(rng.integers(8, 40)), rng
        )
        letters = letters * np.clip(1.4 - clouds * rng.uniform(0.6, 1.4), 0.25, 1).astype(
            np.float32
        )
    paint.blend(canvas, letters, ink, strength)
    if rng.random() < 0.45:
        shift = 1 if rng.random() < 0.7 else 2
        relief = np.roll(letters, shift, (0, 1)) - np.roll(letters, -shift, (0, 1))
        canvas += relief[..., None] * float(rng.uniform(-60, 60))
    if rng.random() < 0.08:  # outlined or shadowed show plates
        edge = cv2.dilate(letters, np.ones((3, 3), np.uint8)) - letters
        paint.blend(canvas, np.clip(edge, 0, 1), rng.uniform(0, 255, 3).astype(np.float32), 0.8)


def _framed(
    image: np.ndarray, boxes: list[Box], rng: np.random.Generator
) -> tuple[np.ndarray, list[Box]]:
    """Sometimes a holder around the plate, with a dealer's words on it."""
    if rng.random() > 0.35:
        return image, boxes
    h, w = image.shape[:2]
    sides = (rng.uniform(0.01, 0.08, 3) * h).astype(int)
    below = int(h * rng.uniform(0.03, 0.2))
    colour = rng.uniform(10, 70, 3) if rng.random() < 0.8 else rng.uniform(120, 230, 3)
    framed = cv2.copyMakeBorder(
        image,
        int(sides[0]),
        below,
        int(sides[1]),
        int(sides[2]),
        cv2.BORDER_CONSTANT,
        value=colour.tolist(),
    )
    if below > 7 and rng.random() < 0.6:
        text = distractors.some_words(rng)
        if text:
            mask = np.zeros(framed.shape[:2], np.float32)
            top = h + sides[0]
            set_word(mask, text, (w * 0.15, top + below * 0.15, w * 0.9, top + below * 0.85), rng)
            light = np.array((230, 230, 230) if colour.mean() < 100 else (30, 30, 30), np.float32)
            painted = framed.astype(np.float32)
            paint.blend(painted, mask, light)
            framed = painted.astype(np.uint8)
    return framed, [
        (a + sides[1], b + sides[0], c + sides[1], d + sides[0]) for a, b, c, d in boxes
    ]
