from pathlib import Path

import numpy as np
import pytest
from detector_data import write_yolo

from platewheel.detector import false_positives
from platewheel.detector.dataset_formats import read_yolo
from platewheel.detector.review import apply_review

HEADER = "photo,split,action,x,y,width,height,note\n"


def review(folder: Path, rows: str) -> list[np.ndarray]:
    photos, _ = read_yolo(write_yolo(folder / "val"))
    path = folder / "review.csv"
    path.write_text(HEADER + rows)
    return [p.boxes for p in apply_review(photos, path, "val")]


def test_boxes_are_added_fixed_and_dropped_only_in_their_split(tmp_path: Path):
    rows = "made_0,val,add,0.8,0.8,0.2,0.1,second plate\n"
    rows += "made_1,val,fix:0,0.5,0.5,0.2,0.2,loose\n"
    rows += "made_3,val,drop,0.375,0.58,0.26,0.17,bumper\n"
    rows += "made_4,train,drop,0.375,0.58,0.26,0.17,another split\n"
    boxes = review(tmp_path, rows)
    assert [len(b) for b in boxes] == [2, 1, 0, 1, 0, 0]
    np.testing.assert_allclose(boxes[0][1], [0.7, 0.75, 0.9, 0.85], atol=1e-6)
    np.testing.assert_allclose(boxes[1][0], [0.4, 0.4, 0.6, 0.6], atol=1e-6)


def test_hard_negatives_are_kept_apart_from_plates(tmp_path: Path):
    photos, _ = read_yolo(write_yolo(tmp_path / "val"))
    path = tmp_path / "review.csv"
    path.write_text(HEADER + "made_0,val,hard-negative,0.8,0.8,0.2,0.1,badge\n")
    photo = apply_review(photos, path, "val")[0]
    assert len(photo.boxes) == 1
    np.testing.assert_allclose(photo.hard_negatives, [[0.7, 0.75, 0.9, 0.85]], atol=1e-6)


def test_finds_beside_the_labels_become_rows_of_the_review(tmp_path: Path):
    """A detector that finds the plate and the sky: only the sky is to be looked at."""
    folder = write_yolo(tmp_path / "data/train")
    photos, _ = read_yolo(folder)
    plate, sky = (0.375, 0.58, 0.26, 0.17), (0.5, 0.1, 0.2, 0.1)

    def run(images: np.ndarray) -> np.ndarray:
        h, w = images.shape[2:]
        rows = [[x * w, y * h, bw * w, bh * h, 0.9, 1.0] for x, y, bw, bh in (plate, sky)]
        return np.array(rows, np.float32)

    (find,) = false_positives.mine(run, photos[0], 320, 0.3)
    assert find.box[1] < 0.2
    false_positives.draw_sheets([find], tmp_path)
    assert (tmp_path / "sheet-0.jpg").stat().st_size > 1000
    line = ",".join(find.row("train", "sky"))
    (tmp_path / "false-positives.csv").write_text(HEADER + line + "\n")
    review = tmp_path / "review.csv"
    review.write_text(HEADER)
    false_positives.main(["--out", str(tmp_path), "--append", str(review)])
    known = apply_review(photos, review, "train")[0]
    assert false_positives.mine(run, known, 320, 0.3) == []


@pytest.mark.parametrize(
    "row",
    [
        "made_99,val,add,0.8,0.8,0.2,0.1,",
        "made_0,val,drop,0.9,0.9,0.1,0.1,",
        "made_0,val,fix:5,0.9,0.9,0.1,0.1,",
        "made_0,val,burn,0.9,0.9,0.1,0.1,",
    ],
)
def test_rows_that_fit_nothing_are_errors(tmp_path: Path, row: str):
    with pytest.raises(ValueError, match="made_"):
        review(tmp_path, row + "\n")
