"""What stands on or beside a plate and is not read: tabs, stickers, seals, bolts, stacked words,
lettering of the vehicle.

Drawn about as often as real photos show it: a reader that never saw a sticker's year takes it for
the plate's.
"""

from __future__ import annotations

import cv2
import numpy as np

from .glyphs import Mask, face_for_word, resized, stamp, word
from .lettering import Box
from .paint import Canvas, blend, jittered
from .words import WORDS

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
STACKED = (
    "TRK",
    "COM",
    "DV",
    "VET",
    "BUS",
    "TLR",
    "PSV",
    "CC",
    "CD",
    "UN",
    "NEW",
    "EV",
    "DLR",
    "GOV",
)
_WORDS = (
    "SUZUKI|HONDA|TOYOTA|TATA|ASHOK LEYLAND|MAHINDRA|HERO|BAJAJ|YAMAHA|VIOS|i-VTEC|4x4|TURBO|"
    "HYBRID|HORN PLEASE|STOP|GOODS CARRIER|SCHOOL BUS|ON DUTY|ALL INDIA PERMIT|PRESS|POLICE|TAXI|"
    "SERVICE|KEEP DISTANCE|www.cars.com|Ph: 98450 12345|0800 123 456|1.8 GLi|XLT|320d|DSG|QUATTRO|"
    "CRDi|AMBULANCE"
)
VEHICLE_WORDS = tuple(_WORDS.split("|"))


def tabs(canvas: Canvas, rng: np.random.Generator) -> None:
    """One or two coloured tabs in the corners: a month's name, a year, sometimes small print."""
    h, w = canvas.shape[:2]
    lower = rng.random() < 0.45
    sides = [0, 1] if rng.random() < 0.55 else [int(rng.integers(2))]
    for index, side in enumerate(sides):
        tw, th = int(w * rng.uniform(0.08, 0.16)), int(h * rng.uniform(0.13, 0.26))
        x = int(w * rng.uniform(0.01, 0.06))
        x = w - tw - x if side else x
        y = int(h * rng.uniform(0.02, 0.07))
        y = h - th - y if lower else y
        ground = rng.uniform(0, 255, 3).astype(np.float32)
        canvas[y : y + th, x : x + tw] = ground
        text = MONTHS[int(rng.integers(12))] if index == 0 and rng.random() < 0.6 else ""
        text = text or (
            f"{rng.integers(10, 31)}" if rng.random() < 0.8 else f"20{rng.integers(10, 31)}"
        )
        ink = np.full(3, 245.0 if ground.mean() < 120 else 20.0, np.float32)
        _fill(canvas, text, (x, y, x + tw, y + th), ink, rng)


def seal(canvas: Canvas, boxes: list[Box], rng: np.random.Generator) -> None:
    """A round inspection or registration seal with a number, beside the characters."""
    h, w = canvas.shape[:2]
    radius = max(3, int(h * rng.uniform(0.09, 0.2)))
    x = int(rng.choice([rng.uniform(0.02, 0.1), rng.uniform(0.9, 0.98), rng.uniform(0.3, 0.7)]) * w)
    y = int(rng.choice([0.12, 0.5, 0.88]) * h)
    reach = radius * 0.3  # it may touch a character, not hide it
    if any(x0 - reach < x < x1 + reach and y0 - reach < y < y1 + reach for x0, y0, x1, y1 in boxes):
        return
    cv2.circle(canvas, (x, y), radius, rng.uniform(0, 255, 3).tolist(), -1, cv2.LINE_AA)
    inner = rng.uniform(60, 255, 3)
    cv2.circle(canvas, (x, y), max(1, int(radius * 0.62)), inner.tolist(), -1, cv2.LINE_AA)
    ink = np.full(3, 20.0, np.float32)
    r = int(radius * 0.45)
    _fill(canvas, str(rng.integers(1, 31)), (x - r, y - r, x + r, y + r), ink, rng)


def bolts(canvas: Canvas, boxes: list[Box], rng: np.random.Generator) -> None:
    """One to four bolts or caps on or between characters, where real plates are fixed."""
    h = canvas.shape[0]
    if not boxes:
        return
    colour = rng.uniform(20, 235) + rng.normal(0, 12, 3)
    for _ in range(int(rng.integers(1, 5))):
        x0, y0, x1, y1 = boxes[int(rng.integers(len(boxes)))]
        x = rng.uniform(x0 - (x1 - x0) * 0.4, x1 + (x1 - x0) * 0.4)
        y = y0 + (y1 - y0) * rng.choice([rng.uniform(-0.1, 0.2), rng.uniform(0.8, 1.1), 0.5])
        radius = max(1, int(h * rng.uniform(0.025, 0.06)))
        cv2.circle(canvas, (int(x), int(y)), radius, colour.tolist(), -1, cv2.LINE_AA)
        shade = (colour * rng.uniform(0.4, 0.8)).tolist()
        cv2.circle(canvas, (int(x), int(y)), max(1, radius // 2), shade, 1, cv2.LINE_AA)


def stacked_word(mask: Mask, area: Box, rng: np.random.Generator) -> Box:
    """Small letters below one another at the left or right end, as TRK on lorries; returns the rest
    of the area.
    """
    x0, y0, x1, y1 = area
    text = STACKED[int(rng.integers(len(STACKED)))]
    wide = (y1 - y0) * float(rng.uniform(0.13, 0.24))
    left = rng.random() < 0.5
    x = x0 if left else x1 - wide
    step = (y1 - y0) / len(text)
    for i, letter in enumerate(text):
        shape = word(face_for_word(letter, rng), letter)
        high = round(min(step * 0.8, wide * 1.4))
        stamp(mask, resized(shape, round(wide), high), round(x), round(y0 + step * i))
    return (x0 + wide * 1.35, y0, x1, y1) if left else (x0, y0, x1 - wide * 1.35, y1)


def lettered(ground: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A ground with one to three words as vehicles and shops carry them; uint8, its shape kept."""
    out = ground.astype(np.float32)
    h, w = out.shape[:2]
    for _ in range(int(rng.integers(1, 4))):
        shape = word(*_face_and_text(some_words(rng), rng))
        high = int(h * rng.uniform(0.12, 0.55))
        wide = int(high * shape.shape[1] / shape.shape[0] * rng.uniform(0.8, 1.2))
        mask = np.zeros((h, w), np.float32)
        # The word's middle lies on the ground, however long it is.
        x, y = int(rng.uniform(0, w) - wide / 2), int(rng.uniform(0, h) - high / 2)
        stamp(mask, resized(shape, wide, high), x, y)
        ink = rng.uniform(0, 255, 3).astype(np.float32)
        if abs(float(ink.mean()) - float(out.mean())) < 60:
            ink = np.full(3, 245.0 if out.mean() < 128 else 15.0, np.float32)
        blend(out, mask, ink, float(rng.uniform(0.6, 1)))
    return np.clip(out, 0, 255).astype(np.uint8)


def some_words(rng: np.random.Generator) -> str:
    """What stands on vehicles, signs and frames, in its own or small letters."""
    if rng.random() < 0.5:
        text = VEHICLE_WORDS[int(rng.integers(len(VEHICLE_WORDS)))]
    else:
        names = ("state", "slogan", "dealer", "brcity", "austate", "county")
        choices = WORDS[names[int(rng.integers(len(names)))]].strip("|").split("|")
        text = choices[int(rng.integers(len(choices)))] or "Service"
    return text.lower() if rng.random() < 0.25 else text


def _face_and_text(text: str, rng: np.random.Generator) -> tuple:
    return face_for_word(text, rng), text


def _fill(canvas: Canvas, text: str, box: tuple[int, int, int, int], ink: np.ndarray,
          rng: np.random.Generator) -> None:  # fmt: skip
    """Writes a short text that nearly fills a box; what hangs over the canvas is cut."""
    x0, y0, x1, y1 = box
    shape = word(*_face_and_text(text, rng))
    room = (x1 - x0) * rng.uniform(0.7, 0.92), (y1 - y0) * rng.uniform(0.6, 0.85)
    scale = min(room[0] / shape.shape[1], room[1] / shape.shape[0])
    if scale * shape.shape[0] < 2:
        return
    mask = np.zeros(canvas.shape[:2], np.float32)
    small = resized(shape, round(shape.shape[1] * scale), round(shape.shape[0] * scale))
    x, y = (x0 + x1 - small.shape[1]) // 2, (y0 + y1 - small.shape[0]) // 2
    stamp(mask, small, x, y)
    blend(canvas, mask, jittered(tuple(ink), rng, 8))
