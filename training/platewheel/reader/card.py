"""Measures an exported reader and writes its card beside it.

    python -m platewheel.reader.card --model ../models/reader-v11.onnx --data ../../data \\
        --checkpoint runs/reader/last.pt --plates 160000 --seeds 0 --command "…" \\
        [--before runs/reader-a/last.pt] [--activate]
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from platewheel.common.card import activate, write_card
from platewheel.common.sources import LICENCES

from .evaluate import evaluate
from .margins import photo_table
from .model import ALPHABET, INPUT_HEIGHT, INPUT_WIDTH, count_macs
from .photo_crops import TEXTS
from .tta import TTA_MARGINS


def data_of(data: Path, plates: int, seeds: list[int]) -> dict[str, Any]:
    """Sources, counts, licences and the hash of the list of files trained on."""
    with (data / "ocr" / "train" / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = Counter(Path(r["file"]).name.split("_")[0] for r in rows)
    listing = "\n".join(sorted(f"{Path(r['file']).name} {r['text']}" for r in rows))
    return {
        "crops": len(rows),
        "photoPlates": len(TEXTS.read_text(encoding="utf-8").splitlines()) - 1,
        "sources": [
            {"name": name, "crops": n, "licence": LICENCES.get(name, "unknown")}
            for name, n in counts.most_common()
        ],
        "listSha256": hashlib.sha256(listing.encode()).hexdigest(),
        "synthetic": {"plates": plates, "generator": "platewheel.synth", "seeds": seeds},
        "plateFree": "patches of the detector's training photos away from plates",
    }


def curves_of(runs: list[Path]) -> list[dict[str, float]]:
    """The evaluations during training, one run after the other, minutes running on."""
    out: list[dict[str, float]] = []
    for path in runs:
        start = out[-1]["minutes"] if out else 0.0
        steps = out[-1]["step"] if out else 0
        for entry in torch.load(path, weights_only=True, map_location="cpu")["curve"]:
            out.append(
                {**entry, "minutes": start + entry["minutes"], "step": steps + entry["step"]}
            )
    return out


def main(argv: Sequence[str] | None = None) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--plates", type=int, required=True, help="drawn plates in training")
    parser.add_argument("--seeds", type=int, nargs="+", required=True, help="of the drawn plates")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--before", type=Path, nargs="*", default=[])
    parser.add_argument("--command", required=True)
    parser.add_argument("--activate", action="store_true")
    args = parser.parse_args(argv)
    result, _, _ = evaluate(args.model, args.data)
    metrics = {k: v for k, v in result.items() if k not in ("calibration", "confusion")}
    card = {
        "id": args.model.stem,
        "task": "reader",
        "version": args.model.stem.removeprefix("reader-v"),
        "licence": "MIT",
        "input": {
            "name": "plates",
            "shape": [None, 3, INPUT_HEIGHT, INPUT_WIDTH],
            "colour": "RGB 0-1",
            "fit": "stretch",
            "gflop": round(2 * count_macs() / 1e9, 3),
        },
        "alphabet": ALPHABET,
        "data": data_of(args.data, args.plates, args.seeds),
        "metrics": {
            "set": "ocr/val, held-out crops, as the app reads them; no threshold",
            **metrics,
            "photos": {
                "set": "plates of detect/val read by eye, true boxes, as the app reads them",
                **photo_table(args.model, args.data, TTA_MARGINS, doubt=True),
            },
        },
        "calibration": result["calibration"],
        "curves": curves_of([*args.before, args.checkpoint]),
        "confusion": result["confusion"],
        "command": args.command,
    }
    print(write_card(args.model, card))
    if args.activate:
        activate(args.model.parent, "reader", args.model.stem)


if __name__ == "__main__":
    main()
