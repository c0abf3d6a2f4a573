"""Looks with several margins and alterations, merged as in the app."""

from __future__ import annotations

import re

import numpy as np
from app_source import CORE, app_numbers
from hypothesis import given
from hypothesis import strategies as st

from platewheel.reader.tta import (
    LEAST,
    PLATE_MARGIN,
    TTA_AUGMENTATIONS,
    TTA_DOUBT,
    TTA_FIRST,
    TTA_MARGINS,
    WEIGHTING_EXPONENT,
    Augmentation,
    augmented,
    crop_view,
    ensemble,
    read_with_tta,
)


def test_the_app_looks_in_the_same_way() -> None:
    assert app_numbers("tta.ts", "TTA_MARGINS") == TTA_MARGINS
    assert app_numbers("tta.ts", "TTA_FIRST") == (TTA_FIRST,)
    assert app_numbers("tta.ts", "TTA_DOUBT") == (TTA_DOUBT,)
    assert app_numbers("tta.ts", "WEIGHTING_EXPONENT") == (WEIGHTING_EXPONENT,)
    assert f"LEAST = {LEAST:.0e}".replace("e-0", "e-") in (CORE / "tta.ts").read_text()
    assert app_numbers("plateCrop.ts", "PLATE_MARGIN") == (PLATE_MARGIN,)


def test_the_app_alters_looks_in_the_same_way() -> None:
    source = (CORE / "tta.ts").read_text(encoding="utf-8")
    listed = source.split("TTA_AUGMENTATIONS: readonly Augmentation[] = [")[1].split("];")[0]
    found = []
    for line in re.findall(r"\{(.*?)\}", listed):
        pairs = dict(part.split(":") for part in line.replace(" ", "").split(","))
        values = {k: v == "true" if v in ("true", "false") else float(v) for k, v in pairs.items()}
        found.append(Augmentation(**values))  # type: ignore[arg-type]
    assert tuple(found) == TTA_AUGMENTATIONS


@given(st.integers(0, 1000), st.integers(1, 4))
def test_merging_keeps_distributions_and_repeated_looks(seed: int, times: int) -> None:
    one = np.random.default_rng(seed).dirichlet(np.ones(5), (2, 3))
    merged = ensemble(np.stack([one] * times))
    np.testing.assert_allclose(merged.sum(-1), 1, atol=1e-9)
    np.testing.assert_allclose(merged, one, atol=1e-4)


def test_merging_follows_the_surest_look() -> None:
    unsure = np.array([[[0.4, 0.3, 0.3], [0.3, 0.4, 0.3]]])
    sure = np.array([[[0.02, 0.96, 0.02], [0.97, 0.02, 0.01]]])
    merged = ensemble(np.stack([unsure, sure, unsure]))
    assert merged[0, 0, 1] > 0.7
    assert merged[0, 1, 0] > 0.7


@given(st.integers(0, 1000), st.floats(-1, 1), st.floats(-1, 1))
def test_altered_pixels_stay_within_their_range(seed: int, slant: float, rise: float) -> None:
    pixels = np.random.default_rng(seed).random((2, 3, 5, 9), np.float32)
    seen = augmented(pixels, Augmentation(0, slant=slant, rise=rise))
    assert seen.shape == pixels.shape
    assert seen.min() >= pixels.min() - 1e-6
    assert seen.max() <= pixels.max() + 1e-6
    np.testing.assert_array_equal(augmented(pixels, Augmentation(0)), pixels)
    np.testing.assert_allclose(augmented(pixels, Augmentation(0, inverted=True)), 1 - pixels)


def test_rows_and_columns_move_by_their_distance_from_the_middle() -> None:
    across = np.broadcast_to(np.arange(9) / 8, (1, 3, 5, 9))
    slanted = augmented(across, Augmentation(0, slant=1))[0, 0]
    np.testing.assert_allclose(slanted[[2, 3, 0], 4] * 8, [4, 5, 2], atol=1e-5)
    down = np.broadcast_to(np.arange(5)[:, None] / 4, (1, 3, 5, 9))
    tilted = augmented(down, Augmentation(0, rise=1))[0, 0]
    np.testing.assert_allclose(tilted[2, [4, 5, 2]] * 4, [2, 3, 0], atol=1e-5)


def test_only_doubtful_plates_are_looked_at_again() -> None:
    asked: list[int] = []

    def run(inputs: np.ndarray) -> np.ndarray:
        asked.append(len(inputs))
        sure = np.where(inputs[:, 0, 0, 0] > 0.5, 0.99, 0.6)
        blank = np.repeat(sure[:, None], 12, 1)
        rest = np.repeat((1 - blank)[..., None] / 36, 36, -1)
        return np.concatenate([rest, blank[..., None]], -1)

    plates = np.stack([np.ones((3, 4, 8)), np.zeros((3, 4, 8)), np.ones((3, 4, 8))])
    merged = read_with_tta(run, np.stack([plates] * len(TTA_MARGINS)))
    assert merged.shape == (3, 12, 37)
    np.testing.assert_allclose(merged[[0, 2]], run(plates[[0, 2]]), atol=1e-4)
    # The dark one is doubtful and bright when inverted: that look is the surest.
    assert merged[1, :, -1].min() > 0.98
    assert asked == [3] + [1] * (len(TTA_MARGINS) - 1 + len(TTA_AUGMENTATIONS)) + [2]


def test_a_look_with_less_margin_is_cut_from_the_crop() -> None:
    crop = np.zeros((112, 224, 3), np.uint8)
    assert crop_view(crop, PLATE_MARGIN).shape == crop.shape
    assert crop_view(crop, 0.12).shape == crop.shape
    # The plate itself, 200 × 100 with 6 % of margin on each side; whole pixels round outwards.
    height, width, _ = crop_view(crop, 0.0).shape
    assert (height - 100, width - 200) in {(0, 0), (1, 1)}
    assert crop_view(crop[:1, :1], 0.0).shape == (1, 1, 3)
