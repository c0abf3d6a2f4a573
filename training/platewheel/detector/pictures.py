"""Contact sheets for the eye: augmented batches, predictions beside labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from platewheel.common.resample import plan_letterbox, resample
from platewheel.detector.augment import Augmenter
from platewheel.detector.data import Photo, read_rgb
from platewheel.detector.loader import BatchPlan
from platewheel.detector.predict import Runner, find_plates

Image = NDArray[np.uint8]
LABEL, FOUND = (40, 200, 80), (230, 60, 60)
SIDE = 256


def save_batch(augmenter: Augmenter, plan: BatchPlan, path: Path, count: int = 24) -> None:
    """Pictures as the network gets them, labels in green."""
    rng = np.random.default_rng(1)
    tiles = []
    for _ in range(count):
        size = int(rng.choice(plan.sizes))
        image, boxes = augmenter.draw(int(rng.integers(len(augmenter.photos))), size, rng)
        tiles.append(_tile(image, [(boxes, LABEL)]))
    _write(tiles, path)


def save_predictions(
    run: Runner, photos: Sequence[Photo], size: int, path: Path, count: int = 24
) -> None:
    """Every n-th photo: labels in green, what is found with confidence 0.25 in red."""
    tiles = []
    for photo in photos[:: max(1, len(photos) // count)][:count]:
        image = read_rgb(photo.path)
        h, w = image.shape[:2]
        found, _ = find_plates(run, image, size, 0.25)
        labels = photo.boxes * np.array([w, h, w, h], np.float32)
        tiles.append(_tile(image, [(labels, LABEL), (found, FOUND)]))
    _write(tiles, path)


def save_curve(points: Sequence[tuple[float, float, float]], path: Path) -> None:
    """Precision over recall, both axes 0-1 with a line every tenth."""
    side = 480
    sheet = np.full((side + 1, side + 1, 3), 255, np.uint8)
    for k in range(11):
        at = k * side // 10
        cv2.line(sheet, (at, 0), (at, side), (225, 225, 225))
        cv2.line(sheet, (0, at), (side, at), (225, 225, 225))
    line = [[round(r * side), round((1 - p) * side)] for r, p, _ in points]
    if line:
        cv2.polylines(sheet, [np.array(line, np.int32)], False, FOUND, 2)
    cv2.imwrite(str(path), sheet[..., ::-1])


def _tile(image: Image, layers: list[tuple[NDArray[np.float32], tuple[int, int, int]]]) -> Image:
    plan = plan_letterbox(image.shape[1], image.shape[0], SIDE)
    small = resample(image, plan.scaled_width, plan.scaled_height).round().astype(np.uint8)
    tile = np.full((SIDE, SIDE, 3), 114, np.uint8)
    tile[: small.shape[0], : small.shape[1]] = small
    factor = plan.scaled_width / image.shape[1]
    for boxes, colour in layers:
        for x1, y1, x2, y2 in (boxes * factor).round().astype(int).tolist():
            cv2.rectangle(tile, (x1, y1), (x2, y2), colour, 1)
    return tile


def _write(tiles: list[Image], path: Path, columns: int = 6) -> None:
    blank = np.full_like(tiles[0], 255)
    tiles = tiles + [blank] * (-len(tiles) % columns)
    rows = [np.concatenate(tiles[i : i + columns], 1) for i in range(0, len(tiles), columns)]
    sheet = np.concatenate(rows)
    cv2.imwrite(str(path), sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])
