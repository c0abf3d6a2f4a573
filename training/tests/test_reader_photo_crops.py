"""Crops cut from photos."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from platewheel.reader import batches, photo_crops
from platewheel.reader.crops import Crop
from platewheel.reader.photo_crops import linked_crops, load_photo_crops


def photo(folder: Path, name: str) -> None:
    """A white plate of 100×20 px on black, second line of its label file."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "labels").mkdir(exist_ok=True)
    image = np.zeros((100, 200, 3), np.uint8)
    image[40:60, 50:150] = 255
    cv2.imwrite(str(folder / "images" / f"{name}.jpg"), image)
    (folder / "labels" / f"{name}.txt").write_text("0 .1 .1 .05 .05\n0 .5 .5 .5 .2\n")


def shows_the_plate(crop: Crop) -> None:
    """`inner` is the plate and 6 % around it, the rest is dark."""
    assert crop.inner
    x0, y0, x1, y1 = crop.inner
    assert abs((y1 - y0) - 20 * 1.12) < 2
    assert abs((x1 - x0) - 100 * 1.12) < 2
    assert crop.image.shape[0] > 1.6 * (y1 - y0)
    assert crop.image[(y0 + y1) // 2, (x0 + x1) // 2].min() > 200
    outside = crop.image.astype(int).sum() - crop.image[y0:y1, x0:x1].astype(int).sum()
    assert outside < 0.02 * crop.image[y0:y1, x0:x1].astype(int).sum()


def test_cuts_the_labelled_plate_and_what_surrounds_it(tmp_path: Path) -> None:
    photo(tmp_path / "detect" / "train", "rfmix_a")
    texts = tmp_path / "texts.csv"
    texts.write_text("photo,index,text,rows,region\nrfmix_a,1,AB12,1,us\n")
    (crop,) = load_photo_crops(tmp_path, texts)
    assert (crop.name, crop.text, crop.rows, crop.source) == ("rfmix_a_1", "AB12", 1, "rfmix")
    shows_the_plate(crop)


def test_crops_are_cut_again_only_from_photos_that_are_trained_on(tmp_path: Path) -> None:
    """A crop whose photo is held back (not in `detect/train`) stays as it is, and so do sources
    whose names do not tell their photo."""
    photo(tmp_path / "detect" / "train", "olpr_7")
    photo(tmp_path / "detect" / "train", "vnr_7")
    photo(tmp_path / "detect" / "val", "olpr_8")
    image = np.zeros((8, 8, 3), np.uint8)
    crops = [Crop(n, image, "AB12", "gb", 1) for n in ("olpr_7_1", "vnr_7_1", "olpr_8_1")]
    (again,) = linked_crops(crops, tmp_path)
    assert (again.name, again.text) == ("olpr_7_1", "AB12")
    shows_the_plate(again)


def test_a_source_left_out_is_neither_cropped_nor_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(tmp_path / "detect" / "train", "olpr_7")
    monkeypatch.setattr(photo_crops, "load_photo_crops", lambda _: [])
    images = tmp_path / "ocr" / "train" / "images"
    images.mkdir(parents=True)
    rows = ["file,text,region,rows"]
    for name in ("olpr_7_1", "vnr_7_1"):
        cv2.imwrite(str(images / f"{name}.jpg"), np.zeros((8, 8, 3), np.uint8))
        rows.append(f"images/{name}.jpg,AB12,gb,1")
    (tmp_path / "ocr" / "train" / "labels.csv").write_text("\n".join(rows) + "\n")
    every = [c.source for c in batches.real_crops(tmp_path, batches.Mix())]
    assert sorted(every) == ["olpr", "olpr", "vnr"]
    (kept,) = batches.real_crops(tmp_path, batches.Mix(leave_out=("olpr",)))
    assert kept.source == "vnr"
