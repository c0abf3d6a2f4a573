"""Drawn scenes for the detector: the rear of a vehicle with lettering, lamps and one plate or two,
seen from any side.

A pasted plate lies flat and alone; real ones hang between brand names and slogans, and are seen at
up to 70° from the side or tilted with a motorcycle.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from .distractors import face_for_word, some_words
from .glyphs import resized, stamp, word
from .paint import blend, smooth_noise

Image = NDArray[np.uint8]
Boxes = NDArray[np.float32]

WIDTH_PX, HEIGHT_PX = (320, 560), (180, 420)
#: Part of the panel's width that a plate takes: far and near ones.
PLATE_WIDTH = (0.1, 0.45)
MOST_YAW_DEG, MOST_PITCH_DEG, MOST_ROLL_DEG = 70.0, 35.0, 25.0


def panel(plates: Sequence[Image], rng: np.random.Generator) -> tuple[Image, Boxes]:
    """A flat rear: uint8 [h, w, 3] RGB, and its plates x1 y1 x2 y2 in pixels."""
    h, w = int(rng.integers(*HEIGHT_PX)), int(rng.integers(*WIDTH_PX))
    canvas = _body(h, w, rng)
    boxes: list[tuple[int, int, int, int]] = []
    for _ in range(1 if rng.random() < 0.8 else 2):
        plate = plates[int(rng.integers(len(plates)))]
        pw = int(np.exp(rng.uniform(*np.log(PLATE_WIDTH))) * w)
        ph = max(4, int(pw * plate.shape[0] / plate.shape[1]))
        if ph > 0.7 * h:
            continue
        x, y = int(rng.uniform(0, w - pw)), int(rng.uniform(0.15 * h, h - ph))
        if _free((x, y, x + pw, y + ph), boxes):
            small = cv2.resize(plate, (pw, ph), interpolation=cv2.INTER_AREA)
            canvas[y : y + ph, x : x + pw] = small * float(rng.uniform(0.7, 1.1))
            boxes.append((x, y, x + pw, y + ph))
    for _ in range(int(rng.integers(1, 6))):
        _lettering(canvas, boxes, rng)
    image = np.clip(canvas, 0, 255).astype(np.uint8)
    return image, np.array(boxes, np.float32).reshape(-1, 4)


def turn(width: float, height: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Corners [4, 2] of a plane of this size turned in space, about its middle."""
    yaw = rng.uniform(-1, 1) * MOST_YAW_DEG
    pitch = float(np.clip(rng.normal(0, 12), -MOST_PITCH_DEG, MOST_PITCH_DEG))
    roll = float(np.clip(rng.normal(0, 9), -MOST_ROLL_DEG, MOST_ROLL_DEG))
    a, b, c = np.deg2rad([yaw, pitch, roll])
    x, y = width / 2, height / 2
    points = np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0]])
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    points = points @ (about_z @ about_x @ about_y).T
    distance = max(width, height) * rng.uniform(1.5, 5.0)
    return np.asarray(points[:, :2] * (distance / (distance + points[:, 2:])))


def add_scene(
    image: Image, plates: Sequence[Image], rng: np.random.Generator
) -> NDArray[np.float64]:
    """In place: a panel over a good part of a picture without plates [s, s, 3].

    Returns the quadrilaterals of its plates [n, 4, 2] in pixels, parts outside the picture as well.
    """
    size = image.shape[0]
    flat, boxes = panel(plates, rng)
    h, w = flat.shape[:2]
    corners = turn(w, h, rng)
    span = np.ptp(corners, 0)
    corners *= size * rng.uniform(0.5, 1.4) / span.max()
    corners += size * rng.uniform(0.25, 0.75, 2)
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    warped = cv2.warpPerspective(flat, matrix, (size, size), borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(np.full((h, w), 255, np.uint8), matrix, (size, size))
    soft = cv2.GaussianBlur(mask, (3, 3), 0)[..., None].astype(np.float32) / 255
    image[:] = np.clip(warped * soft + image * (1 - soft), 0, 255)
    quads = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 1, 2).astype(np.float64)
    if not len(boxes):
        return np.zeros((0, 4, 2))
    return cv2.perspectiveTransform(quads, matrix).reshape(-1, 4, 2)


def _body(h: int, w: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Paint with a fade and dirt, panel gaps, a bumper, lamps, a grille or a window."""
    colour = rng.uniform(10, 245, 3)
    ramp = np.linspace(rng.uniform(0.6, 1.0), rng.uniform(0.6, 1.1), h)[:, None, None]
    canvas = (np.ones((h, w, 3)) * colour * ramp).astype(np.float32)
    blend(canvas, smooth_noise(h, w, int(rng.integers(4, 20)), rng), colour * 0.6, 0.4)
    for _ in range(int(rng.integers(1, 4))):
        y = int(rng.uniform(0, h))
        cv2.line(canvas, (0, y), (w, y), (colour * 0.4).tolist(), int(rng.integers(1, 4)))
    top = int(rng.uniform(0.5, 0.85) * h)
    if rng.random() < 0.6:
        canvas[top:] = rng.uniform(10, 120) if rng.random() < 0.7 else canvas[top:] * 0.7
    for side in (0.02, 0.86) if rng.random() < 0.7 else ():
        x, y = int(side * w), int(rng.uniform(0.1, 0.5) * h)
        lamp = (rng.uniform(140, 255), rng.uniform(0, 160), rng.uniform(0, 60))
        cv2.rectangle(canvas, (x, y), (x + w // 9, y + h // 5), lamp, -1)
    if rng.random() < 0.3:
        x0, x1, step = int(0.2 * w), int(0.8 * w), max(3, h // 40)
        for y in range(int(0.1 * h), int(0.35 * h), step * 2):
            cv2.line(canvas, (x0, y), (x1, y), rng.uniform(0, 200, 3).tolist(), step)
    return canvas


def _lettering(
    canvas: NDArray[np.float32],
    boxes: Sequence[tuple[int, int, int, int]],
    rng: np.random.Generator,
) -> None:
    """A word somewhere beside the plates; none where it would touch one."""
    h, w = canvas.shape[:2]
    text = some_words(rng)
    shape = word(face_for_word(text, rng), text)
    high = int(h * rng.uniform(0.04, 0.2))
    wide = min(int(high * shape.shape[1] / shape.shape[0]), int(w * 0.9))
    x, y = int(rng.uniform(0, max(1, w - wide))), int(rng.uniform(0, max(1, h - high)))
    if high < 4 or not _free((x - 3, y - 3, x + wide + 3, y + high + 3), boxes):
        return
    mask = np.zeros((h, w), np.float32)
    stamp(mask, resized(shape, wide, high), x, y)
    part = canvas[y : y + high, x : x + wide]
    if rng.random() < 0.3:  # on a board of its own
        part[:] = rng.uniform(0, 255, 3)
    dark = float(part.mean()) > 128
    ink = rng.uniform(0, 90, 3) if dark else rng.uniform(165, 255, 3)
    blend(canvas, mask, ink.astype(np.float32))


def _free(box: tuple[int, int, int, int], boxes: Sequence[tuple[int, int, int, int]]) -> bool:
    return all(box[2] <= o[0] or o[2] <= box[0] or box[3] <= o[1] or o[3] <= box[1] for o in boxes)
