"""The loader of exported datasets: reads train and val, refuses test and anything altered."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from platewheel.common.app_dataset import AppDataset, DatasetError, extract

BOX = "0 0.5 0.5 0.25 0.125\n"


def png(value: int) -> bytes:
    return bytes(cv2.imencode(".png", np.full((8, 16, 3), value, np.uint8))[1])


def contents() -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for i, split in enumerate(("train", "val", "test")):
        files[f"images/{split}/p{i}.png"] = png(40 * i)
        files[f"labels/{split}/p{i}.txt"] = BOX.encode()
        files[f"crops/{split}/images/p{i}_0.png"] = png(200)
        files[f"crops/{split}/labels.csv"] = (
            f'file,text,region,rows,raw\r\nimages/p{i}_0.png,AB{i},de,2,"a,""b"\r\n'.encode()
        )
    files["images/train/empty.png"] = png(9)
    files["labels/train/empty.txt"] = b""
    return files


def make(path: Path, files: dict[str, bytes], listed: dict[str, bytes] | None = None) -> Path:
    manifest = {
        "type": "platewheel-dataset",
        "version": 1,
        "photos": [
            {"path": name, "split": name.split("/")[1], "blurred": False}
            for name in files
            if name.startswith("images/")
        ],
        "files": [
            {"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in (listed or files).items()
        ],
    }
    with zipfile.ZipFile(path, "w") as out:
        for name, data in files.items():
            out.writestr(name, data)
        out.writestr("manifest.json", json.dumps(manifest))
    return path


def test_reads_photos_and_crops(tmp_path: Path) -> None:
    with AppDataset(make(tmp_path / "a.zip", contents())) as dataset:
        photo, empty = dataset.photos("train")
        np.testing.assert_allclose(photo.boxes, [[0.375, 0.4375, 0.625, 0.5625]])
        assert empty.boxes.shape == (0, 4)
        assert dataset.image(photo.path).shape == (8, 16, 3)
        (crop,) = dataset.crops("val")
        assert (crop.text, crop.region, crop.rows) == ("AB1", "de", 2)
        assert dataset.image(crop.path)[0, 0].tolist() == [200, 200, 200]


def test_refuses_the_test_split(tmp_path: Path) -> None:
    with AppDataset(make(tmp_path / "a.zip", contents())) as dataset:
        for ask in (dataset.photos, dataset.crops):
            with pytest.raises(DatasetError, match="refused"):
                ask("test")
        for name in ("images/test/p2.png", "labels/test/p2.txt", "crops/test/labels.csv"):
            with pytest.raises(DatasetError, match="held back"):
                dataset.read(name)


def test_extract_leaves_test_out(tmp_path: Path) -> None:
    out = extract(make(tmp_path / "a.zip", contents()), tmp_path / "out")
    names = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert names == {
        "detect/train/images/own_p0.png",
        "detect/train/images/own_empty.png",
        "detect/train/labels/own_p0.txt",
        "detect/train/labels/own_empty.txt",
        "detect/val/images/own_p1.png",
        "detect/val/labels/own_p1.txt",
        "ocr/train/images/own_p0_0.png",
        "ocr/train/labels.csv",
        "ocr/val/images/own_p1_0.png",
        "ocr/val/labels.csv",
    }


def test_refuses_what_was_altered(tmp_path: Path) -> None:
    files = contents()
    altered = {**files, "labels/train/p0.txt": b"0 0.1 0.1 0.1 0.1\n"}
    path = make(tmp_path / "a.zip", altered, listed=files)
    with AppDataset(path) as dataset, pytest.raises(DatasetError, match="does not match"):
        dataset.photos("train")


@pytest.mark.parametrize("change", ["added", "missing"])
def test_refuses_other_files(tmp_path: Path, change: str) -> None:
    files = contents()
    listed = {**files, "more.txt": b""} if change == "missing" else dict(list(files.items())[1:])
    with pytest.raises(DatasetError, match="disagree"):
        AppDataset(make(tmp_path / "a.zip", files, listed=listed))


def test_refuses_strangers(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("manifest.json", "{}")
    with pytest.raises(DatasetError, match="not a dataset"):
        AppDataset(path)
