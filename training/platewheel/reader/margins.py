"""How much to enlarge a detector's box before reading it, and whether several views read better:
measured on photos, not on ready crops.

    python -m platewheel.reader.margins --model ../models/reader-v11.onnx --data ../../data

The plates of `detect/val` whose text was read by eye (`val_texts.csv`, without the photos whose
plate was trained on) are cut from their photos: the true box, its edges moved as a detector's are
(3 % of the side, seeded), enlarged by each margin or by several, whose answers are merged; last as
the app reads photos, with more views where these leave doubt.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from platewheel.common.val_truth import TRAINING, read_excluded, read_texts

from .crops import Crop, read_rgb
from .evaluate import run_inputs
from .predict import input_of, reading_of
from .scoring import by_group
from .tta import TTA_MARGINS, ensemble, read_with_tta

MARGINS: tuple[tuple[float, ...], ...] = (
    *((m,) for m in (0.0, 0.04, 0.06, 0.08, 0.12, 0.18)),
    (0.0, 0.08),
    TTA_MARGINS,
    (0.0, 0.04, 0.08, 0.12),
)
EDGE_SPREAD = 0.03


def photo_plates(data: Path, margin: float, seed: int = 0) -> list[Crop]:
    """Every readable plate of `detect/val`, cut with this margin from a slightly wrong box."""
    folder = data / "detect" / "val"
    excluded = read_excluded(TRAINING / "val_excluded.csv")
    rng = np.random.default_rng(seed)
    out = []
    for (photo, index), (text, rows) in sorted(read_texts(TRAINING / "val_texts.csv").items()):
        moves = rng.normal(0, EDGE_SPREAD, 4)
        if photo in excluded or not text:
            continue
        image = read_rgb(folder / "images" / f"{photo}.jpg")
        line = (folder / "labels" / f"{photo}.txt").read_text().splitlines()[index]
        box = np.array([float(v) for v in line.split()[1:]])
        out.append(Crop(f"{photo}_{index}", cut(image, box, margin, moves), text, "", int(rows)))
    return out


def cut(image: np.ndarray, box: np.ndarray, margin: float, moves: np.ndarray) -> np.ndarray:
    """The whole pixels of a box (centre and size, 0–1) with moved edges and margin."""
    h, w = image.shape[:2]
    x, y, bw, bh = box * (w, h, w, h)
    corners = np.array([x - bw / 2, y - bh / 2, x + bw / 2, y + bh / 2])
    corners += (moves + np.array([-margin, -margin, margin, margin])) * (bw, bh, bw, bh)
    x0, y0 = np.maximum(np.floor(corners[:2]), 0).astype(int)
    x1, y1 = np.ceil(corners[2:]).astype(int)
    return image[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]


def photo_table(
    model: Path, data: Path, margins: Sequence[float], doubt: bool = False
) -> dict[str, Any]:
    """Exact plates by group, seen once with each of these margins; with `doubt` (margins of
    the app) as the app reads photos.
    """
    views = [photo_plates(data, margin) for margin in margins]
    inputs = np.stack([[input_of(c.image) for c in crops] for crops in views])

    def run(some: np.ndarray) -> np.ndarray:
        return run_inputs(model, some)[0]

    chars = read_with_tta(run, inputs) if doubt else ensemble(np.stack([run(i) for i in inputs]))
    right = [reading_of(p).text == c.text for p, c in zip(chars, views[0], strict=True)]
    return by_group(views[0], np.array(right))


def main(argv: Sequence[str] | None = None) -> None:
    """Prints one line for each choice of margins, then the sources at the app's."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args(argv)
    for margins in MARGINS:
        found = photo_table(args.model, args.data, margins)["all"]
        print(_line(" ".join(f"{m:.2f}" for m in margins), found))
    table = photo_table(args.model, args.data, TTA_MARGINS, doubt=True)
    print(_line("as the app reads", table["all"]))
    lines = {**table["sources"], "one row": table["one_row"], "two rows": table["two_row"]}
    for name, found in lines.items():
        print("  " + _line(name, found))


def _line(name: str, found: dict[str, Any]) -> str:
    low, high = found["interval"]
    return f"{name}: {found['rate']:.3f} [{low:.3f}, {high:.3f}] of {found['n']}"


if __name__ == "__main__":
    main()
