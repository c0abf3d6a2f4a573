"""How much to enlarge a detector's box before reading it: measured on photos, not on ready crops.

    python -m platewheel.reader.margins --model ../models/reader-v1.onnx --data ../../data

Held-out crops named `<photo>_<k>` are cut again from the photo's k-th box, whose edges are moved as
a detector's are (3 % of the side, seeded), enlarged by each margin and read.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from .crops import load_crops, read_rgb
from .evaluate import run_model
from .predict import reading_of
from .scoring import rate

MARGINS = (0.0, 0.02, 0.04, 0.07, 0.1, 0.14, 0.2)
EDGE_SPREAD = 0.03


def linked_boxes(data: Path) -> list[tuple[np.ndarray, np.ndarray, str]]:
    """Photo (uint8 RGB), box (x0 y0 x1 y1 in its pixels) and text of every linked crop."""
    out = []
    for crop in load_crops(data, "val"):
        stem, _, place = crop.name.rpartition("_")
        label = data / "detect" / "val" / "labels" / f"{stem}.txt"
        if crop.source not in ("olpr", "ro", "rfuseu") or not label.exists():
            continue
        boxes = [[float(v) for v in line.split()[1:]] for line in label.read_text().splitlines()]
        if not place.isdigit() or int(place) >= len(boxes):
            continue
        photo = read_rgb(data / "detect" / "val" / "images" / f"{stem}.jpg")
        x, y, w, h = boxes[int(place)]
        corners = np.array([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
        size = np.array([photo.shape[1], photo.shape[0]] * 2)
        out.append((photo, corners * size, crop.text))
    return out


def cut(photo: np.ndarray, box: np.ndarray, margin: float) -> np.ndarray:
    """The whole pixels of the enlarged box inside the photo."""
    w, h = box[2] - box[0], box[3] - box[1]
    grown = box + np.array([-w, -h, w, h]) * margin
    x0, y0 = np.maximum(np.floor(grown[:2]), 0).astype(int)
    x1, y1 = np.ceil(grown[2:]).astype(int)
    return photo[y0:y1, x0:x1]


def main() -> None:
    """Prints one line a margin: exact rate, interval, n."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    plates = linked_boxes(args.data)
    rng = np.random.default_rng(0)
    moves = rng.normal(0, EDGE_SPREAD, (len(plates), 4))
    for margin in MARGINS:
        crops = []
        for (photo, box, _), move in zip(plates, moves, strict=True):
            w, h = box[2] - box[0], box[3] - box[1]
            crops.append(cut(photo, box + move * (w, h, w, h), margin))
        readings = [reading_of(p).text for p in run_model(args.model, crops)]
        right = [r == text for r, (_, _, text) in zip(readings, plates, strict=True)]
        found = rate(right)
        low, high = found["interval"]
        print(f"margin {margin:.2f}: {found['rate']:.3f} [{low:.3f}, {high:.3f}] of {found['n']}")


if __name__ == "__main__":
    main()
