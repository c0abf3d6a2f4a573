"""Readings, calibration and scores."""

import doctest

import numpy as np
import pytest

from platewheel.reader import calibration, predict, scoring
from platewheel.reader.crops import Crop, crop_weights
from platewheel.reader.leave_one_source_out import LEAST, groups_of, score, table
from platewheel.reader.model import ALPHABET


def slots(text: str, sure: float = 0.97) -> np.ndarray:
    """Probabilities [12, 37] that say the text, `_` for a blank."""
    out = np.full((12, 37), (1 - sure) / 36, np.float32)
    for index, char in enumerate(text.ljust(12, "_")):
        out[index, ALPHABET.index(char)] = sure
    return out


def crop(source: str, region: str, rows: int = 1) -> Crop:
    return Crop(f"{source}_1", np.zeros((2, 2, 3), np.uint8), "A1", region, rows)


@pytest.mark.parametrize("module", [calibration, predict, scoring])
def test_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_the_lowest_slot_decides_blanks_included() -> None:
    chars = slots("AB12")
    chars[7] = 0.5 / 36
    chars[7, 36] = 0.5
    reading = predict.reading_of(chars)
    assert reading.text == "AB12"
    assert reading.confidence == pytest.approx(0.5)


@pytest.mark.parametrize(("text", "cap"), [("A_12", 0.5), ("AB12", 0.97), ("____", 0.97)])
def test_a_blank_between_characters_caps_the_confidence(text: str, cap: float) -> None:
    reading = predict.reading_of(slots(text))
    assert reading.text == text.replace("_", "")
    assert reading.confidence == pytest.approx(cap)


def test_input_is_stretched_and_ignores_alpha() -> None:
    crop = np.zeros((10, 10, 4), np.uint8)
    crop[:, 5:, 0] = 255
    plate = predict.input_of(crop)
    assert plate.shape == (3, 64, 160)
    assert plate.max() == pytest.approx(1)
    assert plate[0, 30, 150] == pytest.approx(1)
    assert plate[1:].max() == 0
    assert np.array_equal(plate, predict.input_of(crop[..., :3]))


def test_a_temperature_is_found_again() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, (800, 12, 37))
    honest = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    targets = np.array([[rng.choice(37, p=p) for p in row] for row in honest[:, :2]])
    targets = np.concatenate([targets, honest[:, 2:].argmax(-1)], 1)
    boastful = calibration.tempered(honest, np.full(12, 0.5))
    found = calibration.fit_slot_temperatures(boastful[:, :2], targets[:, :2])
    assert found == pytest.approx([2.0, 2.0], rel=0.1)


def test_a_boastful_minimum_is_talked_down() -> None:
    chars = np.stack([slots("AB12", 0.999)] * 40)
    targets = np.stack([[ALPHABET.index(c) for c in "AB12________"]] * 40)
    targets[::4, 0] = ALPHABET.index("4")  # a quarter of these sure readings is wrong
    found = calibration.fit_temperatures(chars, targets)
    before, after = (
        calibration.plate_confidence(c) for c in (chars, calibration.tempered(chars, found))
    )
    right = np.arange(40) % 4 != 0
    error = calibration.expected_calibration_error
    assert error(after, right) < error(before, right) / 2


def test_tempering_keeps_sums_and_order() -> None:
    chars = slots("AB12")[None]
    out = calibration.tempered(chars, np.full(12, 1.7))
    assert np.allclose(out.sum(-1), 1)
    assert np.array_equal(out.argmax(-1), chars.argmax(-1))


@pytest.mark.parametrize(
    ("reading", "text", "region", "right"),
    [
        ("WPKE5334", "KE5334", "lk", True),
        ("XXKE5334", "KE5334", "lk", False),
        ("LEB512", "LEB08512", "pk", True),
        ("LEB08512", "LEB512", "pk", True),
        ("LEB513", "LEB08512", "pk", False),
        ("WPKE5334", "KE5334", "gb", False),
        ("AB12", "AB12", "de", True),
    ],
)
def test_optional_signs(reading: str, text: str, region: str, right: bool) -> None:
    assert scoring.right_by_convention(reading, text, region) is right


def test_small_sources_are_pooled() -> None:
    crops = [crop("a", "de")] * 25 + [crop("b", "de", 2)] * 3 + [crop("c", "de")] * 4
    table = scoring.by_group(crops, np.array([True] * 25 + [False] * 7))
    assert set(table["sources"]) == {"a", "others"}
    assert table["sources"]["others"]["n"] == 7
    assert table["source_mean"] == pytest.approx(0.5)
    assert table["two_row"]["rate"] == 0


def test_confusion_counts_only_readings_of_the_right_length() -> None:
    table = np.array(scoring.confusion(["A8", "A"], ["AB", "AB"], ALPHABET))
    assert table.sum() == 2
    assert table[ALPHABET.index("B"), ALPHABET.index("8")] == 1


def test_kept_accuracy_drops_the_least_sure() -> None:
    confidence = np.linspace(1, 0.1, 10)
    right = np.array([True] * 9 + [False])
    assert scoring.kept_accuracy(confidence, right)["rate"] == 1
    assert scoring.sure_readings(np.array([0.95, 0.95]), np.array([True, False]))["rate"] == 0.5


def test_large_groups_do_not_drown_small_ones() -> None:
    weights = crop_weights([crop("a", "de")] * 100 + [crop("b", "de")])
    assert weights.sum() == pytest.approx(1)
    assert weights[-1] == pytest.approx(weights[0] * 10)


def test_unseen_sources_stand_apart_when_large_and_together_when_small() -> None:
    image = np.zeros((4, 8, 3), np.uint8)
    crops = [Crop(f"big_{i}", image, "A1", "de", 1) for i in range(LEAST)]
    crops += [Crop(f"small_{i}", image, "B2", "pk", 1) for i in range(3)]
    groups = groups_of(crops)
    assert {name: len(of) for name, of in groups.items()} == {"big": LEAST, "others": 3}
    texts = ["A1"] * 40 + ["A7"] * 10
    scored = score(texts, groups["big"])
    assert scored["exact"]["rate"] == 0.8
    shown = table({"big": {"n": LEAST, "readers": {"ours": scored}}}, ["ours", "baseline"])
    assert "| big | 50 | 80.0 [67–89] | – |" in shown


def test_wrong_and_sure_counts_what_nobody_looks_at_again() -> None:
    confidence = np.array([0.99, 0.96, 0.5, 0.97])
    right = np.array([True, False, False, True])
    assert scoring.wrong_and_sure(confidence, right)["rate"] == 0.25
