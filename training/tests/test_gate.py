"""The paired test: its numbers, its errors by chance, its slices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from platewheel.common.gate import e_value, judge


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_sum_is_the_integral(mended: int, broken: int) -> None:
    t = np.linspace(0.5, 1, 20_001)
    values = (2 * t) ** mended * (2 * (1 - t)) ** broken
    assert e_value(mended, broken) == pytest.approx(2 * np.trapezoid(values, t), rel=1e-4)


def test_nothing_that_differs_says_nothing() -> None:
    same = np.ones(200, bool)
    verdict = judge(same, same, ["a"] * 200)
    assert (verdict.e, verdict.e_worse, verdict.verdict) == (1, 1, "undecided")


def test_seven_mended_and_none_broken_is_accepted_and_the_other_way_refused() -> None:
    shipped, candidate = np.ones(500, bool), np.ones(500, bool)
    shipped[:7] = False
    assert judge(shipped, candidate, ["a"] * 500).verdict == "accept"
    assert judge(candidate, shipped, ["a"] * 500).verdict == "refuse"


def test_a_source_that_loses_more_than_two_points_refuses() -> None:
    shipped, candidate = np.ones(500, bool), np.ones(500, bool)
    shipped[:20] = False
    candidate[-2:] = False
    verdict = judge(shipped, candidate, ["a"] * 450 + ["b"] * 50)
    assert verdict.e >= 20
    assert verdict.lost == {"b": (50, 0, 2)}
    assert verdict.verdict == "refuse"


def test_two_equal_models_are_seldom_accepted_however_often_one_looks() -> None:
    rng = np.random.default_rng(0)
    accepted = 0
    for _ in range(200):
        steps = np.cumsum(rng.random(60) < 0.5)
        accepted += any(e_value(int(f), n - int(f)) >= 20 for n, f in enumerate(steps, 1))
    assert accepted <= 20
