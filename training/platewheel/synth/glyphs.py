"""Letter shapes as coverage masks, rendered once per typeface and then only resized."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from .fonts import opened, with_style

Mask = np.ndarray  # float32 [H, W], 0–1
GLYPH_SIZE_PX = 96
WORD_SIZE_PX = 40


def _cropped(image: Image.Image) -> Mask:
    mask = np.asarray(image, np.float32) / 255
    ys, xs = np.nonzero(mask > 0.1)
    if not len(ys):
        return np.zeros((4, 4), np.float32)
    return mask[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]


@lru_cache(maxsize=6000)
def glyph(path: Path, character: str) -> Mask:
    """One character, cropped to its ink: on plates all characters are of one height."""
    font = opened(path, GLYPH_SIZE_PX)
    image = Image.new("L", (GLYPH_SIZE_PX * 2, GLYPH_SIZE_PX * 2))
    ImageDraw.Draw(image).text((GLYPH_SIZE_PX // 2, GLYPH_SIZE_PX // 3), character, 255, font=font)
    return _cropped(image)


@lru_cache(maxsize=3000)
def word(path: Path, text: str) -> Mask:
    """A whole word or script sample on its own baseline, cropped to its ink."""
    font = opened(path, WORD_SIZE_PX)
    image = Image.new("L", (int(font.getlength(text)) + 40, WORD_SIZE_PX * 3))
    ImageDraw.Draw(image).text((20, WORD_SIZE_PX // 2), text, 255, font=font)
    return _cropped(image)


def face_for_word(text: str, rng: np.random.Generator) -> Path:
    """A typeface that has the word's script."""
    first = max(text, key=ord)
    if "\u0e00" <= first <= "\u0e7f":
        style = "thai"
    elif "\u0600" <= first <= "\u06ff":
        style = "arab"
    else:
        style = "script" if rng.random() < 0.15 else "any"
    faces = with_style(style)
    return faces[int(rng.integers(len(faces)))].path


def resized(mask: Mask, width_px: int, height_px: int) -> Mask:
    """Area-averaged when shrinking, so that thin strokes keep their weight."""
    width_px, height_px = max(1, width_px), max(1, height_px)
    shrink = width_px < mask.shape[1] or height_px < mask.shape[0]
    return cv2.resize(
        mask, (width_px, height_px), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR
    )


def stamp(canvas: Mask, mask: Mask, x: int, y: int) -> None:
    """Lay a mask on the canvas by maximum; what hangs over the edge is cut."""
    x0, y0 = max(x, 0), max(y, 0)
    x1, y1 = min(x + mask.shape[1], canvas.shape[1]), min(y + mask.shape[0], canvas.shape[0])
    if x1 > x0 and y1 > y0:
        part = canvas[y0:y1, x0:x1]
        np.maximum(part, mask[y0 - y : y1 - y, x0 - x : x1 - x], out=part)
