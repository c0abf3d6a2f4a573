"""Geometry of the augmentation: which part of a photo is seen, how large, how tilted."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from platewheel.detector.augment_config import AugmentConfig

Image = NDArray[np.uint8]
Boxes = NDArray[np.float32]
GREY = (114, 114, 114)


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    """A draw whose logarithm is uniform: every octave of sizes is equally likely."""
    return float(math.exp(rng.uniform(math.log(low), math.log(high))))


def view(
    image: Image,
    boxes: Boxes,
    size: tuple[int, int],
    config: AugmentConfig,
    rng: np.random.Generator,
    hard_negatives: Boxes | None = None,
) -> tuple[Image, Boxes]:
    """One random view of a photo.

    image [h,w,3]; boxes [n,4] x1 y1 x2 y2 as fractions; size (width, height) of the view;
    hard_negatives [m,4] may be looked at as closely as a plate.
    Returns the view and the visible boxes in its pixels.
    """
    h, w = image.shape[:2]
    pixels = boxes * np.array([w, h, w, h], np.float32)
    aims = pixels
    if (
        hard_negatives is not None
        and len(hard_negatives)
        and (not len(boxes) or rng.random() < 0.5)
    ):
        aims = hard_negatives * np.array([w, h, w, h], np.float32)
    scale, focus, target = _choose_window(aims, (w, h), size, config, rng)
    if scale < 0.8:  # warping alone would alias: shrink with area averaging first
        shrunk = (max(1, round(w * scale)), max(1, round(h * scale)))
        image = cv2.resize(image, shrunk, interpolation=cv2.INTER_AREA)
        pixels, focus, scale = pixels * scale, focus * scale, 1.0
    matrix = _matrix(scale, focus, target, size, config, rng)
    out = cv2.warpPerspective(
        image,
        matrix,
        size,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=GREY,
    )
    seen = project_boxes(pixels, matrix, size, config.min_visible, config.min_side_px)
    if rng.random() < config.flip:
        out = np.ascontiguousarray(out[:, ::-1])
        seen[:, [0, 2]] = size[0] - seen[:, [2, 0]]
    return np.asarray(out, np.uint8), seen


def _choose_window(
    boxes: Boxes,
    photo: tuple[int, int],
    size: tuple[int, int],
    config: AugmentConfig,
    rng: np.random.Generator,
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Scale, the photo point to look at, and where in the view that point lands."""
    ratios = (size[0] / photo[0], size[1] / photo[1])
    # Filling the view spends no pixels on grey; fitting into it is what the app does.
    fit = max(ratios) if rng.random() < config.fill else min(ratios)
    if len(boxes) and rng.random() < config.targeted:
        # Sizes are drawn for the plate, not for the photo: near and far are learnt alike.
        x1, y1, x2, y2 = boxes[rng.integers(len(boxes))].astype(np.float64)
        side = max(x2 - x1, (y2 - y1) * 1.6, 1.0)
        wanted = log_uniform(rng, *config.plate_width) * size[0]
        scale = min(max(wanted / side, fit * 0.85), config.max_zoom)
        margin = np.minimum(np.array([x2 - x1, y2 - y1]) * scale / 2, np.array(size) * 0.45)
        target = rng.uniform(margin, np.array(size) - margin)
        return scale, np.array([(x1 + x2) / 2, (y1 + y2) / 2]), target
    scale = min(fit * log_uniform(rng, *config.zoom), config.max_zoom)
    focus = np.array(photo) / 2
    slack = np.abs(np.array(size) - np.array(photo) * scale) / 2
    return scale, focus, np.array(size) / 2 + rng.uniform(-slack, slack)


def _matrix(
    scale: float,
    focus: NDArray[np.float64],
    target: NDArray[np.float64],
    size: tuple[int, int],
    config: AugmentConfig,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """3x3 map from photo pixels to view pixels."""
    wide = rng.random() < config.steep
    angle = math.radians(rng.uniform(-20, 20) if wide else rng.normal(0, config.rotate_deg))
    shear = rng.normal(0, 0.15 if wide else config.shear)
    sx, sy = scale * np.exp(rng.normal(0, config.stretch, 2))
    cos, sin = math.cos(angle), math.sin(angle)
    linear = (
        np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, shear], [0, 1]]) @ np.diag([sx, sy])
    )
    matrix = np.eye(3)
    matrix[:2, :2] = linear
    matrix[:2, 2] = -linear @ focus
    tilt = np.eye(3)
    tilt[2, :2] = rng.normal(0, config.perspective, 2) / max(size)
    shift = np.eye(3)
    shift[:2, 2] = target
    return shift @ tilt @ matrix


def project_boxes(
    boxes: Boxes,
    matrix: NDArray[np.float64],
    size: tuple[int, int],
    min_visible: float,
    min_side_px: float,
) -> Boxes:
    """Bounding boxes of the projected corners, cut to the view; hardly visible ones go."""
    if not len(boxes):
        return np.zeros((0, 4), np.float32)
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2).astype(np.float64)
    points = corners @ matrix[:2, :2].T + matrix[:2, 2]
    depth = corners @ matrix[2, :2] + matrix[2, 2]
    before_camera = depth.min(1) > 0.1
    points = points[before_camera] / depth[before_camera, :, None]
    return bounds_in_view(points, size, min_visible, min_side_px)


def bounds_in_view(
    quads: NDArray[np.float64], size: tuple[int, int], min_visible: float, min_side_px: float
) -> Boxes:
    """Bounds of quadrilaterals [n, 4, 2], cut to the view; hardly visible ones go."""
    if not len(quads):
        return np.zeros((0, 4), np.float32)
    full = np.concatenate((quads.min(1), quads.max(1)), 1)
    cut = full.clip(0, np.array([*size, *size]))
    sides, full_sides = cut[:, 2:] - cut[:, :2], full[:, 2:] - full[:, :2]
    visible = sides.prod(1) / full_sides.prod(1).clip(1e-6)
    keep = (visible >= min_visible) & (sides.min(1) >= min_side_px)
    return cut[keep].astype(np.float32)


def mosaic_cells(size: int, rng: np.random.Generator) -> list[tuple[int, int, int, int]]:
    """Four rectangles x, y, width, height that tile a square of `size` pixels."""
    cx, cy = (int(size * v) for v in rng.uniform(0.3, 0.7, 2))
    return [
        (0, 0, cx, cy),
        (cx, 0, size - cx, cy),
        (0, cy, cx, size - cy),
        (cx, cy, size - cx, size - cy),
    ]
