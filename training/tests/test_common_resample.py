import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from platewheel.common.resample import GREY, letterbox, plan_letterbox, resample, resample_weights

SIZES = [(61, 37, 20, 12), (23, 31, 64, 86), (100, 100, 100, 100), (7, 300, 3, 41), (1, 1, 5, 4)]


@pytest.mark.parametrize(("w", "h", "to_w", "to_h"), SIZES)
def test_resampling_agrees_with_pillows_antialiased_bilinear(w: int, h: int, to_w: int, to_h: int):
    image = np.random.default_rng(w).integers(0, 256, (h, w, 3), np.uint8)
    ours = resample(image, to_w, to_h)
    for channel in range(3):
        plane = Image.fromarray(image[..., channel].astype(np.float32), "F")
        theirs = np.asarray(plane.resize((to_w, to_h), Image.Resampling.BILINEAR))
        np.testing.assert_allclose(ours[..., channel], theirs, atol=0.01)


@given(st.integers(1, 400), st.integers(1, 400))
def test_weights_sum_to_one_and_are_never_negative(in_size: int, out_size: int):
    weights = resample_weights(in_size, out_size)
    assert weights.shape == (out_size, in_size)
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(1), 1, atol=1e-5)


def test_sixteen_to_nine_at_320_costs_320_by_192():
    plan = plan_letterbox(1920, 1080, 320)
    assert (plan.padded_width, plan.padded_height) == (320, 192)
    assert (plan.left, plan.top) == (0, 6)


@given(st.integers(1, 5000), st.integers(1, 5000), st.sampled_from([32, 256, 320, 416, 640]))
def test_boxes_come_back_from_the_input_where_they_were(w: int, h: int, size: int):
    plan = plan_letterbox(w, h, size)
    assert plan.padded_width % 32 == 0
    assert plan.padded_height % 32 == 0
    box = np.array([[0, 0, w, h], [w / 3, h / 4, w / 2, h]], np.float32)
    np.testing.assert_allclose(plan.to_photo(plan.to_input(box)), box, rtol=1e-3, atol=1e-2)


def test_letterbox_pads_with_grey_and_ignores_alpha():
    image = np.full((10, 40, 4), 255, np.uint8)
    image[..., 3] = 0
    tensor, plan = letterbox(image, 64)
    assert tensor.shape == (1, 3, 32, 64)
    assert plan.top == 8
    np.testing.assert_allclose(tensor[0, :, :8], GREY)
    np.testing.assert_allclose(tensor[0, :, 8:24], 1)
