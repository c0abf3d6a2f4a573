"""Crops cut from the detector's photos: plates whose text was read by eye (`train_texts.csv`)."""

from __future__ import annotations

import csv
from pathlib import Path

from .crops import Crop, read_rgb

TEXTS = Path(__file__).resolve().parents[2] / "train_texts.csv"
# As the cut crops of `ocr/` have it.
MARGIN = 0.06


def load_photo_crops(data: Path, texts: Path = TEXTS) -> list[Crop]:
    """Crops of `detect/train` for every row `photo,index,text,rows,region` of `texts`.

    `index` is the line of the photo's label file, from 0. A row whose photo is missing is an error:
    the list belongs to that data.
    """
    folder = data / "detect" / "train"
    crops = []
    with texts.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            image = read_rgb(folder / "images" / f"{row['photo']}.jpg")
            height, width = image.shape[:2]
            line = (folder / "labels" / f"{row['photo']}.txt").read_text().splitlines()
            cx, cy, w, h = (float(v) for v in line[int(row["index"])].split()[1:])
            x0, x1 = (width * (cx + s * w * (0.5 + MARGIN)) for s in (-1, 1))
            y0, y1 = (height * (cy + s * h * (0.5 + MARGIN)) for s in (-1, 1))
            cut = image[max(int(y0), 0) : int(y1) + 1, max(int(x0), 0) : int(x1) + 1]
            name = f"{row['photo']}_{row['index']}"
            crops.append(Crop(name, cut.copy(), row["text"], row["region"], int(row["rows"])))
    return crops
