"""The looks the app takes at a photo, and that both sides agree on them."""

from __future__ import annotations

import numpy as np
from app_source import app_numbers

from platewheel.detector import predict


def test_the_app_has_the_same_rule() -> None:
    assert app_numbers("letterbox.ts", "MOST_ENLARGED") == (predict.MOST_ENLARGED,)
    assert app_numbers("letterbox.ts", "TWICE_FROM") == (predict.TWICE_FROM,)
    for name in ("CASCADE_SEEN", "CASCADE_SURE", "CASCADE_WIDTH"):
        assert app_numbers("cascade.ts", name) == (getattr(predict, name),)


def test_two_looks_report_a_plate_once() -> None:
    """A runner that finds the middle half of the photo whatever its size."""
    sides: list[int] = []

    def run(images: np.ndarray) -> np.ndarray:
        _, _, h, w = images.shape
        sides.append(w)
        confidence = 0.9 if w > 400 else 0.7
        return np.array([[w / 2, h / 2, w / 2, h / 2, confidence, 1]], np.float32)

    image = np.zeros((320, 640, 3), np.uint8)
    boxes, scores = predict.find_multi_scale(run, image, 640)
    assert sides == [320, 640]
    assert scores.tolist() == [np.float32(0.9)]
    np.testing.assert_allclose(boxes[0], [160, 80, 480, 240], atol=1)


def test_a_sure_wide_plate_needs_no_second_scale() -> None:
    sides: list[int] = []

    def finding(wide: int) -> predict.Runner:
        def run(images: np.ndarray) -> np.ndarray:
            _, _, h, w = images.shape
            sides.append(w)
            return np.array([[w / 2, h / 2, wide, 12, 0.9, 1]], np.float32)

        return run

    image = np.zeros((320, 640, 3), np.uint8)
    for wide, wanted in ((40, [320]), (39, [320, 640])):
        sides.clear()
        predict.find_multi_scale(finding(wide), image, 640)
        assert sides == wanted


def test_a_small_photo_is_not_blown_up() -> None:
    assert predict.multi_scale_sides(300, 300, 640) == [480, 256]
    assert predict.multi_scale_sides(30, 20, 640) == [64]
