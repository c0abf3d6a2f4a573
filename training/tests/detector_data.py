"""Tiny made data for the detector's tests: bright plates on dark noise."""

from pathlib import Path

import cv2
import numpy as np


def write_photo(path: Path, width: int = 96, height: int = 64, seed: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = np.random.default_rng(seed).integers(0, 60, (height, width, 3), np.uint8)
    cv2.rectangle(image, (width // 4, height // 2), (width // 2, height // 2 + 10), (250,) * 3, -1)
    cv2.imwrite(str(path), image)


def write_yolo(folder: Path, count: int = 6, seed: int = 0) -> Path:
    """`images/` and `labels/`; every third photo is a negative."""
    for i in range(count):
        name = f"{'neg' if i % 3 == 2 else 'made'}_{i}"
        write_photo(folder / "images" / f"{name}.png", seed=seed + i)
        label = folder / "labels" / f"{name}.txt"
        label.parent.mkdir(parents=True, exist_ok=True)
        label.write_text("" if i % 3 == 2 else "0 0.375 0.58 0.26 0.17\n")
    return folder
