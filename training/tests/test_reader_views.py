"""Training views: boxes follow the picture, cut characters leave the text, targets say what is
known.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from platewheel.reader.batches import IGNORE, cell_targets, char_targets, plain_grounds
from platewheel.reader.model import ALPHABET, BLANK, NO_SLOT
from platewheel.reader.views import REAL_POSE, Pose, project_boxes, view, visible_part

STILL = Pose(0, 0, 0, 0, 0.1, 0, 0, 0, 0, 0, (60, 61))


def square_plate() -> tuple[np.ndarray, np.ndarray]:
    """White squares on black, 4 of them, with their boxes."""
    image = np.zeros((60, 240, 3), np.uint8)
    boxes = np.array([[20 + 55 * k, 10, 50 + 55 * k, 50] for k in range(4)], np.float32)
    for x0, y0, x1, y1 in boxes.astype(int):
        image[y0:y1, x0:x1] = 255
    return image, boxes


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_views_have_the_inputs_shape_and_a_text_for_every_box(seed: int) -> None:
    rng = np.random.default_rng(seed)
    image, boxes = square_plate()
    ground = plain_grounds(1, rng)[0]
    for pose in (Pose(), REAL_POSE):
        seen, text, placed = view(image, boxes, "A1B2", ground, pose, rng)
        assert seen.shape == (64, 160, 3)
        assert seen.dtype == np.uint8
        assert len(text) == len(placed)
        assert text in ("A1B2", "1B2", "A1B", "1B", "A1", "B2") or len(text) < 2


def test_boxes_land_on_the_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platewheel.reader.views.degrade", lambda image, factor, rng: image)
    monkeypatch.setattr("platewheel.reader.views.tone", lambda image, factor, rng: image)
    image, boxes = square_plate()
    ground = np.zeros((64, 160, 3), np.uint8)
    seen, _, placed = view(image, boxes, "A1B2", ground, STILL, np.random.default_rng(0))
    for x0, y0, x1, y1 in placed * (160, 64, 160, 64):
        inner = seen[int(y0) + 3 : int(y1) - 2, int(x0) + 3 : int(x1) - 2]
        assert inner.mean() > 240
    assert seen[:4].mean() < 20


def test_what_surrounds_a_plate_comes_into_a_loose_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platewheel.reader.views.degrade", lambda image, factor, rng: image)
    monkeypatch.setattr("platewheel.reader.views.tone", lambda image, factor, rng: image)
    image = np.full((90, 300, 3), 255, np.uint8)
    image[20:70, 50:250] = 90
    black, none = np.zeros((64, 160, 3), np.uint8), np.zeros((0, 4))
    draw = np.random.default_rng(0)
    seen, _, _ = view(image, none, "A1B2", black, STILL, draw, inner=(50, 20, 250, 70))
    middle = seen[32, 80]
    assert abs(int(middle.mean()) - 90) < 3, "the plate fills the middle"
    assert seen[2, 80].mean() > 240, "above it stands what the photo shows, not the background"
    assert seen[32, 3].mean() > 240


def test_a_character_outside_leaves_the_text() -> None:
    image, boxes = square_plate()
    cut = Pose(0, 0, 0, 0, -0.24, 0, -0.24, 0, 0, 0, (60, 61))
    boxes[:, [1, 3]] = 29, 31  # so that height does not decide
    ground = np.zeros((64, 160, 3), np.uint8)
    _, text, placed = view(image, boxes, "A1B2", ground, cut, np.random.default_rng(0))
    assert text == "1B"
    assert len(placed) == 2


def test_visible_part() -> None:
    boxes = np.array([[0.2, 0.2, 0.4, 0.4], [-0.1, 0, 0.1, 1], [1.1, 0, 1.2, 1]])
    assert np.allclose(visible_part(boxes), [1, 0.5, 0])


def test_projection_of_the_identity() -> None:
    boxes = np.array([[10.0, 5, 20, 15]])
    assert np.allclose(project_boxes(boxes, np.eye(3), 40, 20), [[0.25, 0.25, 0.5, 0.75]])


def test_char_targets_are_padded_with_blanks() -> None:
    assert "".join(ALPHABET[i] for i in char_targets("AB12")) == "AB12________"


def test_cells_name_the_character_and_its_slot() -> None:
    boxes = np.array([[0.1, 0.2, 0.2, 0.8], [0.5, 0.2, 0.6, 0.8]])
    chars, slots = (t.reshape(4, 40) for t in cell_targets("A7", boxes, known=True))
    assert chars[2, 6] == ALPHABET.index("A")
    assert slots[2, 22] == 1
    assert chars[0, 35] == BLANK
    assert slots[0, 35] == NO_SLOT
    assert (chars == IGNORE).any()


def test_cells_of_real_crops_are_unknown() -> None:
    chars, slots = cell_targets("", np.zeros((0, 4)), known=False)
    assert (chars == IGNORE).all()
    assert (slots == IGNORE).all()
