"""Antialiased bilinear resampling and the rectangular letterbox, as `src/core` does them.

The same maths in TypeScript and here, held together by golden files. A triangle filter whose
support grows with the reduction, half-pixel centres, horizontal pass first, float32 throughout,
no rounding between the passes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

GREY = 114 / 255
STRIDE = 32


@lru_cache(maxsize=256)
def resample_weights(in_size: int, out_size: int) -> NDArray[np.float32]:
    """Weights [out_size, in_size]; each row sums to 1.

    >>> [round(float(v), 4) for v in resample_weights(4, 2)[0]]
    [0.4286, 0.4286, 0.1429, 0.0]
    """
    step = in_size / out_size
    support = max(1.0, step)
    centre = (np.arange(out_size, dtype=np.float64)[:, None] + 0.5) * step
    distance = np.abs(np.arange(in_size, dtype=np.float64)[None] + 0.5 - centre) / support
    weights = np.maximum(0.0, 1.0 - distance)
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32)


def resample(image: NDArray[np.uint8], width: int, height: int) -> NDArray[np.float32]:
    """image [h,w,c] uint8 -> [height,width,c] float32, still 0-255."""
    h, w, c = image.shape
    across = resample_weights(w, width)
    down = resample_weights(h, height)
    # Two plain matrix products: a product per row with only c columns would be tenfold slower.
    columns = image.astype(np.float32).transpose(1, 0, 2).reshape(w, h * c)
    rows = (across @ columns).reshape(width, h, c).transpose(1, 0, 2).reshape(h, width * c)
    return (down @ rows).reshape(height, width, c)


@dataclass(frozen=True)
class Letterbox:
    """How a photo of `width` x `height` lies in a network input; sizes in pixels."""

    width: int
    height: int
    scaled_width: int
    scaled_height: int
    padded_width: int
    padded_height: int
    left: int
    top: int

    def to_photo(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Corners x1 y1 x2 y2 [n,4] in input pixels -> photo pixels, not cut to the photo."""
        factors = np.array(
            [self.width / self.scaled_width, self.height / self.scaled_height] * 2, np.float32
        )
        return (boxes - np.array([self.left, self.top] * 2, np.float32)) * factors

    def to_input(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Corners in photo pixels -> input pixels."""
        factors = np.array(
            [self.scaled_width / self.width, self.scaled_height / self.height] * 2, np.float32
        )
        return boxes * factors + np.array([self.left, self.top] * 2, np.float32)


def plan_letterbox(width: int, height: int, size: int) -> Letterbox:
    """The long side becomes `size` (also when the photo is smaller), padded to multiples of 32.

    >>> box = plan_letterbox(1920, 1080, 320)
    >>> (box.padded_width, box.padded_height, box.scaled_height, box.top)
    (320, 192, 180, 6)
    """
    scale = size / max(width, height)
    scaled_w = max(1, math.floor(width * scale + 0.5))
    scaled_h = max(1, math.floor(height * scale + 0.5))
    padded_w = math.ceil(scaled_w / STRIDE) * STRIDE
    padded_h = math.ceil(scaled_h / STRIDE) * STRIDE
    left, top = (padded_w - scaled_w) // 2, (padded_h - scaled_h) // 2
    return Letterbox(width, height, scaled_w, scaled_h, padded_w, padded_h, left, top)


def letterbox(image: NDArray[np.uint8], size: int) -> tuple[NDArray[np.float32], Letterbox]:
    """image [h,w,3 or 4] RGB(A) uint8 -> input [1,3,H,W] float32 0-1, and where the photo lies.

    Alpha is ignored: the app draws on white before it comes here.
    """
    plan = plan_letterbox(image.shape[1], image.shape[0], size)
    out = np.full((plan.padded_height, plan.padded_width, 3), GREY, np.float32)
    scaled = resample(image[..., :3], plan.scaled_width, plan.scaled_height) / np.float32(255)
    out[plan.top : plan.top + plan.scaled_height, plan.left : plan.left + plan.scaled_width] = (
        scaled
    )
    return np.ascontiguousarray(out.transpose(2, 0, 1)[None]), plan
