from pathlib import Path

import numpy as np
import pytest
import torch
from multi_train_process import in_its_own_process
from test_reader_train import fake_view

from platewheel.reader import multi_train
from platewheel.reader.batches import collate
from platewheel.reader.state import load_reader
from platewheel.reader.train import parse
from platewheel.synth import cache

EXPORT = Path(__file__).parent / "app_export/export.zip"


def test_what_a_learner_is_kept_from() -> None:
    def kept_from(*options: str) -> frozenset[str]:
        return multi_train.kept_from(parse(["--out", ".", *options]))

    assert kept_from() == {"val"}
    assert kept_from("--leave-out", "ro", "--leave-out", "cn") == {"val", "ro", "cn"}
    assert kept_from("--fold", "2") == {"fold 2"}
    assert kept_from("--real", "0") == {"val", "real"}


def test_a_batch_without_an_origin_keeps_the_other_views() -> None:
    of = [frozenset(s) for s in (("ro", "real"), (), ("cn", "real"))]
    views = [fake_view(t)._replace(origins=o) for t, o in zip(("A1", "B2", "C3"), of, strict=True)]
    kept = collate(views).without(frozenset(["ro"]))
    assert kept.origins == (of[1], of[2])
    assert torch.equal(kept.chars, collate(views[1:]).chars)


def test_grey_is_the_same_in_all_channels() -> None:
    plates = torch.randint(0, 256, (2, 64, 160, 3), dtype=torch.uint8)
    grey = multi_train.greyed(plates)
    assert grey.shape == plates.shape
    assert torch.equal(grey[..., 0], grey[..., 2])


def test_learners_of_one_stream_each_leave_their_weights(tmp_path: Path) -> None:
    (tmp_path / "synth").mkdir()
    np.savez(tmp_path / "synth/0.npz", **cache.render_shard(0, 0, 24))
    where = ["--data", str(EXPORT), "--synth", str(tmp_path / "synth")]
    where += ["--out", str(tmp_path / "run"), "--cache", str(tmp_path / "cache")]
    pace = ["--minutes", "0.1", "--batch", "16"]
    aside = [
        "--background",
        "two --no-bf16 --real 0",
        "--background",
        "three --no-bf16 --resize-mode grey",
    ]
    in_its_own_process("reader", [*where, *pace, "--learner", "one --no-bf16", *aside])
    for name in ("one", "two", "three"):
        state = torch.load(tmp_path / "run" / name / "last.pt", weights_only=True)
        assert state["steps"] > 0
        load_reader(tmp_path / "run" / name / "last.pt")


def test_a_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    where = ["--data", str(EXPORT), "--cache", str(tmp_path), "--out", str(tmp_path / "run")]
    with pytest.raises(SystemExit, match="no such source: nowhere"):
        multi_train.main([*where, "--learner", "one --leave-out nowhere"])
