"""When a reading counts as right, and rates with their intervals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from platewheel.common.metrics import wilson

from .crops import Crop

SRI_LANKA_PROVINCES = ("WP", "NW", "CP", "SP", "SG", "UP", "EP", "NC", "NP", "SB")
_PAKISTAN_YEAR = re.compile(r"([A-Z]{2,3})(\d\d)(\d{2,4})")
MIN_SOURCE = 20


def right_by_convention(reading: str, text: str, region: str) -> bool:
    """As strict, but optional signs (conventions.md) may be present or absent.

    >>> right_by_convention("WPCAB1234", "CAB1234", "lk")
    True
    >>> right_by_convention("LEB512", "LEB08512", "pk")
    True
    """
    if reading == text:
        return True
    if region == "lk":
        return reading[2:] == text and reading[:2] in SRI_LANKA_PROVINCES
    if region == "pk":
        for longer, shorter in ((text, reading), (reading, text)):
            parts = _PAKISTAN_YEAR.fullmatch(longer)
            if parts and parts[1] + parts[3] == shorter:
                return True
    return False


def rate(right: Sequence[bool] | np.ndarray) -> dict[str, Any]:
    """Rate, its 95 % Wilson interval and n."""
    n, hits = len(right), int(np.sum(right))
    return {"rate": hits / n if n else float("nan"), "interval": list(wilson(hits, n)), "n": n}


def by_group(crops: Sequence[Crop], right: np.ndarray) -> dict[str, Any]:
    """All, by rows, by source (sources of fewer than 20 crops pooled) and the mean over those
    groups.
    """
    rows = np.array([c.rows for c in crops])
    sources = np.array([c.source for c in crops])
    large = [s for s in sorted(set(sources)) if (sources == s).sum() >= MIN_SOURCE]
    groups = {s: rate(right[sources == s]) for s in large}
    if (~np.isin(sources, large)).any():
        groups["others"] = rate(right[~np.isin(sources, large)])
    return {
        "all": rate(right),
        "one_row": rate(right[rows == 1]),
        "two_row": rate(right[rows == 2]),
        "sources": groups,
        "source_mean": float(np.mean([g["rate"] for g in groups.values()])),
    }


def confusion(readings: Sequence[str], texts: Sequence[str], alphabet: str) -> list[list[int]]:
    """Counts [true][read] over characters of readings that have the right length; the blank
    stays empty.
    """
    counts = np.zeros((len(alphabet), len(alphabet)), int)
    for reading, text in zip(readings, texts, strict=True):
        if len(reading) == len(text):
            for read, true in zip(reading, text, strict=True):
                counts[alphabet.index(true), alphabet.index(read)] += 1
    return [[int(v) for v in row] for row in counts]


def sure_readings(
    confidence: np.ndarray, written: np.ndarray, threshold: float = 0.9
) -> dict[str, Any]:
    """Of crops without a plate: the rate of non-empty readings above the threshold."""
    return rate((confidence > threshold) & written)


def kept_accuracy(confidence: np.ndarray, right: np.ndarray, keep: float = 0.9) -> dict[str, Any]:
    """At the threshold that keeps this part of the plates: the threshold, and how many of those
    are right.
    """
    order = np.argsort(-confidence, kind="stable")[: round(len(confidence) * keep)]
    return {"threshold": float(confidence[order[-1]]), **rate(right[order])}


def wrong_and_sure(
    confidence: np.ndarray, right: np.ndarray, threshold: float = 0.95
) -> dict[str, Any]:
    """Of all plates read: the rate of wrong ones at or above the threshold, what nobody looks at
    again.
    """
    return rate((confidence >= threshold) & ~right)
