"""Training straight from a dataset of the app: both command lines, and what they refuse.

`app_export/export.zip` was written by the app's own export code (see `app_export/make.py`).
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from platewheel.common import training_data
from platewheel.common.app_dataset import DatasetError
from platewheel.common.training_data import detector_folder, reader_folder, unpacked
from platewheel.detector import augment
from platewheel.detector import train as detector
from platewheel.reader import train as reader
from platewheel.reader.batches import Mix, real_crops
from platewheel.reader.crops import plate_free_patches
from platewheel.synth import cache as synth

EXPORT = Path(__file__).parent / "app_export" / "export.zip"
SMALL = ["--widths", "8", "8", "16", "16", "16", "--depths", "1", "1", "1", "1", "--neck", "16"]
SMALL += ["--anchor-samples", "60", "--batch-at-320", "2", "--minutes", "5", "--workers", "0"]

#: Drawn plates are kept by seed: one of this file's own, so that it may have few.
SMALL += ["--seed", "31"]

Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def changed(path: Path, change: Change) -> Path:
    """A copy of the export; `change` alters its files and its manifest, which is not adjusted."""
    with zipfile.ZipFile(EXPORT) as old:
        files = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files, manifest)
    with zipfile.ZipFile(path, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)
        new.writestr("manifest.json", json.dumps(manifest))
    return path


def without(*kinds: str) -> Change:
    """Leaves out all files whose path begins with one of `kinds`, and the photos among them."""

    def change(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        for name in [n for n in files if n.startswith(kinds)]:
            del files[name]
        for part in ("files", "photos"):
            manifest[part] = [f for f in manifest[part] if not f["path"].startswith(kinds)]

    return change


def spoil_test(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    """Whoever opens a file of `test` fails: neither its hash nor its pixels are right."""
    for name in [n for n in files if "/test/" in n]:
        files[name] = b"not to be opened"


def blur_all(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    """As an export with blur is marked."""
    for photo in manifest["photos"]:
        photo["blurred"] = True


def blur_first_train(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    """As if two exports, one of them blurred, had been put together."""
    next(p for p in manifest["photos"] if p["split"] == "train")["blurred"] = True


@pytest.fixture(autouse=True)
def _few_drawn_plates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing the usual thousands takes a quarter of a minute."""
    monkeypatch.setattr(augment, "DRAWN_PLATES", 20)


def unpack(zipped: Path, folder: Path) -> Path:
    """As a person unpacks it, with a file that the system added."""
    zipfile.ZipFile(zipped).extractall(folder)
    (folder / ".DS_Store").write_bytes(b"")
    return folder


def detector_arguments(data: Path, folder: Path, *more: str) -> list[str]:
    paths = ["--data", str(data), "--out", str(folder / "run"), "--cache", str(folder / "cache")]
    return [*paths, *SMALL, "--max-epochs", "1", *more]


def reader_arguments(data: Path, folder: Path) -> list[str]:
    arguments = ["--data", str(data), "--synth", str(folder / "synth"), "--out", str(folder / "r")]
    arguments += ["--cache", str(folder / "cache"), "--batch", "4", "--no-bf16"]
    arguments += ["--workers", "0"]
    return [*arguments, "--total-steps", "2", "--eval-minutes", "0"]


def test_the_detector_trains_an_epoch_from_the_zip(tmp_path: Path) -> None:
    spoilt = changed(tmp_path / "app.zip", spoil_test)
    detector.main(detector_arguments(spoilt, tmp_path))
    (row,) = map(json.loads, (tmp_path / "run/metrics.jsonl").read_text().splitlines())
    assert row["box"] > 0
    assert 0 <= row["map50"] <= 1
    files = json.loads((tmp_path / "run/config.json").read_text())["parts"][0]["files"]
    assert files["sources"] == {"own": {"photos": 5, "plates": 4}}


def test_the_reader_trains_from_the_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synth, "SHARD_PLATES", 8)
    monkeypatch.setattr(synth.render_shard, "__defaults__", (8,))
    synth.write_shards(tmp_path / "synth", 8, seed=0)
    spoilt = changed(tmp_path / "app.zip", spoil_test)
    lines: list[dict[str, float]] = []
    monkeypatch.setattr(
        reader, "save_checkpoint", lambda path, state: lines.append(state["curve"][-1])
    )
    reader.main(reader_arguments(spoilt, tmp_path))
    assert [line["step"] for line in lines[:2]] == [1, 2]
    assert all(np.isfinite([line["chars"], line["exact"]]).all() for line in lines)


def test_the_reader_takes_crops_and_patches_from_the_zip(tmp_path: Path) -> None:
    folder = reader_folder(EXPORT, tmp_path)
    crops = real_crops(folder, Mix(listed_photos=False))
    assert sorted((c.text, c.region, c.rows, c.source) for c in crops) == [
        ("AB0", "xx", 1, "own"),
        ("AB1", "de", 2, "own"),
        ("AB2", "xx", 1, "own"),
        ("AB3", "de", 2, "own"),
    ]
    # Its picture is that of the others, plate and all; only a person said that there is none.
    for label in (folder / "detect" / "train" / "labels").glob("*.txt"):
        if not label.read_text().strip():
            (folder / "detect" / "train" / "images" / f"{label.stem}.jpg").unlink()
    patches = plate_free_patches(folder, "train", 50, seed=0)
    assert patches.shape == (50, 64, 160, 3)
    assert patches.max() < 150  # the plate is far brighter than the rest


def test_crops_alone_are_enough_for_the_reader(tmp_path: Path) -> None:
    path = changed(tmp_path / "a.zip", without("images/", "labels/", "voc/"))
    folder = reader_folder(path, tmp_path)
    assert len(real_crops(folder, Mix(listed_photos=False))) == 4
    assert plate_free_patches(folder, "train", 50, seed=0).shape == (0, 64, 160, 3)


def test_an_export_is_added_to_other_data(tmp_path: Path) -> None:
    args = detector_arguments(EXPORT, tmp_path, "--add", f"app:{EXPORT}", "--max-steps", "1")
    detector.main(args)
    files = json.loads((tmp_path / "run/config.json").read_text())["parts"][0]["files"]
    assert files["sources"] == {"own": {"photos": 10, "plates": 8}}


def test_an_unpacked_export_gives_the_same(tmp_path: Path) -> None:
    folder = unpack(EXPORT, tmp_path / "by hand")
    texts = []
    for data in (EXPORT, folder):
        out = unpacked(data, tmp_path / "cache")
        texts.append({p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()})
    assert texts[0] == texts[1]
    assert not [name for name in texts[0] if "test" in name.parts]


def test_it_is_unpacked_once_and_wholly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip that fails halfway leaves nothing; a good one is not read twice."""

    def damage(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        files["crops/val/labels.csv"] = b"file,text,region,rows,raw\r\n"

    with pytest.raises(DatasetError):
        unpacked(changed(tmp_path / "bad.zip", damage), tmp_path / "cache")
    assert not list((tmp_path / "cache/app").iterdir())
    folder = unpacked(EXPORT, tmp_path / "cache")
    assert [folder.name] == [hashlib.sha256(EXPORT.read_bytes()).hexdigest()]
    monkeypatch.setattr(training_data, "extract", None)
    assert unpacked(EXPORT, tmp_path / "cache") == folder


def test_blurred_photos_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    path = changed(tmp_path / "a.zip", blur_first_train)
    for asked, count in ((False, 4), (True, 5)):
        folder = detector_folder(path, tmp_path, with_blurred=asked)
        assert len(list((folder / "train" / "images").iterdir())) == count


def test_files_of_test_are_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    open_ = zipfile.ZipFile.open

    def spy(self: zipfile.ZipFile, name: Any, *more: Any, **named: Any) -> Any:
        opened.append(str(name))
        return open_(self, name, *more, **named)

    monkeypatch.setattr(zipfile.ZipFile, "open", spy)
    unpacked(EXPORT, tmp_path)
    assert any("/train/" in name for name in opened)
    assert not any("/test/" in name for name in opened)


@pytest.mark.parametrize(
    ("change", "train", "told"),
    [
        (blur_all, detector, "no photo in train .* without blur"),
        (without("images/train/"), detector, "no photo in train"),
        (without("labels/"), detector, "no photo in train .* with YOLO labels"),
        (without("crops/"), reader, "no plate crop in train .* with crops"),
        (lambda files, _: files.update({"more.txt": b""}), reader, "files and manifest disagree"),
    ],
)
def test_unfit_exports_end_with_one_line(
    tmp_path: Path, change: Change, train: Any, told: str
) -> None:
    check_refused(train, changed(tmp_path / "a.zip", change), told, tmp_path)


@pytest.mark.parametrize("train", [detector, reader])
def test_other_files_end_with_one_line(tmp_path: Path, train: Any) -> None:
    with zipfile.ZipFile(tmp_path / "bare.zip", "w") as out:
        out.writestr("images/train/a.jpg", b"")
    check_refused(train, tmp_path / "bare.zip", "no readable manifest.json; give", tmp_path)

    def alter(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        files["crops/train/labels.csv"] = b"file,text,region,rows,raw\r\n"

    told = "crops/train/labels.csv does not match its hash .* export the dataset again"
    check_refused(train, changed(tmp_path / "a.zip", alter), told, tmp_path)
    (tmp_path / "cut.zip").write_bytes(EXPORT.read_bytes()[:500])
    check_refused(train, tmp_path / "cut.zip", "no zip, or cut short", tmp_path)
    check_refused(train, tmp_path / "mistyped.zip", "no such file", tmp_path)
    folder = unpack(EXPORT, tmp_path / "folder")
    (folder / "manifest.json").unlink()
    check_refused(train, folder, "nor the manifest.json", tmp_path)


def check_refused(train: Any, data: Path, told: str, folder: Path) -> None:
    """The command line ends with one line that begins with the name of the data."""
    make = detector_arguments if train is detector else reader_arguments
    with pytest.raises(SystemExit, match=told) as end:
        train.main(make(data, folder))
    assert str(end.value).startswith(f"{data}: ")
    assert "\n" not in str(end.value)
