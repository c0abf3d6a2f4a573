"""The baseline in the same table: PP-OCRv4's mobile recogniser (Apache-2.0) on the same crops.

    python -m venv baseline && baseline/bin/pip install rapidocr-onnxruntime==1.4.4
    PYTHONPATH=. baseline/bin/python -m platewheel.reader.baseline --data DIR \\
        --out runs/baseline.json

It takes no two-row plate: those are cut in two at the middle for it, as the labels say how many
rows there are, which flatters it. Its model is not shipped and not used for training.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np


def recognise(engine: object, image: np.ndarray, rows: int) -> str:
    """Upper-case letters and digits it reads in a BGR crop, halves one after the other."""
    h = image.shape[0]
    parts = [image] if rows == 1 else [image[: round(h * 0.52)], image[round(h * 0.48) :]]
    found, _ = engine.text_rec(parts)  # type: ignore[attr-defined]
    return re.sub(r"[^A-Z0-9]", "", "".join(text for text, *_ in found).upper())


def main(argv: Sequence[str] | None = None) -> None:
    """Writes {crop name: reading}."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", nargs="+", default=["val"])
    args = parser.parse_args(argv)
    from rapidocr_onnxruntime import RapidOCR  # type: ignore[import-not-found]

    engine = RapidOCR(intra_op_num_threads=1)
    readings: dict[str, str] = {}
    for split in args.split:
        folder = args.data / "ocr" / split
        with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for r in rows:
            image = np.asarray(cv2.imread(str(folder / r["file"])))
            readings[Path(r["file"]).stem] = recognise(engine, image, int(r["rows"]))
        right = sum(readings[Path(r["file"]).stem] == r["text"] for r in rows)
        print(f"{split}: {right} of {len(rows)} exact")
    args.out.write_text(json.dumps(readings, indent=1) + "\n")


if __name__ == "__main__":
    main()
