"""Writes the card of an exported detector from its run and its evaluation.

    python -m platewheel.detector.card --model ../models/detector-v3.onnx --checkpoint runs/v3 \
        --evaluation runs/v3/eval.json --activate

The run's folder holds config.json and metrics.jsonl as `train` left them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from platewheel.common.card import activate, write_card
from platewheel.common.sources import LICENCES


def build_card(model_id: str, version: str, run: Path, evaluation: Path) -> dict[str, Any]:
    """Everything but hash, size and commit."""
    config = json.loads((run / "config.json").read_text())
    report = json.loads(evaluation.read_text())
    rows = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    files = config["parts"][-1]["files"]
    sources = files["sources"]
    names = config["model"]["names"]
    return {
        "id": model_id,
        "task": "detector",
        "version": version,
        "licence": "MIT",
        "input": {
            "name": "images",
            "shape": [1, 3, "height", "width"],
            "multipleOf": 32,
            "colour": "RGB 0-1",
            "fit": "letterbox",
        },
        "classes": list(names),
        "data": {
            "photos": sum(s["photos"] for s in sources.values()),
            "plates": sum(s["plates"] for s in sources.values()),
            "sources": [
                {"name": name, **counts, "licence": LICENCES.get(name, "unknown")}
                for name, counts in sorted(sources.items(), key=lambda s: -s[1]["photos"])
            ],
            "listSha256": files["sha256"],
            "synthetic": "plates drawn by platewheel.synth and pasted during training",
        },
        "metrics": {"set": "detect/val", **_without_curves(report)},
        "curves": {
            "epochs": [_curve_point(r) for r in rows],
            "precisionRecall": {
                size: figures["pr_curve"] for size, figures in report["sizes"].items()
            },
        },
        "confusion": {size: _confusion(f) for size, f in report["sizes"].items()},
        "command": "; ".join(_command(part) for part in config["parts"]),
    }


def _without_curves(report: dict[str, Any]) -> dict[str, Any]:
    sizes = {
        size: {k: v for k, v in figures.items() if k not in ("pr_curve", "reviewed_labels")}
        for size, figures in report["sizes"].items()
    }
    for size, figures in report["sizes"].items():
        if "reviewed_labels" in figures:
            again = figures["reviewed_labels"]
            keys = (
                "map50_mean_of_sources",
                "map50_mean_interval",
                "map50_pooled",
                "recall",
                "plate_free",
            )
            sizes[size]["reviewedLabels"] = {k: again[k] for k in keys}
    return {"threshold": report["threshold"], "photos": report["photos"], "sizes": sizes}


def _curve_point(row: dict[str, Any]) -> dict[str, Any]:
    names = ("epoch", "minutes", "box", "objectness", "classes", "map50", "map50_95")
    return {name: row[name] for name in names if name in row}


def _confusion(figures: dict[str, Any]) -> dict[str, int]:
    """One class against background, at the threshold."""
    recall = figures["recall"]
    found = round(recall["rate"] * recall["n"])
    return {"found": found, "missed": recall["n"] - found, "false": figures["false_boxes"]}


def _command(part: dict[str, Any]) -> str:
    """A start of the run, without this machine's folders."""
    hidden, argv = {"--data": "DIR/detect", "--cache": "CACHE"}, part["argv"]
    words = [hidden.get(before, word) for before, word in zip(["", *argv], argv, strict=False)]
    return f"python -m {part.get('module', 'platewheel.detector.train')} " + " ".join(words)


def main(argv: list[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--evaluation", type=Path, required=True)
    p.add_argument("--version", default="3")
    p.add_argument("--activate", action="store_true", help="name it in index.json")
    args = p.parse_args(argv)
    card = build_card(args.model.stem, args.version, args.checkpoint, args.evaluation)
    print(write_card(args.model, card))
    if args.activate:
        activate(args.model.parent, "detector", args.model.stem)


if __name__ == "__main__":
    main()
