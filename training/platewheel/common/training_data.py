"""What a trainer's `--data` may name: a folder of training data, or a dataset exported by the app.

An export (the zip, or a folder with its `manifest.json`) is checked and what training may read of
it is unpacked into the cache, once. Everything here raises DatasetError, in one line, for data that
cannot be trained on.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from platewheel.common.app_dataset import DatasetError, extract


def is_app_dataset(path: Path) -> bool:
    """Whether it is to be read as an export of the app."""
    return path.suffix.lower() == ".zip" or (path / "manifest.json").is_file()


def detector_folder(path: Path, cache: Path, *, with_blurred: bool = False) -> Path:
    """A folder with `train/` and perhaps `val/`, each with `images/` and `labels/`.

    Blurred photos of an export are left out unless asked for: a detector that learns from them
    learns that plates are what is sharp.
    """
    if not is_app_dataset(path):
        return _ensure(path, "train")
    folder = unpacked(path, cache, with_blurred=with_blurred) / "detect"
    if not _pictures(folder):
        raise DatasetError(
            f"{path}: no photo in train to learn from; label more photos, and export them with "
            "YOLO labels and without blur (or add --with-blurred)"
        )
    return folder


def reader_folder(path: Path, cache: Path) -> Path:
    """A folder with `ocr/{train,val}`, and `detect/` beside it where the export has photos."""
    if not is_app_dataset(path):
        return _ensure(path, "ocr")
    folder = unpacked(path, cache)
    if not _pictures(folder / "ocr"):
        raise DatasetError(
            f"{path}: no plate crop in train to learn from; label more plates, and export the "
            "dataset with crops"
        )
    return folder


def unpacked(path: Path, cache: Path, *, with_blurred: bool = False) -> Path:
    """The training splits of an export, in a folder named by the hash of its zip (or manifest).

    Unpacked beside and then renamed: what is in the cache is whole, and of processes that start
    together (torchrun) one wins.
    """
    if not path.exists():
        raise DatasetError(f"{path}: there is no such file")
    with (path / "manifest.json" if path.is_dir() else path).open("rb") as file:
        key = hashlib.file_digest(file, "sha256").hexdigest()
    folder = cache / "app" / (f"{key}-blurred" if with_blurred else key)
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="part-", dir=folder.parent) as beside:
        whole = extract(path, Path(beside) / "data", with_blurred=with_blurred)
        try:
            whole.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    return folder


def _ensure(path: Path, part: str) -> Path:
    if not (path / part).is_dir():
        raise DatasetError(
            f"{path}: has neither {part}/ nor the manifest.json of a dataset of the app; give "
            "one of the two, or the zip"
        )
    return path


def _pictures(folder: Path) -> bool:
    return any((folder / "train" / "images").glob("*"))
