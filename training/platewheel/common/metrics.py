"""Average precision, and intervals: Wilson for rates, bootstrap over photos for the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from platewheel.common.boxes import iou_matrix

Floats = NDArray[np.float32]
T = TypeVar("T")
#: COCO's, to the last bit.
IOUS = tuple(np.linspace(0.5, 0.95, 10).tolist())


@dataclass(frozen=True)
class PhotoResult:
    """What was found in one photo, matched with its plates at each of `IOUS`."""

    scores: NDArray[np.float64]  # [n], best first
    hits: NDArray[np.bool_]  # [10, n]: this detection is a plate at that IoU
    plates: int
    found: Floats  # [plates]: confidence of the detection that got the plate at IoU 0.5, else 0


def match_photo(boxes: Floats, scores: Floats, truth: Floats) -> PhotoResult:
    """Detections best first; each takes the free plate it overlaps most, as COCO does.

    boxes [n,4] and truth [m,4] are corners in the same pixels. Of plates overlapped alike the last
    is taken, and overlaps are reckoned in doubles: as pycocotools does, to which AP is equal.
    """
    order = np.argsort(-scores, kind="stable")
    boxes, ranked = boxes[order], np.asarray(scores[order], np.float64)
    overlap = iou_matrix(boxes, truth) if len(truth) else np.zeros((len(boxes), 0))
    hits = np.zeros((len(IOUS), len(boxes)), bool)
    found = np.zeros(len(truth), np.float32)
    for k, wanted in enumerate(IOUS):
        free = np.ones(len(truth), bool)
        near = np.flatnonzero(overlap.max(1, initial=0) >= wanted)
        for d in near:
            candidates = np.where(free, overlap[d], -1.0)
            best = len(truth) - 1 - int(candidates[::-1].argmax())
            if candidates[best] >= wanted:
                free[best] = False
                hits[k, d] = True
                if k == 0:
                    found[best] = ranked[d]
    return PhotoResult(ranked, hits, len(truth), found)


def average_precision(scores: Floats, hits: NDArray[np.bool_], plates: int) -> float:
    """Area under precision-recall, sampled at 101 recalls with the usual envelope (COCO).

    >>> float(round(average_precision(np.array([.9, .8, .7]), np.array([1, 0, 1], bool), 2), 4))
    0.835
    """
    if plates == 0:
        return float("nan")
    recall, precision = pr_curve(scores, hits, plates)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    at = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
    padded = np.append(envelope, 0.0)
    return float(padded[np.minimum(at, len(envelope))].mean())


def pr_curve(
    scores: Floats, hits: NDArray[np.bool_], plates: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Recall and precision after each detection, best first."""
    order = np.argsort(-scores, kind="stable")
    true = np.cumsum(hits[order])
    recall = true / max(plates, 1)
    precision = true / np.arange(1, len(true) + 1)
    return recall, precision


def sampled_curve(results: Sequence[PhotoResult]) -> list[tuple[float, float, float]]:
    """Recall, precision, confidence at about fifty places of the curve."""
    scores = np.concatenate([r.scores for r in results])
    if not len(scores):
        return []
    hits = np.concatenate([r.hits[0] for r in results])
    recall, precision = pr_curve(scores, hits, sum(r.plates for r in results))
    confidence = np.sort(scores)[::-1]
    picks = np.unique(np.searchsorted(recall, np.linspace(0, 1, 51)).clip(max=len(recall) - 1))
    return [
        (round(float(recall[i]), 4), round(float(precision[i]), 4), round(float(confidence[i]), 4))
        for i in picks
    ]


def map_of(results: Sequence[PhotoResult], iou_index: int | None = 0) -> float:
    """AP over photos; `iou_index` 0 is mAP50, None the mean over IoU 0.5-0.95 (mAP50-95)."""
    if not results:
        return float("nan")
    scores = np.concatenate([r.scores for r in results])
    hits = np.concatenate([r.hits for r in results], 1)
    plates = sum(r.plates for r in results)
    rows = range(len(IOUS)) if iou_index is None else [iou_index]
    return float(np.mean([average_precision(scores, hits[k], plates) for k in rows]))


def recall_at(results: Sequence[PhotoResult], threshold: float) -> tuple[int, int]:
    """Plates found (IoU 0.5) at or above a confidence, and all plates."""
    found = sum(int(r.hits[0][r.scores >= threshold].sum()) for r in results)
    return found, sum(r.plates for r in results)


def false_boxes(results: Sequence[PhotoResult], threshold: float) -> int:
    """Detections at or above a confidence that are no plate (IoU 0.5)."""
    return sum(int((~r.hits[0][r.scores >= threshold]).sum()) for r in results)


def wilson(successes: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a rate.

    >>> tuple(round(v, 3) for v in wilson(9, 10))
    (0.596, 0.982)
    """
    if n == 0:
        return 0.0, 1.0
    p, zz = successes / n, z * z
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    half = z * math.sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(
    items: Sequence[T],
    statistic: Callable[[Sequence[T]], float],
    rounds: int = 500,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % percentile interval of a statistic, resampling whole items (photos)."""
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(rounds):
        picks = rng.integers(len(items), size=len(items))
        value = statistic([items[i] for i in picks])
        if not math.isnan(value):
            values.append(value)
    if not values:
        return float("nan"), float("nan")
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
