"""Cross-validation that does not flatter, and other framings of a crop."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from platewheel.reader import folds as module
from platewheel.reader import photo_crops
from platewheel.reader.crops import Crop
from platewheel.reader.folds import FOLDS, folds_of, photo_of
from platewheel.reader.model import INPUT_HEIGHT, INPUT_WIDTH
from platewheel.reader.predict import input_of
from platewheel.reader.resize_mode import PADDING, placed_size, resized_by
from platewheel.reader.views import REAL_POSE, view

NAMES = st.tuples(st.sampled_from(["ro", "vnr"]), st.integers(0, 20), st.integers(0, 2))


def crop(name: str, text: str) -> Crop:
    return Crop(name, np.zeros((4, 8, 3), np.uint8), text, "xx", 1)


@given(st.dictionaries(NAMES, st.sampled_from(["A1", "B2", "C3", "D4", "E5", "F6"]), min_size=1))
def test_one_photo_or_one_text_is_in_one_fold(made: dict[tuple[str, int, int], str]) -> None:
    crops = [crop(f"{s}_{photo}_{k}", text) for (s, photo, k), text in made.items()]
    folds = folds_of(crops)
    assert set(folds.values()) <= set(range(FOLDS))
    for a in crops:
        for b in crops:
            if a.text == b.text or photo_of(a.name) == photo_of(b.name):
                assert folds[a.name] == folds[b.name]


def test_a_source_is_dealt_evenly() -> None:
    folds = folds_of([crop(f"ro_{i}_0", f"T{i}") for i in range(50)])
    assert np.bincount(list(folds.values())).tolist() == [10] * FOLDS


def test_a_source_without_plate_numbers_in_its_names_is_dealt_too() -> None:
    folds = folds_of([crop(f"vnr_{i:010x}", f"T{i}") for i in range(20)])
    assert np.bincount(list(folds.values())).tolist() == [4] * FOLDS


def test_what_is_kept_out_is_not_trained_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when crops cut from photos share a text or a photo with it."""
    labelled = [crop(f"ro_{i}_0", f"T{i}") for i in range(30)]
    beside = [crop(f"ro_{i}_1", f"U{i}") for i in range(0, 30, 3)]
    again = [crop(f"idn_{i}_0", f"T{i}") for i in range(0, 30, 2)]
    splits = {"train": labelled[:25], "val": labelled[25:]}
    monkeypatch.setattr(module, "load_crops", lambda _, split: splits[split])
    monkeypatch.setattr(photo_crops, "linked_crops", lambda *_: beside)
    monkeypatch.setattr(photo_crops, "load_photo_crops", lambda _: again)
    kept: list[str] = []
    for fold in range(FOLDS):
        trained, held = module.in_fold(Path(), fold, listed_photos=True)
        for key in (lambda c: c.text, lambda c: photo_of(c.name)):
            assert not {key(c) for c in trained} & {key(c) for c in held}
        kept += [c.name for c in held]
    assert sorted(kept) == sorted(c.name for c in labelled)


@pytest.mark.parametrize("shape", [(64, 160), (10, 60), (40, 40), (300, 90)])
def test_a_letterboxed_crop_keeps_its_shape_in_the_middle(shape: tuple[int, int]) -> None:
    height, width = shape
    image = input_of(resized_by(np.full((*shape, 3), 255, np.uint8), "letterbox"))
    white = image[0] > 0.72
    across, down = placed_size(width, height)
    assert abs(int(white.any(0).sum()) - across) <= 2
    assert abs(int(white.any(1).sum()) - down) <= 2
    assert white[INPUT_HEIGHT // 2, INPUT_WIDTH // 2]
    if across < INPUT_WIDTH - 2 or down < INPUT_HEIGHT - 2:
        assert image[0, 0, 0] == pytest.approx(PADDING / 255)


def test_grey_has_no_colour() -> None:
    colour = np.random.default_rng(0).integers(0, 255, (20, 50, 3)).astype(np.uint8)
    grey = resized_by(colour, "grey")
    assert np.array_equal(grey[..., 0], grey[..., 2])
    assert np.array_equal(resized_by(colour, "stretch"), colour)


def test_boxes_follow_a_letterboxed_view() -> None:
    plate = np.zeros((60, 60, 3), np.uint8)
    plate[20:40, 20:40] = 255
    ground = np.zeros((64, 160, 3), np.uint8)
    boxes = np.array([[20.0, 20.0, 40.0, 40.0]])
    rng = np.random.default_rng(5)
    for _ in range(20):
        image, text, placed = view(
            plate, boxes, "A", ground, REAL_POSE, rng, resize_mode="letterbox"
        )
        assert image.shape == (INPUT_HEIGHT, INPUT_WIDTH, 3)
        if text:
            x, y = (placed[0, :2] + placed[0, 2:]) / 2 * (INPUT_WIDTH, INPUT_HEIGHT)
            beside = max(0.0, 1.25 * placed[0, 0] - 0.25 * placed[0, 2]) * INPUT_WIDTH
            # Light on dark, or dark on light where the view is inverted.
            sign, ground_px = (float(image[int(y), int(at)].mean()) for at in (x, beside))
            assert abs(sign - ground_px) > 20
