"""Light, colour and camera faults: what changes a picture without moving its plates."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from platewheel.detector.augment_config import AugmentConfig

Image = NDArray[np.uint8]


def shoot(image: Image, config: AugmentConfig, rng: np.random.Generator) -> Image:
    """The same scene [h,w,3] in another light by another camera."""
    if rng.random() < config.night:
        image = night(image, rng)
    elif rng.random() < config.colour:
        image = colour(image, rng)
    if rng.random() < 0.08:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    if rng.random() < config.blur:
        image = blur(image, rng)
    if rng.random() < config.noise:
        image = noise(image, rng.uniform(2, 14), rng)
    if rng.random() < config.jpeg:
        image = jpeg(image, int(rng.integers(20, 85)))
    return image


def colour(image: Image, rng: np.random.Generator) -> Image:
    """Saturation, contrast, brightness, gamma and a cast, in one table per channel."""
    image = _saturate(image, rng.uniform(0.4, 1.5))
    steps = np.linspace(0, 1, 256)[:, None]
    gains = np.exp(rng.normal(0, 0.08 if rng.random() < 0.7 else 0.25, 3))
    contrast, pivot = np.exp(rng.normal(0, 0.2)), rng.uniform(0.3, 0.6)
    curve = (steps ** np.exp(rng.normal(0, 0.25)) - pivot) * contrast + pivot
    return _apply_curve(image, (curve + rng.normal(0, 0.06)) * gains)


def night(image: Image, rng: np.random.Generator) -> Image:
    """Dark, noisy, sometimes with lamps that dazzle."""
    steps = np.linspace(0, 1, 256)[:, None]
    cast = np.array([rng.uniform(0.9, 1.3), 1.0, rng.uniform(0.6, 1.2)])
    image = _apply_curve(image, steps ** rng.uniform(1.2, 2.2) * rng.uniform(0.25, 0.8) * cast)
    if rng.random() < 0.4:
        image = _lamps(image, rng)
    return noise(image, rng.uniform(3, 12), rng)


def _lamps(image: Image, rng: np.random.Generator) -> Image:
    h, w = image.shape[:2]
    small = np.zeros((h // 8 + 1, w // 8 + 1), np.float32)
    for _ in range(rng.integers(1, 4)):
        spot = (int(rng.integers(small.shape[1])), int(rng.integers(small.shape[0])))
        cv2.circle(small, spot, int(rng.integers(1, 5)), float(rng.uniform(120, 255)), -1)
    small = cv2.GaussianBlur(small, (0, 0), rng.uniform(1, 4))
    glow = cv2.resize(small, (w, h))[..., None]
    return np.clip(image + glow, 0, 255).astype(np.uint8)


def blur(image: Image, rng: np.random.Generator) -> Image:
    """Out of focus, moved, or enlarged from fewer pixels."""
    kind = rng.random()
    if kind < 0.4:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.6)), np.uint8)
    if kind < 0.7:
        length = int(rng.integers(3, 8))
        kernel = np.zeros((length, length), np.float32)
        tip = rng.uniform(0, length, 2).astype(int).tolist()
        cv2.line(kernel, tip, [length - 1 - t for t in tip], 1.0)
        return np.asarray(cv2.filter2D(image, -1, kernel / max(1.0, kernel.sum())), np.uint8)
    h, w = image.shape[:2]
    factor = rng.uniform(0.4, 0.8)
    small = cv2.resize(image, (int(w * factor), int(h * factor)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (w, h), interpolation=cv2.INTER_LINEAR), np.uint8)


def noise(image: Image, sigma: float, rng: np.random.Generator) -> Image:
    """Sensor noise; one tile of it is repeated, drawing it for every pixel is slow."""
    h, w = image.shape[:2]
    tile = (rng.standard_normal((97, 89, 3)) * sigma).astype(np.int16)
    grain = np.tile(tile, (h // 97 + 1, w // 89 + 1, 1))[:h, :w]
    return np.clip(image.astype(np.int16) + grain, 0, 255).astype(np.uint8)


def jpeg(image: Image, quality: int) -> Image:
    """Through JPEG and back."""
    _, raw = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(raw, cv2.IMREAD_COLOR), np.uint8)


def _saturate(image: Image, factor: float) -> Image:
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return np.asarray(cv2.addWeighted(image, factor, grey, 1 - factor, 0), np.uint8)


def _apply_curve(image: Image, curve: NDArray[np.float64]) -> Image:
    """curve [256, 1 or 3], 0-1."""
    table = np.broadcast_to(np.clip(curve * 255, 0, 255).astype(np.uint8), (256, 3))
    return np.asarray(cv2.LUT(image, np.ascontiguousarray(table).reshape(1, 256, 3)), np.uint8)
