"""Sets rows of pieces into a rectangle of the plate and notes where every counted character
stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from .fonts import with_style
from .glyphs import Mask, face_for_word, glyph, resized, stamp, word
from .patterns import Piece

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in plate pixels
#: Part of plates in italics, as home-made ones of South Asia often are.
SLANTED = 0.09


@dataclass(frozen=True)
class Hand:
    """How one plate's characters are drawn; all lengths as parts of the character height."""

    face: Path
    stretch: float  # width factor on the natural letter shapes
    spacing: float  # between characters
    word_gap: float  # a space
    fixed_width: bool  # every character in a cell of one width, as FE and many stamped faces
    small: float  # height of small characters
    small_place: float  # 0 top, 0.5 middle, 1 bottom
    slant: float  # how far italics lean to the right over their height
    dash: float  # length of dashes


def random_hand(style: str, rng: np.random.Generator) -> Hand:
    """A typeface of the style with believable stretch and spacing."""
    faces = with_style(style)
    return Hand(
        face=faces[int(rng.integers(len(faces)))].path,
        stretch=float(np.exp(rng.normal(0.0, 0.16))),
        spacing=float(rng.uniform(0.06, 0.24)),
        word_gap=float(rng.uniform(0.3, 0.7) if rng.random() < 0.8 else rng.uniform(0.7, 1.3)),
        fixed_width=bool(rng.random() < 0.35),
        small=float(rng.uniform(0.45, 0.75)),
        small_place=float(rng.choice([0.0, 0.1, 0.5, 1.0])),
        slant=float(rng.uniform(0.08, 0.3)) if rng.random() < SLANTED else 0.0,
        dash=float(rng.uniform(0.2, 0.4)),
    )


def _shape(piece: Piece, hand: Hand, rng: np.random.Generator) -> tuple[Mask | None, float, float]:
    """The piece's mask, its width and its height, in character heights."""
    scale = hand.small if piece.small else 1.0
    if piece.kind == "char":
        mask = glyph(hand.face, piece.text)
        width = min(mask.shape[1] / mask.shape[0], 1.1) * hand.stretch
        if hand.fixed_width and piece.text not in "1I":
            width = 0.55 * hand.stretch
        return mask, width * scale, scale
    if piece.kind == "script":
        style, text = piece.text.split(":", 1)
        faces = with_style(style)
        mask = word(faces[int(rng.integers(len(faces)))].path, text)
        height = float(rng.uniform(0.5, 1.0))
        return mask, min(mask.shape[1] / mask.shape[0] * height, 1.1 * len(text)), height
    if piece.kind == "word":
        mask = word(face_for_word(piece.text, rng), piece.text)
        height = float(rng.uniform(0.22, 0.45))
        return mask, mask.shape[1] / mask.shape[0] * height, height
    if piece.kind in ("crest", "barred"):
        return _below(piece, rng), 0.45 if piece.kind == "crest" else 0.34, 0.95
    if piece.kind == "dash":
        return np.ones((2, 4), np.float32), hand.dash, 0.12
    if piece.kind in ("dot", "mid"):
        return np.ones((3, 3), np.float32), 0.13, 0.13
    return None, {"gap": hand.word_gap, "thin": 0.25, "emblem": 0.6}[piece.kind], 0.0


def _below(piece: Piece, rng: np.random.Generator) -> Mask:
    """Small letters in the lower half, a crest or a bar above them."""
    mask = np.zeros((96, 44), np.float32)
    if piece.kind == "crest":
        cv2.circle(mask, (22, 26), int(rng.integers(13, 20)), float(rng.uniform(0.5, 1)), -1)
        cv2.circle(mask, (22, 26), int(rng.integers(3, 10)), 0.0, -1)
    else:
        cv2.rectangle(mask, (2, 38), (42, 48), 1.0, -1)
    letters = word(face_for_word(piece.text, rng), piece.text)
    width = min(44, 22 * len(piece.text))
    stamp(mask, resized(letters, width, int(rng.integers(34, 49))), (44 - width) // 2, 50)
    return mask


def lean(mask: Mask, boxes: list[Box], area: Box, slant: float) -> list[Box]:
    """Slants what is drawn in `area`, in place, about its middle line; returns the moved boxes."""
    middle = (area[1] + area[3]) / 2
    shear = np.array([[1, -slant, slant * middle], [0, 1, 0]])
    mask[:] = cv2.warpAffine(mask, shear, (mask.shape[1], mask.shape[0]))
    moved = []
    for x0, y0, x1, y1 in boxes:
        above, below = slant * (middle - y0), slant * (middle - y1)
        moved.append((x0 + min(above, below), y0, x1 + max(above, below), y1))
    return moved


def set_row(
    canvas: Mask, row: list[Piece], area: Box, hand: Hand, rng: np.random.Generator
) -> tuple[list[Box], list[Box]]:
    """Draw a row centred in `area`, condensed to fit. Returns the boxes of counted characters
    and of emblems.
    """
    x0, y0, x1, y1 = area
    shapes = [_shape(piece, hand, rng) for piece in row]
    natural = sum(width for _, width, _ in shapes) + hand.spacing * (len(row) - 1)
    height = y1 - y0
    fit = (x1 - x0) / max(natural * height, 1e-6)
    squeeze = min(1.0, fit)
    if squeeze < 0.62:  # letters thinner than this are never made: lower the row instead
        height *= max(squeeze / 0.62, 0.45)
        squeeze = (x1 - x0) / max(natural * height, 1e-6)
    elif fit > 1.0 and rng.random() < 0.5:
        squeeze = min(fit, float(rng.uniform(1.0, 1.35)))
    unit = height * squeeze
    x = x0 + (x1 - x0 - natural * unit) * float(rng.choice([0.5, 0.5, 0.5, rng.random()]))
    top = y0 + (y1 - y0 - height) / 2
    boxes: list[Box] = []
    emblems: list[Box] = []
    for piece, (mask, width, tall) in zip(row, shapes, strict=True):
        w, h = width * unit, tall * height
        if mask is not None:
            place = {"dot": 1.0, "char": hand.small_place}.get(piece.kind, 0.5)
            y = top + (height - h) * place
            stamp(canvas, resized(mask, round(w), round(h)), round(x), round(y))
            if piece.kind == "char":
                boxes.append((x, y, x + w, y + h))
        elif piece.kind == "emblem":
            emblems.append((x, top, x + w, top + height))
        x += w + hand.spacing * unit
    return boxes, emblems


def set_word(canvas: Mask, text: str, area: Box, rng: np.random.Generator) -> None:
    """A small word centred in `area`, never wider than it."""
    mask = word(face_for_word(text, rng), text)
    height = area[3] - area[1]
    width = mask.shape[1] / mask.shape[0] * height * float(rng.uniform(0.85, 1.2))
    if width > area[2] - area[0]:
        height *= max((area[2] - area[0]) / width, 0.5)
        width = area[2] - area[0]
    x = area[0] + (area[2] - area[0] - width) / 2
    stamp(canvas, resized(mask, round(width), round(height)), round(x), round(area[1]))
