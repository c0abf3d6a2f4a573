"""Test-time augmentation: several views of one plate, merged. How the app reads photos.

Where the first view leaves doubt, two more have other margins, and five see the same pixels
inverted, slanted and tilted: a view in which the plate happens to come close to what the network
knows is surer than the others, and the ensemble goes by the surest. The same as `src/core/tta.ts`
and `plateInCrop` of the app; tests compare the figures of both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .predict import input_of, reading_of

#: Margins around a plate, as parts of its width and height, of views.
TTA_MARGINS = (0.0, 0.06, 0.12)
#: The margin that a ready crop is taken to have; also that of the app's single view (video).
PLATE_MARGIN = 0.06
#: Index in `TTA_MARGINS` of the view that every plate gets.
TTA_FIRST = 1
#: Below this confidence (not calibrated) of the first view a plate gets all the others too.
TTA_DOUBT = 0.95

#: How much more a likelier view counts: the power of its reading's probability.
WEIGHTING_EXPONENT = 3
#: Keeps logarithms finite.
LEAST = 1e-6


@dataclass(frozen=True)
class Augmentation:
    """How the pixels of one of `TTA_MARGINS` are seen anew."""

    of: int
    inverted: bool = False
    #: Columns that a row is taken from farther right than the one above it.
    slant: float = 0.0
    #: Rows that a column is taken from lower than the one left of it.
    rise: float = 0.0


TTA_AUGMENTATIONS = (
    Augmentation(0, inverted=True),
    Augmentation(1, slant=0.3),
    Augmentation(1, slant=-0.3),
    Augmentation(1, slant=0.25, rise=0.1),
    Augmentation(1, slant=-0.25, rise=-0.1),
)


def augmented(pixels: np.ndarray, how: Augmentation) -> np.ndarray:
    """Pixels 0–1 [n, 3, H, W] → float32 of that shape: inverted, slanted about the middle; beyond
    the edge its pixels go on.
    """
    seen = np.asarray(pixels, np.float32)
    height, width = seen.shape[-2:]
    if how.inverted:
        seen = 1 - seen
    if how.slant or how.rise:
        middle_y, middle_x = (height - 1) / 2, (width - 1) / 2
        x, y = np.meshgrid(np.arange(width) - middle_x, np.arange(height) - middle_y)
        from_x = np.clip(x + how.slant * y + middle_x, 0, width - 1)
        from_y = np.clip(y + how.rise * x + middle_y, 0, height - 1)
        x0, y0 = from_x.astype(int), from_y.astype(int)
        x1, y1 = np.minimum(x0 + 1, width - 1), np.minimum(y0 + 1, height - 1)
        right, down = (from_x - x0).astype(np.float32), (from_y - y0).astype(np.float32)
        above = seen[..., y0, x0] * (1 - right) + seen[..., y0, x1] * right
        below = seen[..., y1, x0] * (1 - right) + seen[..., y1, x1] * right
        seen = above * (1 - down) + below * down
    return np.ascontiguousarray(seen, np.float32)


def ensemble(views: np.ndarray) -> np.ndarray:
    """Probabilities [k, n, slots, classes] → [n, slots, classes], normalised: their geometric mean,
    each view weighted by the probability of its own likeliest reading, cubed.

    >>> ensemble(np.array([[[[0.8, 0.2]]], [[[0.2, 0.8]]]])).round(3).tolist()
    [[[0.5, 0.5]]]
    """
    sure = np.log(views.max(-1) + LEAST).sum(-1)
    weights = np.exp(WEIGHTING_EXPONENT * (sure - sure.max(0)))
    weights /= weights.sum(0)
    mean = np.exp((np.log(views + LEAST) * weights[..., None, None]).sum(0))
    return np.asarray(mean / mean.sum(-1, keepdims=True))


def read_with_tta(run: Callable[[np.ndarray], np.ndarray], first: np.ndarray) -> np.ndarray:
    """Inputs of `TTA_MARGINS` [3, n, 3, H, W] → merged probabilities [n, slots, classes].

    `run` gives the probabilities [n, slots, classes] of inputs [n, 3, H, W].
    """
    seen = run(first[TTA_FIRST])
    merged = ensemble(seen[None])
    doubtful = np.array([reading_of(p).confidence < TTA_DOUBT for p in merged])
    if doubtful.any():
        margins = [
            seen[doubtful] if i == TTA_FIRST else run(inputs[doubtful])
            for i, inputs in enumerate(first)
        ]
        more = [run(augmented(first[how.of][doubtful], how)) for how in TTA_AUGMENTATIONS]
        merged[doubtful] = ensemble(np.stack(margins + more))
    return merged


def crop_view(crop: np.ndarray, margin: float) -> np.ndarray:
    """A view of the plate in a ready crop [H, W, 3]: with less margin than the crop's it is cut,
    with more there is nothing to add.
    """
    height, width = crop.shape[:2]
    inset = (PLATE_MARGIN - margin) / (1 + 2 * PLATE_MARGIN)
    if inset <= 0:
        return crop
    left, top = math.floor(width * inset), math.floor(height * inset)
    right, bottom = math.ceil(width * (1 - inset)), math.ceil(height * (1 - inset))
    return crop[top : max(bottom, top + 1), left : max(right, left + 1)]


def crop_inputs(crops: Sequence[np.ndarray]) -> np.ndarray:
    """Ready crops [H, W, 3+] of any size → inputs of `TTA_MARGINS` [3, n, 3, 64, 160]."""
    return np.stack([[input_of(crop_view(crop, m)) for crop in crops] for m in TTA_MARGINS])
