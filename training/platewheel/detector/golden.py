"""Golden files: what TypeScript must compute, written by this package.

    python -m platewheel.detector.golden --check     compares with the committed files
    python -m platewheel.detector.golden --write     after the maths or the model changed
    python -m platewheel.detector.golden --write --photo FILE …   with other photos

Their form is told in `tests/fixtures/golden/README.md`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from platewheel.common.boxes import decode
from platewheel.common.card import active_model
from platewheel.common.onnx_file import sha256_of
from platewheel.common.resample import letterbox, resample
from platewheel.detector.data import read_rgb
from platewheel.detector.predict import onnx_runner

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = REPOSITORY / "tests/fixtures/golden"

# name, width, height, size: reduced, enlarged, one pixel high, and a long side that stays
LETTERBOX_CASES = (
    ("down", 61, 37, 32),
    ("up", 23, 31, 64),
    ("flat", 70, 1, 32),
    ("same", 64, 41, 64),
)
PHOTO_SIZE, PHOTO_WIDTH = 256, 200
THRESHOLD = 0.25

# Resampling is the same arithmetic everywhere; networks differ by the machine's instructions.
TOLERANCE = {"letterbox": 1e-5, "box": 0.05, "score": 2e-3}


def pattern(width: int, height: int) -> NDArray[np.uint8]:
    """A picture [h,w,4] RGBA with edges, ramps and noise, from whole-number arithmetic only."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    red = (x * 255) // max(1, width - 1)
    green = ((x // 5 + y // 3) % 2) * 255
    blue = (x * 73 + y * 151 + x * y * 31) % 256
    return np.stack((red, green, blue, np.full_like(red, 255)), 2).astype(np.uint8)


def build_letterbox() -> dict[str, bytes]:
    """Files of the letterbox cases, by name."""
    files, cases = {}, []
    for name, width, height, size in LETTERBOX_CASES:
        image = pattern(width, height)
        tensor, plan = letterbox(image, size)
        files[f"letterbox-{name}.rgba.bin"] = image.tobytes()
        files[f"letterbox-{name}.f32.bin"] = tensor.astype("<f4").tobytes()
        cases.append({"name": name, "size": size, **_plan_json(plan)})
    files["letterbox.json"] = _json({"cases": cases})
    return files


def build_detection(model: Path, photo: NDArray[np.uint8]) -> dict[str, bytes]:
    """Files of the shipped model's answer to one photo [h,w,4] RGBA."""
    tensor, plan = letterbox(photo, PHOTO_SIZE)
    output0 = onnx_runner(model, 1)(tensor)
    boxes, scores = decode(output0, plan, THRESHOLD)
    found = [
        {"x": x1, "y": y1, "width": x2 - x1, "height": y2 - y1, "confidence": score}
        for (x1, y1, x2, y2), score in zip(boxes.tolist(), scores.tolist(), strict=True)
    ]
    about = {
        "model": model.stem,
        "sha256": sha256_of(model),
        "size": PHOTO_SIZE,
        "threshold": THRESHOLD,
        "iou": 0.45,
        "stride": output0.shape[1],
        **_plan_json(plan),
        "boxes": found,
    }
    return {
        "detection.output0.f32.bin": output0.astype("<f4").tobytes(),
        "detection.json": _json(about),
    }


def compare(wanted: dict[str, bytes], folder: Path) -> list[str]:
    """Differences between freshly made files and the committed ones."""
    faults = []
    for name, fresh in wanted.items():
        path = folder / name
        if not path.exists():
            faults.append(f"{name}: missing")
            continue
        old = path.read_bytes()
        if name.endswith(".f32.bin"):
            faults += _compare_floats(name, fresh, old)
        elif name.endswith(".json"):
            faults += _compare_json(name, json.loads(fresh), json.loads(old))
        elif fresh != old:
            faults.append(f"{name}: differs")
    return faults


def _compare_floats(name: str, fresh: bytes, old: bytes) -> list[str]:
    a, b = np.frombuffer(fresh, "<f4"), np.frombuffer(old, "<f4")
    if a.shape != b.shape:
        return [f"{name}: {len(a)} values, committed {len(b)}"]
    limit = TOLERANCE["box" if name.startswith("detection") else "letterbox"]
    worst = float(np.abs(a - b).max())
    return [f"{name}: differs by {worst}"] if worst > limit else []


def _compare_json(name: str, fresh: Any, old: Any, where: str = "") -> list[str]:
    if isinstance(fresh, dict) and isinstance(old, dict) and fresh.keys() == old.keys():
        return [f for k in fresh for f in _compare_json(name, fresh[k], old[k], f"{where}.{k}")]
    if isinstance(fresh, list) and isinstance(old, list) and len(fresh) == len(old):
        pairs = enumerate(zip(fresh, old, strict=True))
        return [f for i, (a, b) in pairs for f in _compare_json(name, a, b, f"{where}[{i}]")]
    if isinstance(fresh, float) and isinstance(old, (int, float)):
        limit = TOLERANCE["score" if where.endswith("confidence") else "box"]
        return [] if abs(fresh - old) <= limit else [f"{name}: {where} {fresh}, committed {old}"]
    return [] if fresh == old else [f"{name}: {where} {fresh!r}, committed {old!r}"]


def _plan_json(plan: Any) -> dict[str, Any]:
    return {
        "source": {"width": plan.width, "height": plan.height},
        "scaled": {"width": plan.scaled_width, "height": plan.scaled_height},
        "input": {"width": plan.padded_width, "height": plan.padded_height},
        "left": plan.left,
        "top": plan.top,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()


def _read_photo(folder: Path) -> NDArray[np.uint8]:
    about = json.loads((folder / "photo.json").read_text())
    raw = np.frombuffer((folder / "photo.rgba.bin").read_bytes(), np.uint8)
    return raw.reshape(about["height"], about["width"], 4)


def _take_photos(paths: list[Path], folder: Path) -> None:
    """One under the other at a common small width: several plates from few bytes."""
    rows = []
    for path in paths:
        photo = read_rgb(path)
        height = round(photo.shape[0] * PHOTO_WIDTH / photo.shape[1])
        small = resample(photo, PHOTO_WIDTH, height).round().clip(0, 255).astype(np.uint8)
        rows.append(np.dstack((small, np.full(small.shape[:2], 255, np.uint8))))
    rgba = np.concatenate(rows)
    (folder / "photo.rgba.bin").write_bytes(rgba.tobytes())
    about = {"width": rgba.shape[1], "height": rgba.shape[0]}
    (folder / "photo.json").write_bytes(_json(about))


def main(argv: list[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--check", action="store_true")
    p.add_argument("--write", action="store_true")
    p.add_argument("--photo", type=Path, nargs="+", help="take new photos")
    p.add_argument("--folder", type=Path, default=FOLDER)
    p.add_argument("--models", type=Path, default=REPOSITORY / "models")
    args = p.parse_args(argv)
    if args.photo:
        _take_photos(args.photo, args.folder)
    files = build_letterbox()
    files |= build_detection(active_model(args.models, "detector"), _read_photo(args.folder))
    if args.write:
        for name, content in files.items():
            (args.folder / name).write_bytes(content)
    faults = compare(files, args.folder)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise SystemExit("golden files differ; --write makes them anew if that is meant")
    print(f"golden: {len(files)} detector files agree")


if __name__ == "__main__":
    main()
