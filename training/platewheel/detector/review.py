"""Corrections to the labels of the data set, kept here because the data itself is not changed.

`label_review.csv` has the header `photo,split,action,x,y,width,height,note`: `photo` is the stem,
x and y are the box's centre, all in fractions. Actions: `add` a box, `drop` the box that overlaps
the given one most, `fix:K` put the given box in place of box K, `hard-negative` no plate, but
something that a detector took for one, worth showing it again.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from platewheel.common.boxes import iou_matrix
from platewheel.detector.data import Photo

FIELDS = ("photo", "split", "action", "x", "y", "width", "height", "note")


def apply_review(photos: Sequence[Photo], path: Path, split: str) -> list[Photo]:
    """The photos with corrected boxes; order and number of photos stay.

    A row that fits no photo or no box raises: the list and the data do not belong together.
    """
    corrections: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["split"] == split:
                corrections.setdefault(row["photo"], []).append(row)
    done = [_correct(p, corrections.pop(p.path.stem, [])) for p in photos]
    known = {p.source for p in photos}
    lost = [stem for stem in corrections if stem.partition("_")[0] in known]
    if lost:
        raise ValueError(f"{path}: no photo named {lost[0]} among the {split} photos")
    return done


def _correct(photo: Photo, rows: list[dict[str, str]]) -> Photo:
    boxes = photo.boxes.copy()
    dropped: set[int] = set()
    added, hard_negatives = [], []
    for row in rows:
        box = _corners(row)
        action, _, number = row["action"].partition(":")
        if action == "add":
            added.append(box)
        elif action == "hard-negative":
            hard_negatives.append(box)
        elif action == "fix" and int(number) < len(boxes):
            boxes[int(number)] = box
        elif action == "drop":
            dropped.add(_nearest(box, photo))
        else:
            raise ValueError(f"{photo.path.name}: cannot {row['action']}")
    kept = [b for i, b in enumerate(boxes) if i not in dropped] + added
    table, alike = (
        np.array(b, np.float32).reshape(-1, 4).clip(0, 1) for b in (kept, hard_negatives)
    )
    classes = np.zeros(len(table), np.int64)
    return replace(photo, boxes=table, classes=classes, hard_negatives=alike)


def _corners(row: dict[str, str]) -> NDArray[np.float32]:
    x, y, w, h = (float(row[k]) for k in ("x", "y", "width", "height"))
    return np.array([x - w / 2, y - h / 2, x + w / 2, y + h / 2], np.float32)


def _nearest(box: NDArray[np.float32], photo: Photo) -> int:
    overlap = iou_matrix(box[None], photo.boxes)[0]
    if not len(overlap) or overlap.max() < 0.5:
        raise ValueError(f"{photo.path.name}: no box to drop")
    return int(overlap.argmax())
