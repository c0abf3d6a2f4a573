"""Contact sheet of what the generator makes, to be looked at.

python -m platewheel.synth.sheet --out runs/sheet.png [--country br] [--seed 1] [--boxes]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from .plate import ALL_DESIGNS, Plate, draw, random_plate


def tile(plate: Plate, boxes: bool, width: int = 190, height: int = 104) -> np.ndarray:
    """The plate with its text below, uint8 [height, width, 3] BGR."""
    image = cv2.cvtColor(plate.image, cv2.COLOR_RGB2BGR)
    if boxes:
        for x0, y0, x1, y1 in plate.boxes.astype(int):
            cv2.rectangle(image, (x0, y0), (x1, y1), (0, 0, 255), 1)
    scale = min((width - 6) / image.shape[1], (height - 22) / image.shape[0])
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    out = np.full((height, width, 3), 60, np.uint8)
    out[: image.shape[0], : image.shape[1]] = image
    cv2.putText(
        out,
        f"{plate.text} {plate.country}",
        (2, height - 6),
        0,
        0.42,
        (255, 255, 255),
        1,
        cv2.LINE_AA,
    )
    return out


def main(argv: Sequence[str] | None = None) -> None:
    """Writes one picture of columns × rows plates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--country", default="")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--columns", type=int, default=9)
    parser.add_argument("--rows", type=int, default=14)
    parser.add_argument("--boxes", action="store_true")
    args = parser.parse_args(argv)
    rng = np.random.default_rng(args.seed)
    designs = [d for d in ALL_DESIGNS if d.country == args.country]
    count = args.columns * args.rows
    plates = [
        draw(designs[int(rng.integers(len(designs)))], rng) if designs else random_plate(rng)
        for _ in range(count)
    ]
    tiles = [tile(plate, args.boxes) for plate in plates]
    lines = [np.hstack(tiles[i : i + args.columns]) for i in range(0, count, args.columns)]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(args.out), np.vstack(lines))


if __name__ == "__main__":
    main()
