"""Other ways to bring a crop to the reader's input, so that they can be compared with stretching.

`train --resize-mode` uses them; the app stretches.
"""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np

from .model import INPUT_HEIGHT, INPUT_WIDTH

ResizeMode = Literal["stretch", "letterbox", "grey"]
PADDING = 114


def placed_size(width: float, height: float) -> tuple[int, int]:
    """Width and height in input pixels of a crop of this shape when its shape is kept.

    >>> placed_size(100, 100), placed_size(500, 100)
    ((64, 64), (160, 32))
    """
    scale = min(INPUT_WIDTH / width, INPUT_HEIGHT / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def resized_by(crop: np.ndarray, resize_mode: ResizeMode) -> np.ndarray:
    """uint8 RGB [H, W, 3] → a crop that, stretched to the input, shows it in that mode."""
    if resize_mode == "grey":
        return np.repeat(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)[..., None], 3, -1)
    if resize_mode == "letterbox":
        height, width = crop.shape[:2]
        whole_width = max(width, round(height * INPUT_WIDTH / INPUT_HEIGHT))
        whole_height = max(height, round(width * INPUT_HEIGHT / INPUT_WIDTH))
        left, top = (whole_width - width) // 2, (whole_height - height) // 2
        out = np.full((whole_height, whole_width, 3), PADDING, np.uint8)
        out[top : top + height, left : left + width] = crop
        return out
    return crop
