import json
from pathlib import Path

import pytest
import torch
from detector_data import write_yolo
from multi_train_process import in_its_own_process

from platewheel.common.multi_trainer import named
from platewheel.detector import multi_train
from platewheel.detector.loader import Pictures
from platewheel.detector.model import Detector, ModelConfig
from platewheel.detector.state import load_detector

SMALL = "--widths 8 8 16 16 16 --depths 1 1 1 1 --neck 16 --no-bf16"


def test_a_batch_without_a_source_keeps_the_other_pictures_and_their_plates():
    images = torch.arange(4, dtype=torch.uint8).view(4, 1, 1, 1).expand(4, 8, 8, 3)
    targets = torch.tensor([[0, 0, 1, 1, 2, 2], [1, 0, 3, 3, 2, 2], [3, 0, 5, 5, 2, 2.0]])
    of = [frozenset(s) for s in (("a",), ("a", "b"), ("c",), ("c",))]
    kept = Pictures(images, targets, tuple(of)).without(frozenset(["b"]))
    assert kept.images[:, 0, 0, 0].tolist() == [0, 2, 3]
    assert kept.targets[:, [0, 2]].tolist() == [[0, 1], [2, 5]]
    assert kept.sources == (of[0], of[2], of[3])


def test_pictures_kept_are_cut_to_eights():
    images = torch.zeros(20, 8, 8, 3, dtype=torch.uint8)
    of = tuple(frozenset("a" if i else "b") for i in range(20))
    kept = Pictures(images, torch.zeros(0, 6), of).without(frozenset("b"))
    assert len(kept.images) == 16


def test_learners_of_one_stream_each_leave_their_weights(tmp_path: Path):
    write_yolo(tmp_path / "data/train")
    torch.manual_seed(0)
    start = Detector(ModelConfig((8, 8, 16, 16, 16), (1, 1, 1, 1), 16))
    state = {"model_config": start.config.to_dict(), "ema": start.state_dict()}
    torch.save(state, tmp_path / "start.pt")
    where = ["--data", str(tmp_path / "data"), "--out", str(tmp_path / "run")]
    where += ["--cache", str(tmp_path / "cache"), "--anchors", str(tmp_path / "start.pt")]
    pace = ["--workers", "1", "--minutes", "0.1", "--batch-at-320", "2", "--sizes", "64"]
    learner = ["--learner", f"on --start {tmp_path / 'start.pt'} --no-bf16"]
    aside = ["--background", f"new {SMALL} --leave-out neg --plain-iou"]
    in_its_own_process("detector", [*where, *pace, *learner, *aside])
    on, new = (load_detector(tmp_path / "run" / name / "last.pt") for name in ("on", "new"))
    assert on.config == start.config
    assert new.config.widths == start.config.widths
    before, after = start.state_dict(), on.state_dict()
    assert any(not torch.equal(before[k], after[k]) for k in before)
    (part,) = json.loads((tmp_path / "run/new/config.json").read_text())["parts"]
    assert "neg" not in part["files"]["sources"]
    assert (tmp_path / "run/new/metrics.jsonl").read_text().count("progress") >= 1


def test_two_learners_of_one_name_are_refused():
    with pytest.raises(SystemExit, match="one name"):
        named(["a --seed 1", "a --seed 2"])


def test_a_source_that_is_not_there_is_refused(tmp_path: Path):
    write_yolo(tmp_path / "data/train")
    where = ["--data", str(tmp_path / "data"), "--out", str(tmp_path / "run")]
    where += ["--cache", str(tmp_path / "cache"), "--anchors", str(tmp_path / "none.pt")]
    with pytest.raises(ValueError, match="no such source"):
        multi_train.main([*where, "--learner", "one --leave-out nowhere"])
