"""The real data: labelled crops, and patches of photos that hold no plate.

Expects the folder layout of the training data: `ocr/{train,val}/labels.csv` with file, text,
region,
rows, and `detect/{train,val}/{images,labels}`.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np


@dataclass(frozen=True)
class Crop:
    """One labelled crop; `image` is uint8 RGB, with the 4–8 % of margin the data has.

    Where the photo is at hand `image` shows more of it, and `inner` (x0, y0, x1, y1 in pixels of
    `image`) is what the crop alone would have shown.
    """

    name: str
    image: np.ndarray
    text: str
    region: str
    rows: int
    inner: tuple[int, int, int, int] | None = None

    @property
    def source(self) -> str:
        """The data source."""
        return source_of(self.name)


def source_of(name: str) -> str:
    """The data source of a file: what stands before the first underscore of its name."""
    return name.split("_")[0]


def read_rgb(path: Path) -> np.ndarray:
    """A JPEG or PNG as uint8 RGB."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise FileNotFoundError(path)
    return np.ascontiguousarray(image[..., ::-1])


def load_crops(data: Path, split: str) -> list[Crop]:
    """All labelled crops of "train" or "val"."""
    folder = data / "ocr" / split
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        return [
            Crop(
                Path(r["file"]).stem,
                read_rgb(folder / r["file"]),
                r["text"],
                r["region"],
                int(r["rows"]),
            )
            for r in csv.DictReader(file)
        ]


def sources_in(data: Path) -> set[str]:
    """The sources of all labelled crops, from their names alone."""
    found = set()
    for split in ("train", "val"):
        with (data / "ocr" / split / "labels.csv").open(encoding="utf-8", newline="") as file:
            found |= {source_of(Path(r["file"]).stem) for r in csv.DictReader(file)}
    return found


def crop_weights(crops: list[Crop]) -> np.ndarray:
    """Draw probability of each crop: a group (source and country) counts by the root of its
    size.
    """
    groups = Counter((c.source, c.region) for c in crops)
    weights = np.array([groups[c.source, c.region] ** -0.5 for c in crops])
    return weights / weights.sum()


def plate_free_patches(
    data: Path,
    split: str,
    count: int,
    seed: int,
    size: tuple[int, int] = (160, 64),
    leave_out: tuple[str, ...] = (),
) -> np.ndarray:
    """uint8 [count, height, width, 3]: pieces of photos that touch no labelled plate, of
    plate-like shapes. Fewer, or none, where there are no photos or plates fill them.
    """
    rng = np.random.default_rng(seed)
    folder = data / "detect" / split / "images"
    photos = sorted(p for kind in ("*.jpg", "*.png") for p in folder.glob(kind))
    photos = [p for p in photos if source_of(p.stem) not in leave_out]
    if not photos:
        return np.zeros((0, size[1], size[0], 3), np.uint8)
    out: list[np.ndarray] = []
    per_photo = max(1, -(-count * 2 // len(photos)))
    for index in rng.permutation(len(photos)):
        image = read_rgb(photos[index])
        h, w = image.shape[:2]
        label = photos[index].parent.parent / "labels" / f"{photos[index].stem}.txt"
        plates = np.array(
            [line.split()[1:] for line in label.read_text().splitlines() if line], float
        ).reshape(-1, 4)
        for _ in range(per_photo):
            pw = rng.uniform(0.12, 0.5) * w
            ph = min(pw / rng.uniform(1.1, 5.0), h - 1)
            x, y = rng.uniform(0, w - pw), rng.uniform(0, h - ph)
            apart_x = np.abs(plates[:, 0] * w - (x + pw / 2)) > (plates[:, 2] * w + pw) / 2
            apart_y = np.abs(plates[:, 1] * h - (y + ph / 2)) > (plates[:, 3] * h + ph) / 2
            if np.all(apart_x | apart_y):
                patch = image[int(y) : int(y + ph) + 1, int(x) : int(x + pw) + 1]
                out.append(cv2.resize(patch, size, interpolation=cv2.INTER_AREA))
        if len(out) >= count:
            break
    return np.array(out[:count], np.uint8).reshape(-1, size[1], size[0], 3)
