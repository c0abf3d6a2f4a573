"""Anchor shapes by k-means over the plate sizes that training really shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from platewheel.detector.augment import Augmenter
from platewheel.detector.loader import BatchPlan

Anchors = tuple[tuple[tuple[float, float], ...], ...]


def sample_sizes(
    augmenter: Augmenter, plan: BatchPlan, count: int, seed: int
) -> NDArray[np.float64]:
    """Widths and heights [n,2] of plates in `count` augmented pictures, in input pixels."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        size = int(rng.choice(plan.sizes))
        _, boxes = augmenter.draw(int(rng.integers(len(augmenter.photos))), size, rng)
        found.append(boxes[:, 2:] - boxes[:, :2])
    return np.concatenate(found).astype(np.float64)


def fit_anchors(sizes: NDArray[np.float64], levels: int, per_level: int, seed: int) -> Anchors:
    """k-means on log sizes [n,2], sorted by area and dealt to the levels, small ones first.

    In logarithms a plate twice as wide is as far away as one half as wide, which is how the
    matching in `loss.py` sees it.
    """
    rng = np.random.default_rng(seed)
    points = np.log(sizes)
    k = levels * per_level
    centres = points[rng.choice(len(points), k, replace=False)]
    for _ in range(100):
        nearest = ((points[:, None] - centres[None]) ** 2).sum(2).argmin(1)
        moved = np.stack(
            [points[nearest == i].mean(0) if (nearest == i).any() else centres[i] for i in range(k)]
        )
        if np.allclose(moved, centres):
            break
        centres = moved
    shapes = np.exp(centres[centres.sum(1).argsort()]).round(1)
    rows = [(float(w), float(h)) for w, h in shapes]
    return tuple(tuple(rows[i * per_level : (i + 1) * per_level]) for i in range(levels))
