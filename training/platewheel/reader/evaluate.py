"""Measures an exported reader on the held-out crops, from the files as they lie, as the app
reads them: with test-time augmentation (`tta.py`); `one_look` has the figures of a single view.

    python -m platewheel.reader.evaluate --model ../models/reader-v11.onnx --data ../../data \\
        --json runs/reader-eval.json [--errors runs/errors.png]

Temperatures are fitted on one half of the crops and measured on the other, both ways; those that
ship are fitted on all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from .batches import char_targets
from .calibration import expected_calibration_error, fit_temperatures, tempered
from .crops import Crop, load_crops, plate_free_patches
from .export import session
from .model import ALPHABET, BLANK
from .predict import Reading, input_of, reading_of, rows_of
from .scoring import (
    by_group,
    confusion,
    kept_accuracy,
    right_by_convention,
    sure_readings,
    wrong_and_sure,
)
from .tta import crop_inputs, read_with_tta

EMPTY_CROPS = 600


def run_outputs(model: Path, images: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """uint8 RGB crops of any size → probabilities [n, slots, 37], and where slots looked [n, slots,
    2].
    """
    return run_inputs(model, np.stack([input_of(i) for i in images]))


def run_inputs(model: Path, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """float32 [n, 3, 64, 160] → the same."""
    runner = session(model)
    parts = [
        runner.run(["chars", "places"], {"plates": inputs[k : k + 32]})
        for k in range(0, len(inputs), 32)
    ]
    chars, places = (np.concatenate(part) for part in zip(*parts, strict=True))
    return chars, places


def run_with_tta(model: Path, images: list[np.ndarray]) -> np.ndarray:
    """Crops → probabilities, as the app reads ready crops."""
    return read_with_tta(lambda inputs: run_inputs(model, inputs)[0], crop_inputs(images))


def rows_right(chars: np.ndarray, places: np.ndarray, crops: list[Crop]) -> np.ndarray:
    """[n] whether the number of rows is found, from one view of each crop."""
    written = chars.argmax(-1) != BLANK
    found = [rows_of(p, w) for p, w in zip(places, written, strict=True)]
    return np.array(found) == [c.rows for c in crops]


def hard_blanks() -> list[np.ndarray]:
    """Crops that must never be a sure plate: one pixel, black, white, grey."""
    sizes = [(1, 1), (2, 40), (40, 2), (24, 94), (64, 160)]
    return [np.full((h, w, 3), v, np.uint8) for h, w in sizes for v in (0, 255, 128)]


def cross_fitted(chars: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Each half tempered by the other half's temperatures."""
    out = chars.copy()
    even = np.arange(len(chars)) % 2 == 0
    for half in (even, ~even):
        out[half] = tempered(chars[half], fit_temperatures(chars[~half], targets[~half]))
    return out


def _confidences(readings: list[Reading]) -> np.ndarray:
    return np.array([r.confidence for r in readings])


def evaluate(
    model: Path, data: Path, split: str = "val", leave_out: Sequence[str] = ()
) -> tuple[dict[str, Any], list[Crop], list[Reading]]:
    """All figures of the card, the crops and their calibrated readings."""
    crops = [c for c in load_crops(data, split) if c.source not in leave_out]
    once, places = run_outputs(model, [c.image for c in crops])
    chars = run_with_tta(model, [c.image for c in crops])
    targets = np.stack([char_targets(c.text) for c in crops])
    raw = [reading_of(p) for p in chars]
    fair = [reading_of(p) for p in cross_fitted(chars, targets)]
    temperatures = fit_temperatures(chars, targets)
    right = np.array([r.text == c.text for r, c in zip(raw, crops, strict=True)])
    agreed = np.array(
        [right_by_convention(r.text, c.text, c.region) for r, c in zip(raw, crops, strict=True)]
    )
    empty = [*plate_free_patches(data, "val", EMPTY_CROPS, seed=7), *hard_blanks()]
    nothing = [reading_of(p) for p in tempered(run_with_tta(model, empty), temperatures)]
    top, best = chars.max(-1).ravel(), (chars.argmax(-1) == targets).ravel()
    result = {
        "exact": by_group(crops, right),
        "by_convention": by_group(crops, agreed),
        "rows": by_group(crops, rows_right(once, places, crops)),
        "one_look": by_group(crops, (once.argmax(-1) == targets).all(1)),
        "calibration": {
            "temperatures": temperatures.tolist(),
            "plate_ece_before": expected_calibration_error(_confidences(raw), right),
            "plate_ece_after": expected_calibration_error(_confidences(fair), right),
            "slot_ece_before": expected_calibration_error(top, best),
            "note": "after: each half of the crops by the other half's temperatures",
        },
        "wrong_at_95": wrong_and_sure(_confidences(fair), right),
        "kept_90": kept_accuracy(_confidences(fair), right),
        "sure_on_non_plates": sure_readings(
            _confidences(nothing), np.array([bool(r.text) for r in nothing])
        ),
        "confusion": confusion([r.text for r in raw], [c.text for c in crops], ALPHABET),
    }
    return result, crops, fair


def draw_errors(path: Path, crops: list[Crop], readings: list[Reading], count: int = 60) -> None:
    """A sheet of wrong readings, most confident first: crop, label, reading, confidence."""
    wrong = [(r, c) for r, c in zip(readings, crops, strict=True) if r.text != c.text]
    wrong.sort(key=lambda pair: -pair[0].confidence)
    tiles = []
    for reading, crop in wrong[:count]:
        tile = np.full((132, 224, 3), 40, np.uint8)
        h, w = crop.image.shape[:2]
        scale = min(220 / w, 92 / h)
        small = cv2.resize(crop.image[..., ::-1], (max(int(w * scale), 1), max(int(h * scale), 1)))
        tile[2 : 2 + small.shape[0], 2 : 2 + small.shape[1]] = small
        lines = (
            f"{crop.text} {crop.region} {crop.source}",
            f"{reading.text} {reading.confidence:.2f}",
        )
        for index, line in enumerate(lines):
            cv2.putText(tile, line, (3, 110 + 17 * index), 0, 0.45, (255, 255, 255), 1, cv2.LINE_AA)
        tiles.append(tile)
    columns = 6
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)]
    cv2.imwrite(str(path), np.vstack(rows))


def main(argv: Sequence[str] | None = None) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--errors", type=Path)
    parser.add_argument("--leave-out", action="append", default=[], metavar="SOURCE")
    args = parser.parse_args(argv)
    result, crops, readings = evaluate(args.model, args.data, leave_out=args.leave_out)
    if args.out:
        args.out.write_text(json.dumps(result, indent=1) + "\n")
    if args.errors:
        draw_errors(args.errors, crops, readings)
    shown = {k: v for k, v in result.items() if k != "confusion"}
    print(json.dumps(shown, indent=1))


if __name__ == "__main__":
    main()
