"""Average precision by pycocotools over 5,000 small random cases, ties and empty photos among them.

    pip install -r training/reference/gate-requirements.txt
    python training/reference/average_precision.py

Writes tests/fixtures/golden/average-precision.json. The cases are not in it: a generator of 32 bits
(`mulberry32`) draws them again wherever they are compared.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

COUNT, SEED = 5000, 20261128
OUT = Path(__file__).parents[2] / "tests/fixtures/golden/average-precision.json"


def mulberry32(seed: int) -> Callable[[int], int]:
    """A generator of whole numbers below its argument."""
    state = seed

    def draw(below: int) -> int:
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return ((t ^ (t >> 14)) & 0xFFFFFFFF) % below

    return draw


def cases(seed: int = SEED, count: int = COUNT):
    """Cases of one to four photos: (true boxes, found boxes, scores), boxes as x, y, width, height.

    Every second case lies on a grid of whole pixels, so that overlaps fall on the thresholds, and
    its scores are tenths, so that they tie; the others lie on eighths of pixels.
    """
    draw = mulberry32(seed)
    for number in range(count):
        unit, levels = (1, 10) if number % 2 else (8, 1000)
        photos = []
        for _ in range(1 + draw(4)):
            truth = [
                [draw(30 * unit) / unit, draw(4) / unit, 20 + draw(3), 20] for _ in range(draw(4))
            ]
            found, scores = [], []
            for _ in range(draw(6)):
                if truth and draw(4):  # near a true box: its width, height or place off a little
                    x, y, width, height = truth[draw(len(truth))]
                    part = draw(3)
                    off = draw(6 * unit) / unit
                    found.append(
                        [x + (off if part == 0 else 0), y, width - (off if part == 1 else 0),
                         height + (off if part == 2 else 0)]
                    )  # fmt: skip
                else:
                    found.append([draw(40 * unit) / unit, draw(8) / unit, 10 + draw(20), 20])
                scores.append((1 + draw(levels)) / levels)
            photos.append((truth, found, scores))
        yield photos


def by_pycocotools(photos) -> tuple[float | None, float | None]:
    """AP at 0.5, and the mean over 0.5 … 0.95; None without true boxes."""
    images = [{"id": i + 1} for i in range(len(photos))]
    truth, found = [], []
    for i, (boxes, detections, scores) in enumerate(photos):
        for box in boxes:
            truth.append(
                {"id": len(truth) + 1, "image_id": i + 1, "category_id": 1, "bbox": box,
                 "area": box[2] * box[3], "iscrowd": 0}
            )  # fmt: skip
        for box, score in zip(detections, scores, strict=True):
            found.append({"image_id": i + 1, "category_id": 1, "bbox": box, "score": score})
    if not truth:
        return None, None
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {"images": images, "annotations": truth, "categories": [{"id": 1}]}
        coco.createIndex()
        if not found:
            return 0.0, 0.0
        run = COCOeval(coco, coco.loadRes(found), "bbox")
        run.params.areaRng, run.params.areaRngLbl = [[0, 1e10]], ["all"]
        run.evaluate()
        run.accumulate()
    precision = run.eval["precision"][:, :, 0, 0, -1]
    return float(precision[0].mean()), float(precision.mean())


def main() -> None:
    """See the module's docstring."""
    answers = [by_pycocotools(photos) for photos in cases()]
    rounded = [[None if v is None else float(np.round(v, 11)) for v in pair] for pair in answers]
    text = json.dumps({"seed": SEED, "ap": rounded}, separators=(",", ":"))
    OUT.write_text(text.replace("],[", "],\n[") + "\n")


if __name__ == "__main__":
    main()
