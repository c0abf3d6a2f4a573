import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from detector_data import write_yolo

from platewheel.common import keep
from platewheel.detector import ablation, evaluate, golden, train
from platewheel.detector.export import export
from platewheel.detector.journal import Journal
from platewheel.detector.plate_free import largest_plate_free_part
from platewheel.detector.predict import find_plates, torch_runner
from platewheel.detector.state import load_detector

SMALL = ["--widths", "8", "8", "16", "16", "16", "--depths", "1", "1", "1", "1", "--neck", "16"]
SMALL += ["--anchor-samples", "60", "--batch-at-320", "2", "--minutes", "5", "--workers", "0"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data and one step of training."""
    folder = tmp_path_factory.mktemp("train")
    for split in ("train", "val"):
        write_yolo(folder / "data" / split)
    train.main(arguments(folder, "--max-epochs", "1"))
    return folder


def arguments(folder: Path, *more: str) -> list[str]:
    paths = ["--data", str(folder / "data"), "--out", str(folder / "run")]
    return [*paths, "--cache", str(folder / "cache"), *SMALL, "--max-steps", "1", *more]


def test_one_step_leaves_everything_a_run_must(trained: Path):
    run = trained / "run"
    names = {p.name for p in run.iterdir()}
    assert {"config.json", "metrics.jsonl", "last.pt", "batch.jpg", "val.jpg", "pr.png"} <= names
    (row,) = map(json.loads, (run / "metrics.jsonl").read_text().splitlines())
    assert row["box"] > 0
    assert 0 <= row["map50"] <= 1
    config = json.loads((run / "config.json").read_text())
    assert config["parts"][0]["files"]["sources"]["neg"] == {"photos": 2, "plates": 0}


def test_resuming_goes_on_with_the_next_epoch(trained: Path):
    train.main(arguments(trained, "--max-epochs", "2", "--resume"))
    rows = list(map(json.loads, (trained / "run/metrics.jsonl").read_text().splitlines()))
    assert [r["epoch"] for r in rows] == [0, 1]
    assert rows[1]["minutes"] > rows[0]["minutes"]


def test_a_run_of_so_many_steps_does_not_look_at_the_clock(tmp_path: Path):
    write_yolo(tmp_path / "data/train")
    train.main(arguments(tmp_path, "--total-steps", "3", "--minutes", "0.001"))
    state = torch.load(tmp_path / "run/last.pt", weights_only=True)
    assert state["steps"] == 3


def test_a_run_is_repeatable(tmp_path: Path):
    write_yolo(tmp_path / "data/train")
    weights = []
    for _ in range(2):
        train.main(arguments(tmp_path, "--max-epochs", "1"))
        weights.append(torch.load(tmp_path / "run/last.pt", weights_only=True)["model"])
    # The learning rate follows the wall clock: equal to its jitter, not to the last bit.
    for name in weights[0]:
        torch.testing.assert_close(weights[0][name], weights[1][name], atol=1e-6, rtol=1e-4)


def test_bad_labels_are_skipped_or_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    write_yolo(tmp_path / "data/train")
    (tmp_path / "data/train/labels/made_1.txt").write_text("7 0.5 0.5 0.1 0.1\n")
    with pytest.raises(SystemExit, match="1 problems"):
        train.main(arguments(tmp_path, "--bad-labels", "refuse"))
    assert "made_1.txt:1: class 7" in capsys.readouterr().err
    train.main(arguments(tmp_path, "--max-epochs", "1"))


def test_two_processes_train_together(tmp_path: Path):
    write_yolo(tmp_path / "data/train", 30)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node=2"]
    command += ["-m", "platewheel.detector.train", *arguments(tmp_path, "--max-epochs", "1")]
    here = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(here)}
    done = subprocess.run(
        command, cwd=here, capture_output=True, text=True, check=False, timeout=180, env=environment
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert len((tmp_path / "run/metrics.jsonl").read_text().splitlines()) == 1


def test_evaluation_writes_every_figure_with_an_interval(trained: Path):
    out = trained / "eval.json"
    table = trained / "attributes.csv"
    table.write_text("photo,index,rows,motorcycle,night,oblique\nmade_0,0,2,1,0,0\n")
    command = ["--model", str(trained / "run"), "--data", str(trained / "data/val")]
    command += ["--sizes", "64", "--rounds", "5", "--out", str(out), "--attributes", str(table)]
    evaluate.main(command)
    figures = json.loads(out.read_text())["sizes"]["64"]
    assert list(figures["sources"]) == ["rest"]
    assert figures["sources"]["rest"]["plates"] == 4
    assert figures["plate_free"]["photos"]["photos"] == 2
    assert sum(v["n"] for v in figures["height_in_input"].values()) == 4
    assert figures["attributes"]["motorcycle"]["n"] == 1
    assert set(figures["attributes"]) == {"two rows", "motorcycle"}
    assert len(figures["map50_mean_interval"]) == 2


def test_compact_weights_find_the_same(trained: Path):
    compact = trained / "compact.pt"
    keep.main(["--checkpoint", str(trained / "run"), "--out", str(compact)])
    a, b = load_detector(trained / "run/last.pt"), load_detector(compact)
    picture = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        difference = (a.decode(a(picture)) - b.decode(b(picture))).abs().max()
    assert difference < 0.1
    assert compact.stat().st_size < (trained / "run/last.pt").stat().st_size / 3


def test_a_run_starts_from_the_weights_of_another(trained: Path, tmp_path: Path):
    write_yolo(tmp_path / "data/train")
    start = trained / "run/last.pt"
    train.main(arguments(tmp_path, "--max-epochs", "1", "--start", str(start)))
    before, after = load_detector(start), load_detector(tmp_path / "run/last.pt")
    assert after.config == before.config
    moved = (before.heads[0].weight - after.heads[0].weight).abs().max()
    assert 0 <= moved < 0.01


def test_golden_files_are_written_compared_and_differences_named(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    models, folder = tmp_path / "models", tmp_path / "golden"
    models.mkdir()
    folder.mkdir()
    export(load_detector(trained / "run/last.pt"), models / "d.onnx")
    (models / "index.json").write_text('{"detector": "d"}')
    places = ["--folder", str(folder), "--models", str(models)]
    photo = trained / "data/val/images/made_0.png"
    golden.main(["--write", "--photo", str(photo), *places])
    golden.main(["--check", *places])
    tensor = folder / "letterbox-up.f32.bin"
    tensor.write_bytes(tensor.read_bytes()[:-4] + b"\0\0\0\0")
    with pytest.raises(SystemExit, match="differ"):
        golden.main(["--check", *places])
    assert "letterbox-up.f32.bin: differs" in capsys.readouterr().err


def test_the_plate_free_part_holds_no_plate(trained: Path):
    image = np.zeros((100, 200, 3), np.uint8)
    part = largest_plate_free_part(image, np.array([[0.1, 0.5, 0.3, 0.6]], np.float32))
    assert part is not None
    assert part.shape == (100, 136, 3)
    everywhere = np.array([[0.05, 0.05, 0.95, 0.95]], np.float32)
    assert largest_plate_free_part(image, everywhere) is None


def test_finding_plates_in_a_tiny_photo_never_fails(trained: Path):
    model = load_detector(trained / "run/last.pt")
    for shape in ((1, 1, 3), (1, 500, 3), (500, 1, 3)):
        boxes, scores = find_plates(torch_runner(model), np.zeros(shape, np.uint8), 64)
        assert len(boxes) == len(scores)


def test_weights_and_biases_is_asked_offline_only_when_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    calls: list[object] = []

    class Run:
        def log(self, row: dict[str, float]) -> None:
            calls.append(row)

        def finish(self) -> None:
            calls.append("finish")

    def init(**options: str) -> Run:
        calls.append(options["mode"])
        return Run()

    monkeypatch.setitem(sys.modules, "wandb", SimpleNamespace(init=init))
    for wanted in (False, True):
        journal = Journal.open(wanted, tmp_path)
        journal.log({"box": 1.0})
        journal.close()
    assert calls == ["offline", {"box": 1.0}, "finish"]


def test_an_ablation_trains_a_variant_and_prints_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for split in ("train", "val"):
        folder = write_yolo(tmp_path / "data" / split)
        for kind in ("images/made_0.png", "labels/made_0.txt"):
            (folder / kind).rename(folder / kind.replace("made", "held"))
    paths = ["--data", str(tmp_path / "data"), "--out", str(tmp_path / "runs")]
    monkeypatch.setattr(ablation, "HELD_OUT", ("held",))
    short = (*SMALL, "--max-epochs", "1", "--max-steps", "1")
    monkeypatch.setattr(ablation, "VARIANTS", {"tiny": short})
    ablation.main([*paths, "--cache", str(tmp_path / "cache")])
    row = capsys.readouterr().out.splitlines()[-1]
    assert row.startswith("| tiny | ")
    assert row.count("|") == len(ablation.SIZES) + 7
