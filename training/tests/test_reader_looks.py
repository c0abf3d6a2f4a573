"""Looks with several margins, merged as in the app."""

from __future__ import annotations

import numpy as np
from app_source import app_numbers
from hypothesis import given
from hypothesis import strategies as st

from platewheel.reader.looks import PHOTO_LOOKS, PLATE_MARGIN, crop_look, merged_looks


def test_the_app_looks_with_the_same_margins() -> None:
    assert app_numbers("plateCrop.ts", "PHOTO_LOOKS") == PHOTO_LOOKS
    assert app_numbers("plateCrop.ts", "PLATE_MARGIN") == (PLATE_MARGIN,)


@given(st.integers(0, 1000), st.integers(1, 4))
def test_merging_keeps_distributions_and_repeated_looks(seed: int, times: int) -> None:
    one = np.random.default_rng(seed).dirichlet(np.ones(5), (2, 3))
    merged = merged_looks(np.stack([one] * times))
    np.testing.assert_allclose(merged.sum(-1), 1, atol=1e-9)
    np.testing.assert_allclose(merged, one, atol=1e-4)


def test_a_look_with_less_margin_is_cut_from_the_crop() -> None:
    crop = np.zeros((112, 224, 3), np.uint8)
    assert crop_look(crop, PLATE_MARGIN).shape == crop.shape
    assert crop_look(crop, 0.12).shape == crop.shape
    # The plate itself, 200 × 100 with 6 % of margin on each side; whole pixels round outwards.
    height, width, _ = crop_look(crop, 0.0).shape
    assert (height - 100, width - 200) in {(0, 0), (1, 1)}
    assert crop_look(crop[:1, :1], 0.0).shape == (1, 1, 3)
