"""Model cards: one JSON beside each model, and the index that says which are active."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path
from typing import Any

from platewheel.common.onnx_file import sha256_of

FIELDS = (
    "id", "task", "version", "sha256", "bytes", "licence", "input", "classes", "alphabet", "data",
    "metrics", "app", "calibration", "curves", "confusion", "parent", "training", "command",
    "commit",
)  # fmt: skip


def write_card(onnx_path: Path, card: dict[str, Any]) -> Path:
    """Write `<id>.json` beside `<id>.onnx`; size, hash and commit are filled in here.

    Unknown fields raise: a misspelt one would silently be missing in the app.
    """
    unknown = set(card) - set(FIELDS)
    if unknown:
        raise ValueError(f"unknown card fields: {sorted(unknown)}")
    full = {
        **card,
        "sha256": sha256_of(onnx_path),
        "bytes": onnx_path.stat().st_size,
        "commit": card.get("commit") or commit_here(onnx_path.parent),
    }
    ordered = {k: full[k] for k in FIELDS if k in full}
    path = onnx_path.with_suffix(".json")
    path.write_text(json.dumps(_finite(ordered), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def activate(models: Path, task: str, model_id: str) -> None:
    """Name a model as the active one of its task in `index.json`; the others stay."""
    path = models / "index.json"
    index: dict[str, Any] = {"detector": "", "reader": "tesseract", "models": []}
    if path.exists():
        index |= json.loads(path.read_text("utf-8"))
    index[task] = model_id
    index["models"] = sorted({*index["models"], model_id})
    path.write_text(json.dumps(index, indent=1) + "\n", "utf-8")


def active_model(models: Path, task: str) -> Path:
    """The file of the active model of a task."""
    index = json.loads((models / "index.json").read_text("utf-8"))
    return models / f"{index[task]}.onnx"


def commit_here(folder: Path) -> str:
    """The commit the working tree stands on; empty outside git."""
    command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _finite(value: Any) -> Any:
    """JSON has no NaN: figures that do not exist become null; floats get 4 decimals."""
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {k: _finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(v) for v in value]
    return value
