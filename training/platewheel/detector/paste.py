"""Changing and adding plates: recolour one, put another over it, put one where there is none."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from platewheel.detector.augment_config import AugmentConfig
from platewheel.detector.views import log_uniform

Image = NDArray[np.uint8]
Boxes = NDArray[np.float32]

TINTS = np.array(
    [[255, 205, 40], [255, 160, 50], [60, 110, 220], [120, 190, 240], [60, 170, 90], [215, 60, 60]],
    np.float32,
)


def recolour(image: Image, boxes: Boxes, chance: float, rng: np.random.Generator) -> None:
    """In place: some plates become yellow, blue, green, red, or light on dark."""
    for x1, y1, x2, y2 in boxes.astype(int):
        if rng.random() >= chance or x2 - x1 < 4 or y2 - y1 < 3:
            continue
        region = image[y1:y2, x1:x2].astype(np.float32)
        if rng.random() < 0.5:
            grey = region.mean(2, keepdims=True)
            region = grey.max() + grey.min() - grey
        if rng.random() < 0.75:
            region = region * (TINTS[rng.integers(len(TINTS))] / 235)
        image[y1:y2, x1:x2] = np.clip(region, 0, 255)


def cover(
    image: Image, boxes: Boxes, plates: list[Image], chance: float, rng: np.random.Generator
) -> None:
    """In place: some plates get another one over them; their boxes stay true."""
    for box in boxes:
        x1, y1, x2, y2 = box
        if rng.random() >= chance or x2 - x1 < 8 or y2 - y1 < 5:
            continue
        # A plate of about the box's shape: stretching a long one into a square looks wrong.
        shape = (x2 - x1) / (y2 - y1)
        picks = [plates[i] for i in rng.integers(len(plates), size=6)]
        plate = min(picks, key=lambda p: abs(np.log(p.shape[1] / p.shape[0] / shape)))
        corners = np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], np.float32)
        _blend(image, plate, corners, rng)


def add(
    image: Image, boxes: Boxes, plates: list[Image], chance: float, rng: np.random.Generator
) -> Boxes:
    """In place: plates on places without one. Returns all boxes."""
    size = image.shape[0]
    while rng.random() < chance and len(boxes) < 12:
        plate = plates[rng.integers(len(plates))]
        width = log_uniform(rng, 0.04, 0.6) * size
        height = width * plate.shape[0] / plate.shape[1] * np.exp(rng.normal(0, 0.1))
        corners = _tilted(width, height, rng)
        span = corners.max(0) - corners.min(0)
        if (span >= size).any() or span.min() < 4:
            continue
        corners += rng.uniform(0, size - span) - corners.min(0)
        box = np.concatenate((corners.min(0), corners.max(0))).astype(np.float32)
        if len(boxes) and _touches(box, boxes):
            continue
        _blend(image, plate, corners.astype(np.float32), rng)
        boxes = np.concatenate((boxes, box[None]))
    return boxes


def plate_crop(image: Image, boxes: Boxes, rng: np.random.Generator) -> Image | None:
    """A real plate cut from a photo; boxes as fractions. None when it is too small to reuse."""
    h, w = image.shape[:2]
    x1, y1, x2, y2 = (boxes[rng.integers(len(boxes))] * [w, h, w, h]).astype(int)
    if x2 - x1 < 48 or y2 - y1 < 16:
        return None
    return image[y1:y2, x1:x2].copy()


def harvest(config: AugmentConfig, rng: np.random.Generator) -> bool:
    """Whether this picture needs plates at all; spares the work for the others."""
    return bool(rng.random() < max(config.paste, config.cover))


def _tilted(width: float, height: float, rng: np.random.Generator) -> NDArray[np.float64]:
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    corners += rng.normal(0, 0.05, (4, 2)) * [width * 0.5, height]
    angle = np.deg2rad(rng.normal(0, 8))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shear = np.array([[1, 0], [rng.normal(0, 0.08), 1]])
    return np.asarray(corners @ (turn @ shear).T)


def _touches(box: Boxes, boxes: Boxes) -> bool:
    gap = np.maximum(box[:2], boxes[:, :2]) - np.minimum(box[2:], boxes[:, 2:])
    return bool((gap.max(1) < 4).any())


def _blend(
    image: Image, plate: Image, corners: NDArray[np.float32], rng: np.random.Generator
) -> None:
    """Warp the plate onto `corners` [4,2] with a soft edge, in the light of the place."""
    x1, y1 = np.floor(corners.min(0)).astype(int) - 2
    x2, y2 = np.ceil(corners.max(0)).astype(int) + 2
    x1, y1, x2, y2 = max(0, x1), max(0, y1), min(image.shape[1], x2), min(image.shape[0], y2)
    place = image[y1:y2, x1:x2]
    if place.shape[0] < 4 or place.shape[1] < 4:
        return
    shrink = min(1.0, 1.3 * float(np.ptp(corners[:, 0])) / plate.shape[1])
    if shrink < 0.8:
        small = (max(2, int(plate.shape[1] * shrink)), max(2, int(plate.shape[0] * shrink)))
        plate = cv2.resize(plate, small, interpolation=cv2.INTER_AREA)
    h, w = plate.shape[:2]
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners - np.array([x1, y1], np.float32))
    size = (place.shape[1], place.shape[0])
    warped = cv2.warpPerspective(plate, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(np.full((h, w), 255, np.uint8), matrix, size)
    soft = cv2.GaussianBlur(mask, (3, 3), 0)[..., None].astype(np.float32) / 255
    light = np.clip((place.mean() + 60) / 160, 0.35, 1.25) * np.exp(rng.normal(0, 0.15))
    place[:] = np.clip(warped * (soft * light) + place * (1 - soft), 0, 255)
