"""Light, lens, sensor and encoder: what happens to a crop's pixels, in that order."""

from __future__ import annotations

import cv2
import numpy as np

Image = np.ndarray  # uint8 [H, W, 3], RGB


def degrade(image: Image, factor: float, rng: np.random.Generator) -> Image:
    """At the photo's own resolution; `factor` (0–1) scales how often anything happens."""
    h, w = image.shape[:2]
    if rng.random() < 0.35 * factor:
        image = _uneven_light(image, rng)
    if rng.random() < 0.08 * factor:
        image = _glare(image, rng)
    if rng.random() < 0.06 * factor:
        image = _clutter(image, rng)
    if rng.random() < 0.35 * factor:
        sigma = rng.uniform(0.3, 0.016 * h + 0.5)
        image = cv2.GaussianBlur(image, (0, 0), float(sigma))
    if rng.random() < 0.12 * factor:
        image = _motion(image, rng.uniform(2, max(2.5, 0.035 * w)), rng)
    if rng.random() < 0.4 * factor:
        image = _noise(image, rng)
    if rng.random() < 0.6 * factor:
        quality = int(np.clip(rng.normal(62, 22), 12, 96))
        encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        image = np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR))
    if rng.random() < 0.1 * factor:  # over-sharpened by the camera
        soft = cv2.GaussianBlur(image, (0, 0), 1.2)
        image = cv2.addWeighted(image, 2.0, soft, -1.0, 0)
    return image


def _ramp(h: int, w: int, rng: np.random.Generator) -> np.ndarray:
    """A linear ramp in a random direction, 0–1, float32 [h, w]."""
    angle = rng.uniform(0, 2 * np.pi)
    x = np.linspace(-0.5, 0.5, w, dtype=np.float32)[None, :] * np.float32(np.cos(angle))
    y = np.linspace(-0.5, 0.5, h, dtype=np.float32)[:, None] * np.float32(np.sin(angle))
    return x + y + 0.5


def _uneven_light(image: Image, rng: np.random.Generator) -> Image:
    """A gradient, or the hard edge of a shadow across the plate."""
    ramp = _ramp(image.shape[0], image.shape[1], rng)
    if rng.random() < 0.4:
        ramp = np.clip((ramp - rng.uniform(0.25, 0.75)) * rng.uniform(8, 40), 0, 1)
    low = rng.uniform(0.3, 0.9)
    return np.clip(image * (low + (1 - low) * ramp)[..., None], 0, 255).astype(np.uint8)


def _glare(image: Image, rng: np.random.Generator) -> Image:
    """A bright spot: sun, headlamp or flash."""
    h, w = image.shape[:2]
    cx, cy, radius = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0.1, 0.5) * h
    x = (np.arange(w, dtype=np.float32) - cx)[None, :] / rng.uniform(1, 3)
    y = (np.arange(h, dtype=np.float32) - cy)[:, None]
    spot = np.exp(-(x * x + y * y) / (2 * radius * radius)) * rng.uniform(60, 220)
    return np.clip(image + spot[..., None], 0, 255).astype(np.uint8)


def _clutter(image: Image, rng: np.random.Generator) -> Image:
    """A cable, twig or scratch in front."""
    h, w = image.shape[:2]
    image = np.ascontiguousarray(image)
    a, b = (
        (int(rng.integers(w)), int(rng.integers(h))),
        (int(rng.integers(w)), int(rng.integers(h))),
    )
    cv2.line(image, a, b, rng.uniform(0, 255, 3).tolist(), max(1, h // 30), cv2.LINE_AA)
    return image


def _motion(image: Image, length: float, rng: np.random.Generator) -> Image:
    """Blur along a line."""
    size = int(np.ceil(length)) | 1
    kernel = np.zeros((size, size), np.float32)
    angle = rng.normal(0, 0.4) if rng.random() < 0.7 else rng.uniform(0, np.pi)
    centre = size // 2
    dx, dy = np.cos(angle) * length / 2, np.sin(angle) * length / 2
    ends = (round(centre - dx), round(centre - dy)), (round(centre + dx), round(centre + dy))
    cv2.line(kernel, *ends, 1.0, 1)
    return cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def _noise(image: Image, rng: np.random.Generator) -> Image:
    """Sensor noise, fine or in clumps, coloured or grey."""
    h, w = image.shape[:2]
    sigma = rng.uniform(1, 13)
    channels = 1 if rng.random() < 0.4 else 3
    coarse = 2 if rng.random() < 0.3 else 1
    noise = rng.standard_normal((-(-h // coarse), -(-w // coarse), channels), np.float32) * sigma
    if coarse > 1:
        noise = cv2.resize(noise, (w, h), interpolation=cv2.INTER_LINEAR).reshape(h, w, channels)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def tone(image: Image, factor: float, rng: np.random.Generator) -> Image:
    """Exposure, white balance, and the casts of night, infrared and old film."""
    levels = np.linspace(0, 1, 256, dtype=np.float32)
    curve = levels ** np.exp(rng.normal(0, 0.12 + 0.2 * factor))
    if rng.random() < 0.15 * factor:  # little contrast, dark or hazy
        low, span = rng.uniform(0, 0.5), rng.uniform(0.2, 0.7)
        curve = low + curve * min(span, 1 - low)
    elif rng.random() < 0.15 * factor:  # blown out or crushed
        curve = (curve - rng.uniform(-0.1, 0.3)) * rng.uniform(1.1, 1.8)
    kind = rng.random()
    if kind < 0.14:
        grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        image = cv2.merge((grey, grey, grey))
    elif kind < 0.16:
        image = 255 - image
    elif kind < 0.19:
        image = image[..., rng.permutation(3)]
    gains = np.exp(rng.normal(0, 0.03 + 0.05 * factor, 3))
    if rng.random() < 0.12 * factor:  # infrared filter missing (magenta), sodium lamps, dusk, sepia
        casts = np.array([(1.25, 0.75, 1.15), (1.3, 1.0, 0.55), (0.7, 0.9, 1.35), (1.2, 1.0, 0.75)])
        gains = gains * casts[int(rng.integers(4))]
    table = np.clip(curve[:, None] * gains * 255, 0, 255).astype(np.uint8)
    return cv2.LUT(
        np.ascontiguousarray(image), table.reshape(256, 1, 3).transpose(1, 0, 2).reshape(1, 256, 3)
    )
