"""Drawing: deterministic, boxes on the ink, shards that can be read back."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from platewheel.synth import cache
from platewheel.synth.designs import Design
from platewheel.synth.distractors import bolts, lettered, seal, stacked_word, tabs
from platewheel.synth.fonts import PACKAGES, RECORD, SYSTEM, complete, with_style
from platewheel.synth.lettering import lean
from platewheel.synth.plate import draw, random_plate


def test_setup_fetches_the_typefaces() -> None:
    assert complete()


def test_every_style_has_a_typeface_without_debians() -> None:
    from_npm = {style for _, styles in PACKAGES.values() for style in styles.split()}
    for styles, _, _ in SYSTEM.values():
        assert set(styles.split()) <= from_npm


def test_a_style_without_typeface_says_how_to_get_them() -> None:
    with pytest.raises(FileNotFoundError, match=r"platewheel\.synth\.fonts"):
        with_style("no such style")


def test_every_typeface_has_a_licence() -> None:
    for entry in json.loads(RECORD.read_text()):
        assert entry["licence"]
        assert entry["source"]


def test_the_same_seed_draws_the_same_plate() -> None:
    a, b = (random_plate(np.random.default_rng(3)) for _ in range(2))
    assert a.text == b.text
    assert np.array_equal(a.image, b.image)


def test_each_counted_character_has_a_box_inside_the_picture() -> None:
    source = np.random.default_rng(1)
    for _ in range(60):
        plate = random_plate(source)
        h, w = plate.image.shape[:2]
        assert plate.image.dtype == np.uint8
        assert plate.boxes.shape == (len(plate.text), 4)
        if len(plate.text):
            assert (plate.boxes[:, 2] > plate.boxes[:, 0]).all()
            assert plate.boxes.min() > -1
            assert plate.boxes[:, 2].max() < w + 1
            assert plate.boxes[:, 3].max() < h + 1


def test_characters_are_where_the_boxes_say() -> None:
    design = Design("xx", ("88888",), palettes=("black",), fonts=("road",))
    inside, outside = [], []
    for seed in range(20):
        plate = draw(design, np.random.default_rng(seed))
        grey = plate.image.astype(float).mean(2)
        mask = np.zeros(grey.shape, bool)
        for x0, y0, x1, y1 in plate.boxes.round().astype(int):
            mask[y0:y1, x0:x1] = True
        inside.append(grey[mask].mean())
        outside.append(grey[~mask].mean())
    assert np.median(inside) > np.median(outside) + 40


def test_two_rows_are_read_from_the_top() -> None:
    plate = draw(Design("xx", ("AA/99",), sizes=(1.4,)), np.random.default_rng(0))
    assert plate.rows == 2
    assert plate.text[:2].isalpha()
    assert plate.text[2:].isdigit()
    assert plate.boxes[:2, 3].max() <= plate.boxes[2:, 1].min() + 3


def test_shards_come_back_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "SHARD_PLATES", 12)
    monkeypatch.setattr(cache.render_shard, "__defaults__", (12,))
    cache.write_shards(tmp_path, 24, seed=5)
    plates = cache.load(tmp_path)
    assert len(plates) == 24
    for index in (0, 11, 12, 23):
        plate = plates[index]
        assert len(plate.boxes) == len(plate.text)
        assert plate.image.ndim == 3
    again = cache.render_shard(5, 1)
    assert plates[12].text == again["text"][0]


def test_no_shards_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"platewheel\.synth\.cache"):
        cache.load(tmp_path)


def test_italics_lean_about_the_middle_and_their_boxes_follow() -> None:
    mask = np.zeros((60, 200), np.float32)
    mask[10:50, 90:100] = 1
    (box,) = lean(mask, [(90, 10, 100, 50)], (0, 0, 200, 60), 0.25)
    assert box == (85, 10, 105, 50)
    ys, xs = np.nonzero(mask > 0.5)
    assert (xs.min(), xs.max() + 1) == pytest.approx((85, 105), abs=1)
    assert xs[ys < 15].mean() > xs[ys > 45].mean() + 6


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(8, 200), st.integers(8, 200))
def test_lettering_fits_any_ground(seed: int, height: int, width: int) -> None:
    ground = np.full((height, width, 3), 90, np.uint8)
    seen = lettered(ground, np.random.default_rng(seed))
    assert seen.shape == ground.shape
    assert seen.dtype == np.uint8
    assert (ground == 90).all()


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_what_is_not_read_leaves_text_and_boxes_alone(seed: int) -> None:
    canvas = np.full((64, 200, 3), 200, np.float32)
    boxes = [(20.0, 10.0, 50.0, 54.0), (60.0, 10.0, 90.0, 54.0)]
    rng = np.random.default_rng(seed)
    for paint in (tabs, lambda c, r: seal(c, boxes, r), lambda c, r: bolts(c, boxes, r)):
        paint(canvas, rng)
    assert np.isfinite(canvas).all()
    assert boxes == [(20.0, 10.0, 50.0, 54.0), (60.0, 10.0, 90.0, 54.0)]
    mask = np.zeros((64, 200), np.float32)
    x0, _, x1, _ = stacked_word(mask, (10, 5, 190, 59), rng)
    assert 10 <= x0 < x1 <= 190
    assert (x1 - x0) > 140
    column = mask[:, 10:190].any(0)
    assert not column[int(x0) - 9 : int(x1) - 11].any()
