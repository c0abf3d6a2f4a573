"""Temperatures per slot, and how honest confidences are."""

from __future__ import annotations

import numpy as np

from .predict import reading_of

#: Pull of a slot's temperature towards the common one: rarely used slots have few errors to learn
#: from.
PULL = 20.0
FACTORS = np.linspace(0.6, 2.4, 37)
GRID = np.exp(np.linspace(np.log(0.4), np.log(3.0), 61))


def tempered(chars: np.ndarray, temperatures: np.ndarray) -> np.ndarray:
    """p^(1/T) normalised, [n, slots, 37] with [slots]: what softmax(logits / T) would have
    given.
    """
    powers = np.maximum(chars, 1e-12) ** (1 / temperatures[None, :, None])
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def _losses(chars: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Negative log-likelihood summed over crops, [len(GRID), slots]."""
    logs = np.log(np.maximum(chars, 1e-12))
    out = []
    for temperature in GRID:
        scaled = logs / temperature
        norm = np.log(np.exp(scaled - scaled.max(-1, keepdims=True)).sum(-1)) + scaled.max(-1)
        own = np.take_along_axis(scaled, targets[..., None], -1)[..., 0]
        out.append((norm - own).sum(0))
    return np.stack(out)


def fit_slot_temperatures(chars: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """[slots] temperatures that make the true classes [n, slots] likeliest, pulled to a common
    one.
    """
    losses = _losses(chars, targets)
    common = GRID[losses.sum(1).argmin()]
    pull = PULL * (np.log(GRID) - np.log(common)) ** 2
    return np.asarray(GRID[(losses + pull[:, None]).argmin(0)])


def plate_confidence(chars: np.ndarray) -> np.ndarray:
    """[n, slots, 37] → [n]: what the app shows for a reading."""
    return np.array([reading_of(p).confidence for p in chars])


def fit_temperatures(chars: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """[slots] temperatures: per slot first, then all times one factor for the plate as a whole.

    A plate is right only if every slot is, so honest slots alone do not make an honest minimum.
    Temperatures change no reading, only its confidence.
    """
    slots = fit_slot_temperatures(chars, targets)
    right = (chars.argmax(-1) == targets).all(1)
    losses = []
    for factor in FACTORS:
        sure = np.clip(plate_confidence(tempered(chars, slots * factor)), 1e-4, 1 - 1e-4)
        losses.append(-np.mean(np.where(right, np.log(sure), np.log1p(-sure))))
    return np.asarray(slots * FACTORS[int(np.argmin(losses))])


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Mean gap between confidence and rate of right answers over equal-width bins, weighted by
    count.

    >>> expected_calibration_error(np.array([0.95, 0.95]), np.array([True, False]))
    0.45
    """
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = 0.0
    for index in range(bins):
        inside = place == index
        if inside.any():
            gap += float(inside.sum()) * abs(
                float(confidence[inside].mean() - right[inside].mean())
            )
    return round(gap / max(len(confidence), 1), 6)
