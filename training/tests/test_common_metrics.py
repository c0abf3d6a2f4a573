import doctest

import numpy as np
import pytest

from platewheel.common import boxes, metrics, resample
from platewheel.common.metrics import (
    average_precision,
    bootstrap,
    false_boxes,
    map_of,
    match_photo,
    recall_at,
    wilson,
)

NONE = np.zeros((0, 4), np.float32)


@pytest.mark.parametrize("module", [boxes, metrics, resample])
def test_the_examples_in_the_docs_hold(module):
    assert doctest.testmod(module).failed == 0


def test_a_plate_is_found_once_and_a_second_box_on_it_is_false():
    truth = np.array([[0, 0, 10, 10]], np.float32)
    found = np.array([[0, 0, 10, 9], [0, 0, 10, 10]], np.float32)
    result = match_photo(found, np.array([0.9, 0.8], np.float32), truth)
    assert result.hits[0].tolist() == [True, False]
    assert result.found.tolist() == [pytest.approx(0.9)]
    assert false_boxes([result], 0.5) == 1
    assert recall_at([result], 0.95) == (0, 1)


def test_each_box_takes_the_free_plate_it_overlaps_most():
    truth = np.array([[0, 0, 10, 10], [2, 0, 12, 10]], np.float32)
    found = np.array([[1.5, 0, 11.5, 10], [2, 0, 12, 10]], np.float32)
    result = match_photo(found, np.array([0.9, 0.8], np.float32), truth)
    assert result.hits[0].tolist() == [True, True]


def test_average_precision_of_perfect_missing_and_absent():
    assert average_precision(np.array([0.9]), np.array([True]), 1) == 1
    assert average_precision(np.array([]), np.array([], bool), 3) == 0
    assert np.isnan(average_precision(np.array([0.9]), np.array([False]), 0))


def test_photos_without_plates_lower_the_precision():
    truth = np.array([[0, 0, 10, 10]], np.float32)
    hit = match_photo(truth, np.array([0.5], np.float32), truth)
    empty = match_photo(truth, np.array([0.9], np.float32), NONE)
    assert map_of([hit]) == 1
    assert map_of([hit, empty]) == pytest.approx(0.5)


def test_map50_95_counts_how_tight_boxes_are():
    truth = np.array([[0, 0, 10, 10]], np.float32)
    loose = match_photo(np.array([[0, 0, 10, 7.2]], np.float32), np.ones(1, np.float32), truth)
    assert map_of([loose], None) == pytest.approx(0.5)


def test_wilson_stays_inside_and_knows_nothing_of_nothing():
    assert wilson(0, 0) == (0, 1)
    low, high = wilson(10, 10)
    assert 0.6 < low < 0.8
    assert high == 1


def test_bootstrap_is_repeatable_and_surrounds_the_mean():
    values = list(np.random.default_rng(0).normal(5, 1, 200))
    interval = bootstrap(values, lambda drawn: float(np.mean(drawn)), 200, seed=3)
    assert interval == bootstrap(values, lambda drawn: float(np.mean(drawn)), 200, seed=3)
    assert interval[0] < np.mean(values) < interval[1]
