"""Several looks at one plate with different margins, merged: how the app reads photos.

The same as `PHOTO_LOOKS`, `plateInCrop` and `mergedLooks` of the app's `src/core`; a test compares
the figures of both.
"""

from __future__ import annotations

import math

import numpy as np

#: Margins around a plate, as parts of its width and height: one for each look.
PHOTO_LOOKS = (0.0, 0.06, 0.12)
#: The margin that a ready crop is taken to have; also that of the app's single look (video).
PLATE_MARGIN = 0.06


def merged_looks(looks: np.ndarray) -> np.ndarray:
    """Probabilities [k, n, slots, classes] → their geometric mean [n, slots, classes], normalised.

    >>> merged_looks(np.array([[[[0.8, 0.2]]], [[[0.2, 0.8]]]])).round(3).tolist()
    [[[0.5, 0.5]]]
    """
    mean = np.exp(np.log(looks + 1e-6).mean(0))
    return np.asarray(mean / mean.sum(-1, keepdims=True))


def crop_look(crop: np.ndarray, margin: float) -> np.ndarray:
    """A look at the plate in a ready crop [H, W, 3]: with less margin than the crop's it is cut,
    with more there is nothing to add.
    """
    height, width = crop.shape[:2]
    inset = (PLATE_MARGIN - margin) / (1 + 2 * PLATE_MARGIN)
    if inset <= 0:
        return crop
    left, top = math.floor(width * inset), math.floor(height * inset)
    right, bottom = math.ceil(width * (1 - inset)), math.ceil(height * (1 - inset))
    return crop[top : max(bottom, top + 1), left : max(right, left + 1)]
