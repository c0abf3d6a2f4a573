"""`python -m platewheel finetune`: from a dataset of the app to a bundle, stopped and resumed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest

from platewheel.__main__ import main
from platewheel.common.app_dataset import DatasetError
from platewheel.finetune import cli, detector_task, reader_task
from platewheel.finetune.plan import PARENT, Score, Setting, choose
from platewheel.finetune.sampling import read_weights, weight_of
from platewheel.finetune.search import in_words

PHOTOS = 9


def dataset(path: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Photos with a plate each, and its crop, as the app exports them."""
    rng = np.random.default_rng(0)
    files: dict[str, bytes] = {}
    tables: dict[str, list[str]] = {}
    photos = []
    for i in range(PHOTOS):
        split = "test" if i == 0 else "val" if i == 1 else "train"
        photo = rng.integers(0, 255, (64, 96, 3)).astype(np.uint8)
        crop = rng.integers(0, 255, (16, 48, 3)).astype(np.uint8)
        files[f"images/{split}/p{i}.png"] = bytes(cv2.imencode(".png", photo)[1])
        files[f"labels/{split}/p{i}.txt"] = b"0 0.5 0.5 0.5 0.25\n"
        files[f"crops/{split}/images/p{i}_0.png"] = bytes(cv2.imencode(".png", crop)[1])
        tables.setdefault(split, []).append(f"images/p{i}_0.png,AB{i}CD,de,1,AB{i}CD")
        photos.append({"path": f"images/{split}/p{i}.png", "split": split, "blurred": False})
        photos[-1]["sourceSha256"] = f"hash{i}"
    for split, rows in tables.items():
        text = "\r\n".join(["file,text,region,rows,raw", *rows]) + "\r\n"
        files[f"crops/{split}/labels.csv"] = text.encode()
    files |= extra or {}
    listed = [
        {"path": n, "bytes": len(b), "sha256": hashlib.sha256(b).hexdigest()}
        for n, b in files.items()
    ]
    manifest = {"type": "platewheel-dataset", "version": 1, "photos": photos, "files": listed}
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("manifest.json", json.dumps(manifest))
        for name, data in files.items():
            file.writestr(name, data)
    return path


@pytest.mark.parametrize("task", ["reader", "detector"])
def test_a_dataset_becomes_a_bundle_and_a_stop_loses_nothing(
    tmp_path: Path, task: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platewheel.synth.cache.SHARD_PLATES", 16)
    monkeypatch.setattr("platewheel.synth.cache.render_shard.__defaults__", (16,))
    module = reader_task if task == "reader" else detector_task
    monkeypatch.setattr(module, "RATES", (1e-4,))
    monkeypatch.setattr(reader_task, "BATCH", 4)
    export = dataset(tmp_path / "export.zip")
    options = ["--task", task, "--steps", "2", "--fewest", "3", "--jobs", "1", "--plates", "16"]
    options += ["--out", str(tmp_path / "out"), "--cache", str(tmp_path / "cache")]
    main(["finetune", str(export), *options])
    bundle = tmp_path / "out" / f"model-{task}.zip"
    with zipfile.ZipFile(bundle) as file:
        names = file.namelist()
        card = json.loads(file.read(next(n for n in names if n.endswith(".json"))))
        model = file.read(next(n for n in names if n.endswith(".onnx")))
        config = json.loads(file.read("config.json"))
    assert card["sha256"] == hashlib.sha256(model).hexdigest()
    assert card["task"] == config["task"] == task
    assert card["parent"]["id"] == config["parent"]
    assert card["training"]["crossValidation"]["n"] == PHOTOS - 1
    assert not any("/test/" in name for name in card["data"]["files"])
    assert card["data"]["learntFrom"] == [f"hash{i}" for i in range(1, PHOTOS)]
    assert [p for p in card["curves"] if p["stop"]]
    assert onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).get_inputs()
    assert (
        "not seen" in capsys.readouterr().out
        or card["training"]["crossValidation"]["better"] is False
    )

    # One training is missing: only that is done again.
    done = sorted((tmp_path / "out").glob("run-*/*.json"))
    done[0].unlink()
    before = {p: p.stat().st_mtime_ns for p in done[1:]}
    main(["finetune", str(export), *options])
    assert all(p.stat().st_mtime_ns == t for p, t in before.items() if "-own-" not in p.name)
    assert "of 3 trainings were finished before" in capsys.readouterr().err


def test_too_few_labels_are_said_plainly(tmp_path: Path) -> None:
    export = dataset(tmp_path / "export.zip")
    with pytest.raises(SystemExit, match="12 are the least"):
        main(["finetune", str(export), "--cache", str(tmp_path), "--out", str(tmp_path / "out")])


def test_weights_are_read_by_file_and_by_photo(tmp_path: Path) -> None:
    by_file = dataset(tmp_path / "a.zip", {"weights.csv": b"file,weight\nimages/train/p3.png,4\n"})
    by_hash = dataset(
        tmp_path / "b.zip", {"weights.csv": b"source_sha256,weight,kind\nhash3,4,x\n"}
    )
    for export in (by_file, by_hash):
        weights = read_weights(export)
        assert weight_of("own_p3", weights) == weight_of("own_p3_0", weights) == 4
        assert weight_of("own_p4", weights) == 1
    assert read_weights(dataset(tmp_path / "c.zip")) == {}


@pytest.mark.parametrize("weight", ["-1", "many", "nan", "1e9"])
def test_a_weight_that_is_none_is_refused_with_its_line(tmp_path: Path, weight: str) -> None:
    export = dataset(tmp_path / "a.zip", {"weights.csv": f"file,weight\nx,{weight}\n".encode()})
    with pytest.raises(DatasetError, match="line 2"):
        read_weights(export)


def test_the_best_mean_over_folds_is_chosen_and_the_parent_may_win() -> None:
    good, lucky = Setting(1e-3, 1.0, 0.5), Setting(1e-3, 0.5, 1.0)

    def scores(of: Setting, values: tuple[float, float]) -> list[Score]:
        return [Score(of, fold, value, 5, 10) for fold, value in enumerate(values)]

    rows = [*scores(PARENT, (-2, -2)), *scores(good, (-1, -1)), *scores(lucky, (-0.5, -3))]
    choice = choose([*rows, *scores(PARENT, (-2, -2))])
    assert (choice.setting, choice.better, choice.n) == (good, True, 20)
    assert not choose([*scores(PARENT, (-1, -1)), *scores(lucky, (-0.5, -3))]).better
    assert "nothing tried was better" in cli.told("reader", choose(scores(PARENT, (-1, -1))))


def test_time_left_is_said_in_words() -> None:
    assert in_words(3) == "10 s"
    assert in_words(600) == "10 min"
