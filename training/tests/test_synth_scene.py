"""Drawn scenes: plates where the boxes say, lettering never on them, any view."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from platewheel.detector.views import bounds_in_view
from platewheel.synth.scene import add_scene, panel, turn

PLATE = np.zeros((40, 160, 3), np.uint8)
PLATE[..., 1] = 255  # a green that no body has
MAGENTA = np.array((255, 0, 255))


def is_plate(image: np.ndarray) -> np.ndarray:
    """Where a picture shows `PLATE`, dimmed or not."""
    rest = image[..., [0, 2]].max(-1).astype(int)
    return (image[..., 1] > 120) & (rest < 12)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_lettering_never_lies_on_a_plate(seed: int) -> None:
    image, boxes = panel([PLATE], np.random.default_rng(seed))
    for x1, y1, x2, y2 in boxes.astype(int):
        assert is_plate(image[y1:y2, x1:x2]).mean() > 0.97


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_a_warped_plate_is_inside_its_bounds(seed: int) -> None:
    image = np.full((160, 160, 3), 128, np.uint8)
    quads = add_scene(image, [PLATE], np.random.default_rng(seed))
    boxes = bounds_in_view(quads, (160, 160), 0.0, 0.0)
    shown = is_plate(image)
    for x1, y1, x2, y2 in boxes:
        shown[max(0, int(y1) - 1) : int(y2) + 2, max(0, int(x1) - 1) : int(x2) + 2] = False
    assert shown.sum() <= 2


def test_views_reach_far_to_the_side_and_tilt() -> None:
    rng = np.random.default_rng(0)
    ratios, rolls = [], []
    for _ in range(300):
        corners = turn(200, 100, rng)
        top = corners[1] - corners[0]
        ratios.append(np.linalg.norm(top) / np.linalg.norm(corners[3] - corners[0]))
        rolls.append(abs(np.degrees(np.arctan2(top[1], top[0]))))
    assert min(ratios) < 1.1
    assert max(ratios) > 1.8
    assert max(rolls) > 15
