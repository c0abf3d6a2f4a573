"""Parts of photos without a plate, for counting false boxes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MARGIN = 0.02  # of the photo, kept from every plate
SMALLEST = 0.2  # of the photo's area


def largest_plate_free_part(
    image: NDArray[np.uint8], boxes: NDArray[np.float32]
) -> NDArray[np.uint8] | None:
    """The largest of the four strips beside, above and below all plates; None if all are small.

    image [h,w,3]; boxes [n,4] x1 y1 x2 y2 as fractions.
    """
    h, w = image.shape[:2]
    x1, y1 = boxes[:, :2].min(0) - MARGIN
    x2, y2 = boxes[:, 2:].max(0) + MARGIN
    strips = [(0.0, 0.0, x1, 1.0), (x2, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, y1), (0.0, y2, 1.0, 1.0)]
    left, top, right, bottom = max(strips, key=lambda s: (s[2] - s[0]) * (s[3] - s[1]))
    if (right - left) * (bottom - top) < SMALLEST:
        return None
    return image[int(top * h) : int(bottom * h), int(left * w) : int(right * w)]
