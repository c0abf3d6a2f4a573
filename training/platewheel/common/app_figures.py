"""Puts what the app itself measured (`npm run eval`) into the cards of the two models that ran.

    npm run eval -- --photos DIR --truth FILE --json runs/app.json
    python -m platewheel.common.app_figures --eval runs/app.json --models ../models --set detect/val

The report must be of the very files: their hashes are compared.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from platewheel.common.card import write_card

READING = ("exact", "ofFound", "oneRow", "twoRow", "characterErrorRate")


def figures_of(report: dict[str, Any], set_: str) -> dict[str, Any]:
    """Of the report what a card keeps: everything but the single photos."""
    return {
        "set": set_,
        "photos": report["photos"],
        "inputSize": report["inputSize"],
        "threshold": report["threshold"],
        "detector": report["detector"]["id"],
        "reader": report["reader"]["id"],
        "detection": report["detection"],
        "reading": {name: report["reading"][name] for name in READING},
        "time": {**report["time"], "threads": report["threads"], "backend": "wasm"},
    }


def put_into_card(onnx: Path, ran: dict[str, Any], figures: dict[str, Any]) -> Path:
    """Rewrites the card of a model with these figures. `ran` is what the report says of it."""
    card = json.loads(onnx.with_suffix(".json").read_text("utf-8"))
    if card["sha256"] != ran["sha256"]:
        raise ValueError(f"{onnx.name}: the report is of another file, {ran['id']}")
    return write_card(onnx, {**card, "app": figures})


def main(argv: Sequence[str] | None = None) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--set", required=True, help="what the photos are, in words")
    args = parser.parse_args(argv)
    report = json.loads(args.eval.read_text("utf-8"))
    figures = figures_of(report, args.set)
    for task in ("detector", "reader"):
        ran = report[task]
        print(put_into_card(args.models / f"{ran['id']}.onnx", ran, figures))


if __name__ == "__main__":
    main()
