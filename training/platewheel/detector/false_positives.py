"""Mines false positives: what a detector finds beside the labels, as sheets to look at and rows
for `label_review.csv`.

    python -m platewheel.detector.false_positives --model ../models/detector-v3.onnx \\
        --data DIR/detect --split train --review label_review.csv --out runs/mined

Writes `sheet-N.jpg` with numbered boxes, most confident first, and `false-positives.csv`, where
each row is a `hard-negative`. Look at the sheets, then

    … --out runs/mined --plates 3 17 20 --unclear 8 9 --append label_review.csv

appends all of them: those numbers as plates without a label (`add`), the unclear ones not at all.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from platewheel.common.boxes import iou_matrix
from platewheel.detector.data import Photo, read_rgb
from platewheel.detector.dataset_formats import FORMATS
from platewheel.detector.predict import Runner, find_multi_scale, onnx_runner
from platewheel.detector.review import FIELDS, apply_review

SAME = 0.3  # IoU above which a box is what is labelled
TILE = (176, 130)
COLUMNS, ROWS = 9, 7


@dataclass(frozen=True)
class FalsePositive:
    """A box that no label explains."""

    photo: Photo
    box: NDArray[np.float32]  # x1 y1 x2 y2, fractions
    confidence: float

    def row(self, split: str, note: str) -> list[str]:
        """A line of `label_review.csv`, as a hard negative."""
        x1, y1, x2, y2 = self.box
        place = ((x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1)
        return [self.photo.path.stem, split, "hard-negative", *(f"{v:.6f}" for v in place), note]


def mine(run: Runner, photo: Photo, size: int, threshold: float) -> list[FalsePositive]:
    """What is found in one photo beside its plates and its known hard negatives."""
    image = read_rgb(photo.path)
    boxes, scores = find_multi_scale(run, image, size, threshold)
    h, w = image.shape[:2]
    boxes = (boxes / np.array([w, h, w, h], np.float32)).clip(0, 1).astype(np.float32)
    known = np.concatenate([photo.boxes, photo.hard_negatives])
    overlap = iou_matrix(boxes, known).max(1, initial=0) if len(known) else np.zeros(len(boxes))
    beside = [i for i in range(len(boxes)) if overlap[i] < SAME]
    return [FalsePositive(photo, boxes[i], float(scores[i])) for i in beside]


def tile(box: FalsePositive, number: int) -> NDArray[np.uint8]:
    """The box with what surrounds it, BGR."""
    image = read_rgb(box.photo.path)[..., ::-1]
    h, w = image.shape[:2]
    x1, y1, x2, y2 = box.box * np.array([w, h, w, h])
    reach = max(x2 - x1, (y2 - y1) * 1.6)
    left, right = max(0, int((x1 + x2) / 2 - reach)), int((x1 + x2) / 2 + reach)
    top, bottom = max(0, int((y1 + y2) / 2 - reach * 0.65)), int((y1 + y2) / 2 + reach * 0.65)
    part = np.ascontiguousarray(image[top : bottom + 1, left : right + 1])
    scale = min((TILE[0] - 4) / part.shape[1], (TILE[1] - 20) / part.shape[0])
    part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    corners = (np.array([x1 - left, y1 - top, x2 - left, y2 - top]) * scale).astype(int).tolist()
    cv2.rectangle(part, corners[:2], corners[2:], (0, 255, 0), 1)
    out = np.full((TILE[1], TILE[0], 3), 40, np.uint8)
    out[: part.shape[0], : part.shape[1]] = part
    text = f"{number} {box.confidence:.2f} {box.photo.path.stem[:12]}"
    cv2.putText(out, text, (2, TILE[1] - 5), 0, 0.4, (255, 255, 255), 1, cv2.LINE_AA)
    return out


def draw_sheets(mined: Sequence[FalsePositive], out: Path) -> None:
    """All finds, 63 to a sheet."""
    for first in range(0, len(mined), COLUMNS * ROWS):
        tiles = [tile(f, first + i) for i, f in enumerate(mined[first : first + COLUMNS * ROWS])]
        tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % COLUMNS)
        lines = [np.hstack(tiles[i : i + COLUMNS]) for i in range(0, len(tiles), COLUMNS)]
        cv2.imwrite(str(out / f"sheet-{first // (COLUMNS * ROWS)}.jpg"), np.vstack(lines))


def judged(
    rows: Sequence[list[str]], plates: Sequence[int], unclear: Sequence[int]
) -> list[list[str]]:
    """The rows as they go into the review: plates are added, unclear ones left out.

    >>> judged([["a", "train", "hard-negative"], ["b", "train", "hard-negative"]], [1], [0])
    [['b', 'train', 'add']]
    """
    out = []
    for number, (photo, split, action, *rest) in enumerate(rows):
        if number not in unclear:
            out.append([photo, split, "add" if number in plates else action, *rest])
    return out


def main(argv: list[str] | None = None) -> None:
    """By the command line."""
    args = parse(argv)
    table = args.out / "false-positives.csv"
    if args.append:
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        with args.append.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(judged(rows, args.plates, args.unclear))
        return
    photos, _ = FORMATS["yolo"](args.data / args.split, 1)
    if args.review:
        photos = apply_review(photos, args.review, args.split)
    run = onnx_runner(args.model, args.threads)
    mined = [f for photo in photos for f in mine(run, photo, args.size, args.threshold)]
    mined = sorted(mined, key=lambda f: -f.confidence)[: args.most]
    args.out.mkdir(parents=True, exist_ok=True)
    draw_sheets(mined, args.out)
    note = f"found by {args.model.stem}, looked at"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(box.row(args.split, note) for box in mined)
    print(f"{len(mined)} boxes beside the labels in {len(photos)} photos")


def parse(argv: list[str] | None) -> argparse.Namespace:
    """The command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--model", type=Path)
    p.add_argument("--data", type=Path, help="folder with train/ and val/")
    p.add_argument("--split", choices=("train", "val"), default="train")
    p.add_argument("--review", type=Path, help="what is known already")
    p.add_argument("--size", type=int, default=640)
    p.add_argument("--threshold", type=float, default=0.3)
    p.add_argument("--most", type=int, default=1000)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--append", type=Path, metavar="REVIEW")
    p.add_argument("--plates", type=int, nargs="*", default=())
    p.add_argument("--unclear", type=int, nargs="*", default=())
    return p.parse_args(argv)


if __name__ == "__main__":
    main()
