"""Datasets exported by the app: a zip, or the folder it was unpacked to, read in place and checked
against its manifest.

`test` is held back for judging new models. Nothing that trains may read it, so this loader refuses.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

MANIFEST_TYPE = "platewheel-dataset"
MANIFEST_VERSION = 1
TRAINING_SPLITS = ("train", "val")


class DatasetError(ValueError):
    """The zip is not what its manifest says, or more was asked of it than is allowed."""


@dataclass(frozen=True)
class AppPhoto:
    """A photo with its plates: `boxes` are x1, y1, x2, y2 as fractions of width and height."""

    path: str
    split: str
    boxes: NDArray[np.float64]  # [n, 4]
    blurred: bool


@dataclass(frozen=True)
class AppCrop:
    """A plate crop as the reader trains on; `text` is A-Z0-9 in reading order."""

    path: str
    split: str
    text: str
    region: str
    rows: int


class AppDataset:
    """One export, zip or folder. Use as a context manager; every file is checked when it is read.

    Raises DatasetError for what is no dataset of the app, has files its manifest does not list
    (zips only: systems put files of their own into folders), or lacks some that it lists.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip = None if path.is_dir() else _open_zip(path)
        try:
            self.manifest: dict[str, Any] = json.loads(self._bytes("manifest.json"))
        except (KeyError, FileNotFoundError, ValueError, zipfile.BadZipFile) as error:
            raise DatasetError(
                f"{path}: no readable manifest.json; give a whole dataset as the app exported it"
            ) from error
        if self.manifest.get("type") != MANIFEST_TYPE:
            raise DatasetError(f"{path}: not a dataset of the app; give one that it exported")
        if self.manifest.get("version", 0) > MANIFEST_VERSION:
            raise DatasetError(f"{path}: written by a newer version of the app; update training/")
        self._hashes = {f["path"]: f["sha256"] for f in self.manifest["files"]}
        odd = sorted(self._there() ^ set(self._hashes))[:3]
        if odd:
            raise DatasetError(f"{path}: files and manifest disagree about {odd}; export it again")

    def __enter__(self) -> AppDataset:
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip:
            self._zip.close()

    def _there(self) -> set[str]:
        """Names of the files beside the manifest; of a folder's only those that it lists."""
        if self._zip:
            return set(self._zip.namelist()) - {"manifest.json"}
        return {name for name in self._hashes if (self._path / name).is_file()}

    def _bytes(self, name: str) -> bytes:
        return self._zip.read(name) if self._zip else (self._path / name).read_bytes()

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises DatasetError when altered, or when it belongs to `test`."""
        if "test" in name.split("/"):
            raise DatasetError(f"{name}: the test split is held back; training must not read it")
        if name not in self._hashes:
            raise DatasetError(f"{name}: not in the manifest")
        try:
            data = self._bytes(name)
        except zipfile.BadZipFile:
            data = b""  # its checksum in the zip is wrong already
        if hashlib.sha256(data).hexdigest() != self._hashes[name]:
            raise DatasetError(
                f"{self._path}: {name} does not match its hash in the manifest, so it was altered "
                "or damaged; export the dataset again"
            )
        return data

    @property
    def has_labels(self) -> bool:
        """Whether it was exported with YOLO labels, which `photos` needs."""
        return any(name.startswith("labels/") for name in self._hashes)

    def photos(self, split: str, *, with_blurred: bool = False) -> list[AppPhoto]:
        """Photos of `train` or `val` in the manifest's order; blurred ones only on request."""
        self._ensure_training(split)
        photos = []
        for row in self.manifest["photos"]:
            if row["split"] != split or (row["blurred"] and not with_blurred):
                continue
            stem = row["path"].removeprefix(f"images/{split}/").rsplit(".", 1)[0]
            label = f"labels/{split}/{stem}.txt"
            if label not in self._hashes:
                raise DatasetError(f"{label}: missing; export the dataset with YOLO labels")
            boxes = _boxes(self.read(label).decode(), label)
            photos.append(AppPhoto(row["path"], split, boxes, row["blurred"]))
        return photos

    def crops(self, split: str) -> list[AppCrop]:
        """Plate crops of `train` or `val`; none when the dataset was exported without."""
        self._ensure_training(split)
        table = f"crops/{split}/labels.csv"
        if table not in self._hashes:
            return []
        rows = csv.DictReader(io.StringIO(self.read(table).decode("utf-8-sig"), newline=""))
        return [
            AppCrop(f"crops/{split}/{r['file']}", split, r["text"], r["region"], int(r["rows"]))
            for r in rows
        ]

    def image(self, path: str) -> NDArray[np.uint8]:
        """A photo or crop as uint8 RGB [h, w, 3]."""
        pixels = cv2.imdecode(np.frombuffer(self.read(path), np.uint8), cv2.IMREAD_COLOR)
        if pixels is None:
            raise DatasetError(f"{path}: cannot be decoded")
        return np.ascontiguousarray(pixels[..., ::-1]).astype(np.uint8, copy=False)

    @staticmethod
    def _ensure_training(split: str) -> None:
        if split not in TRAINING_SPLITS:
            raise DatasetError(f"split {split!r} is refused: training reads {TRAINING_SPLITS} only")


def extract(path: Path, into: Path, *, with_blurred: bool = False) -> Path:
    """Writes the training splits of an export as the folders that trainers read; checks every file.

    Makes `detect/{train,val}/{images,labels}` and `ocr/{train,val}/{images,labels.csv}`; no
    `detect` without YOLO labels. Names begin with `own_`: the trainers weigh by source, which is
    what stands before the first underscore, and all of an export is one source.
    """
    with AppDataset(path) as dataset:
        for split in TRAINING_SPLITS:
            photos = dataset.photos(split, with_blurred=with_blurred) if dataset.has_labels else []
            for photo in photos:
                _extract_photo(dataset, photo, into / "detect" / split)
            _extract_crops(dataset, dataset.crops(split), into / "ocr" / split)
    return into


def _extract_photo(dataset: AppDataset, photo: AppPhoto, into: Path) -> None:
    name = Path(photo.path)
    _write(into / "images" / _own(name), dataset.read(photo.path))
    label = dataset.read(f"labels/{photo.split}/{name.stem}.txt")
    _write(into / "labels" / _own(name.with_suffix(".txt")), label)


def _extract_crops(dataset: AppDataset, crops: list[AppCrop], into: Path) -> None:
    """The pictures, and a table of them, which is there even when it has no row."""
    table = io.StringIO(newline="")
    rows = csv.writer(table)
    rows.writerow(["file", "text", "region", "rows"])
    for crop in crops:
        file = f"images/{_own(Path(crop.path))}"
        _write(into / file, dataset.read(crop.path))
        rows.writerow([file, crop.text, crop.region, crop.rows])
    _write(into / "labels.csv", table.getvalue().encode())


def _own(path: Path) -> str:
    return f"own_{path.name}"


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise DatasetError(f"{path}: no zip, or cut short; copy or export it again") from error


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _boxes(text: str, name: str) -> NDArray[np.float64]:
    """YOLO lines -> corners; every class of the app is a plate."""
    return np.array(list(_corners(text, name)), np.float64).reshape(-1, 4)


def _corners(text: str, name: str) -> Iterator[tuple[float, float, float, float]]:
    for number, line in enumerate(text.splitlines(), 1):
        try:
            _, x, y, w, h = map(float, line.split())
        except ValueError as error:
            raise DatasetError(f"{name}, line {number}: not a YOLO line") from error
        yield x - w / 2, y - h / 2, x + w / 2, y + h / 2
