"""Crops cut from the detector's photos, with some of what surrounds the plate.

A neighbour's plate, a sticker or a word beside the plate is what a detector's loose box lets in,
and a drawn background never shows. The texts: `train_texts.csv` (read by eye), and those of the
`ocr/` crops that were cut from a photo of `detect/`.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from .crops import Crop, read_rgb

TEXTS = Path(__file__).resolve().parents[2] / "train_texts.csv"
# As the cut crops of `ocr/` have it.
MARGIN = 0.06
#: How much of the photo is kept on every side, as part of the plate's width or height.
SURROUNDINGS = 0.45
#: Sources whose crop `<photo>_<k>` in `ocr/` is plate k of that photo in `detect/`.
LINKED_SOURCES = ("olpr", "ro", "rfuseu", "ind", "mch", "bus", "col")

Bounds = tuple[int, int, int, int]


def load_photo_crops(data: Path, texts: Path = TEXTS) -> list[Crop]:
    """Crops of `detect/train` for every row `photo,index,text,rows,region` of `texts`.

    `index` is the line of the photo's label file, from 0. A row whose photo is missing is an error:
    the list belongs to that data.
    """
    folder = data / "detect" / "train"
    crops = []
    with texts.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            image, inner = _cut(folder, row["photo"], int(row["index"]))
            name = f"{row['photo']}_{row['index']}"
            crops.append(Crop(name, image, row["text"], row["region"], int(row["rows"]), inner))
    return crops


def linked_crops(crops: list[Crop], data: Path) -> list[Crop]:
    """The crops of `ocr/` whose photo is in `detect/train`, cut from it once more.

    The photos are 1.7 times smaller (median) than what the crops were cut from: the same plates as
    a farther camera sees them.
    """
    folder = data / "detect" / "train"
    out = []
    for crop in crops:
        photo, _, index = crop.name.rpartition("_")
        if crop.source in LINKED_SOURCES and (folder / "images" / f"{photo}.jpg").exists():
            image, inner = _cut(folder, photo, int(index))
            out.append(replace(crop, image=image, inner=inner))
    return out


def with_photo_crops(labelled: list[Crop], data: Path, listed: bool) -> list[Crop]:
    """The labelled crops, those of them that can be cut again, and (`listed`) those of `TEXTS`."""
    more = load_photo_crops(data) if listed else []
    return labelled + linked_crops(labelled, data) + more


def _cut(folder: Path, photo: str, index: int) -> tuple[np.ndarray, Bounds]:
    """Part of a photo around plate `index`, and the plate's bounds (margin included) in it."""
    image = read_rgb(folder / "images" / f"{photo}.jpg")
    line = (folder / "labels" / f"{photo}.txt").read_text().splitlines()[index]
    box = np.array(line.split()[1:], float)
    x0, y0, x1, y1 = _grown(box, SURROUNDINGS, image)
    a, b, c, d = _grown(box, MARGIN, image)
    return image[y0:y1, x0:x1].copy(), (a - x0, b - y0, c - x0, d - y0)


def _grown(box: np.ndarray, margin: float, image: np.ndarray) -> Bounds:
    """Pixel bounds of a YOLO box [xc, yc, w, h] enlarged on every side, inside the image."""
    height, width = image.shape[:2]
    cx, cy, w, h = box
    x0, x1 = (width * (cx + s * w * (0.5 + margin)) for s in (-1, 1))
    y0, y1 = (height * (cy + s * h * (0.5 + margin)) for s in (-1, 1))
    return max(int(x0), 0), max(int(y0), 0), min(int(x1) + 1, width), min(int(y1) + 1, height)
