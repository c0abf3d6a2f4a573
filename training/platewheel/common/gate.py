"""The gate of the app's Models station, for a new shipped model: paired on the same val plates.

    python -m platewheel gate --task reader --shipped ../models/reader-v11.onnx \\
        --candidate runs/reader-v12.onnx --data DIR --out runs/gate.json

A reader is judged by the crops of `ocr/val` and the plates of `detect/val` that have a text, each
plate read right or wrong; a detector by the plates of `detect/val` with reviewed labels, found or
missed at the threshold at which both give equally many boxes (a candidate that merely reports more
gains nothing). With f mended and b broken of the plates that differ,

    E = 2^(f+b) · 2 ∫½¹ t^f (1−t)^b dt

is the evidence for a better candidate (an e-value: it may be looked at after every plate), and E₋,
with f and b exchanged, for a worse one. Accept at E ≥ 20 when no source of ≥ 30 plates loses more
than two points; refuse at E₋ ≥ 20 or when one does; else the two are not told apart.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import comb
from pathlib import Path
from typing import Any

import numpy as np

ENOUGH = 20.0
SMALLEST_SLICE = 30
MOST_LOST = 0.02


def e_value(mended: int, broken: int) -> float:
    """Evidence for better than chance: 2^n · 2 · ∫½¹ t^f (1−t)^b dt, exact by a binomial sum.

    >>> round(e_value(6, 0), 1), round(e_value(7, 0), 1)
    (18.1, 31.9)
    """
    n = mended + broken
    # ∫½¹ t^f (1−t)^b dt = B(f+1, b+1) · P(Bin(n+1, ½) ≤ f), since the tail of a beta is binomial.
    tail = sum(comb(n + 1, k) for k in range(mended + 1))
    return float(tail / (comb(n, mended) * (n + 1)))


@dataclass(frozen=True)
class Verdict:
    """What the plates say: counts, evidence both ways, slices that lost, and the word."""

    n: int
    mended: int
    broken: int
    e: float
    e_worse: float
    lost: dict[str, tuple[int, int, int]]  # slice -> n, mended, broken
    verdict: str  # accept, refuse or undecided


def judge(shipped: np.ndarray, candidate: np.ndarray, slices: Sequence[str]) -> Verdict:
    """bool [n] right by each, and each plate's source."""
    mended, broken = ~shipped & candidate, shipped & ~candidate
    names = np.array(slices)
    lost = {}
    for name in sorted(set(slices)):
        of = names == name
        n, f, b = int(of.sum()), int(mended[of].sum()), int(broken[of].sum())
        if n >= SMALLEST_SLICE and (b - f) / n > MOST_LOST:
            lost[name] = (n, f, b)
    f, b = int(mended.sum()), int(broken.sum())
    e, worse = e_value(f, b), e_value(b, f)
    verdict = "accept" if e >= ENOUGH and not lost else "undecided"
    if worse >= ENOUGH or lost:
        verdict = "refuse"
    return Verdict(len(shipped), f, b, e, worse, lost, verdict)


def reader_right(model: Path, data: Path) -> tuple[np.ndarray, list[str]]:
    """Which val crops and val photo plates a reader reads as the app does, and their sources."""
    from platewheel.reader.crops import load_crops
    from platewheel.reader.export import session
    from platewheel.reader.margins import photo_plates
    from platewheel.reader.predict import input_of, reading_of
    from platewheel.reader.tta import TTA_MARGINS, crop_inputs, read_with_tta

    running = session(model)

    def run(inputs: np.ndarray) -> np.ndarray:
        parts = [inputs[i : i + 64] for i in range(0, len(inputs), 64)]
        return np.concatenate([running.run(["chars"], {"plates": p})[0] for p in parts])

    crops = load_crops(data, "val")
    right, sources = [], []
    for start in range(0, len(crops), 256):
        part = crops[start : start + 256]
        chars = read_with_tta(run, crop_inputs([c.image for c in part]))
        right += [reading_of(p).text == c.text for p, c in zip(chars, part, strict=True)]
        sources += [c.source for c in part]
    views = [photo_plates(data, margin) for margin in TTA_MARGINS]
    chars = read_with_tta(run, np.stack([[input_of(c.image) for c in of] for of in views]))
    right += [reading_of(p).text == c.text for p, c in zip(chars, views[0], strict=True)]
    sources += [f"photo {c.source}" for c in views[0]]
    return np.array(right), sources


def detector_found(
    models: Sequence[Path], data: Path, review: Path | None, size: int, threshold: float
) -> tuple[list[np.ndarray], list[str], list[dict[str, float]]]:
    """For each model which plates it finds, at its threshold of equally many boxes."""
    from platewheel.detector.data import Photo
    from platewheel.detector.dataset_formats import FORMATS
    from platewheel.detector.predict import (
        find_in_photos,
        find_multi_scale,
        match_photos,
        onnx_runner,
    )
    from platewheel.detector.review import apply_review

    photos: list[Photo] = FORMATS["yolo"](data / "detect/val", 1)[0]
    if review:
        photos = apply_review(photos, review, "val")
    sources = [p.source for p in photos for _ in p.boxes]
    found, notes, boxes = [], [], 0
    for model in models:
        seen = find_in_photos(onnx_runner(model, 1), photos, size, 0.05, find_multi_scale)
        scores = np.sort(np.concatenate([f.scores for f in seen]))[::-1]
        boxes = boxes or int((scores >= threshold).sum())
        at = float(scores[min(boxes, len(scores)) - 1])
        results = match_photos(photos, seen)
        found.append(np.concatenate([np.asarray(r.found) >= at for r in results]))
        notes.append({"threshold": at, "boxes": boxes, "found": int(found[-1].sum())})
    return found, sources, notes


def main(argv: Sequence[str] | None = None) -> None:
    """By the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--task", choices=("detector", "reader"), required=True)
    parser.add_argument("--shipped", type=Path, required=True)
    parser.add_argument("--candidate", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with ocr/ and detect/")
    parser.add_argument("--review", type=Path, help="corrected labels, for detectors")
    parser.add_argument("--size", type=int, default=640)
    parser.add_argument("--threshold", type=float, default=0.4, help="of the shipped detector")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args(argv)
    notes: list[dict[str, Any]] = []
    if args.task == "reader":
        shipped, sources = reader_right(args.shipped, args.data)
        candidate, _ = reader_right(args.candidate, args.data)
        notes = [{"right": int(v.sum())} for v in (shipped, candidate)]
    else:
        models = (args.shipped, args.candidate)
        both, sources, notes = detector_found(
            models, args.data, args.review, args.size, args.threshold
        )
        shipped, candidate = both
    verdict = judge(shipped, candidate, sources)
    report = {"shipped": notes[0], "candidate": notes[1], **asdict(verdict)}
    print(json.dumps(report, indent=1))
    if args.out:
        args.out.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
