"""How well sources are read that a run never saw, beside the baseline, as a table.

    python -m platewheel.reader.leave_one_source_out --data DIR --baseline runs/baseline.json \\
        --drawn runs/drawn-only/last.pt --without olpr=runs/without-olpr/last.pt …

All crops of a source count, of train and val alike: none was trained on. "By convention" optional
signs may be present or absent (`scoring.right_by_convention`), for both readers alike.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .crops import Crop, load_crops
from .model import Reader, ReaderConfig
from .predict import probabilities, reading_of
from .scoring import rate, right_by_convention
from .tta import crop_inputs, read_with_tta

#: Sources of fewer crops are pooled.
LEAST = 50
#: Crops read together; all of them take gigabytes.
AT_ONCE = 256


def read_all(checkpoint: Path, crops: Sequence[Crop]) -> list[str]:
    """Texts as the app reads ready crops, by a run's averaged weights."""
    model = Reader(ReaderConfig())
    model.load_state_dict(torch.load(checkpoint, weights_only=True, map_location="cpu")["ema"])
    texts = []
    for start in range(0, len(crops), AT_ONCE):
        first = crop_inputs([c.image for c in crops[start : start + AT_ONCE]])
        texts += [reading_of(p).text for p in read_with_tta(partial(probabilities, model), first)]
    return texts


def score(texts: Sequence[str], crops: Sequence[Crop]) -> dict[str, Any]:
    """Rates with intervals: strictly, and by convention."""
    pairs = list(zip(texts, crops, strict=True))
    return {
        "exact": rate([text == c.text for text, c in pairs]),
        "by_convention": rate([right_by_convention(text, c.text, c.region) for text, c in pairs]),
    }


def groups_of(crops: Sequence[Crop]) -> dict[str, list[Crop]]:
    """Crops by source, those of small ones together as `others`."""
    by_source: dict[str, list[Crop]] = {}
    for crop in crops:
        by_source.setdefault(crop.source, []).append(crop)
    large = {s: of for s, of in sorted(by_source.items()) if len(of) >= LEAST}
    others = [c for s, of in sorted(by_source.items()) if s not in large for c in of]
    return large | ({"others": others} if others else {})


def table(result: dict[str, dict[str, Any]], columns: Sequence[str]) -> str:
    """Markdown: exact plates in % with their interval, by convention behind it where it differs."""

    def cell(of: dict[str, Any] | None) -> str:
        if of is None:
            return "–"
        exact, agreed = of["exact"], of["by_convention"]
        low, high = exact["interval"]
        text = f"{100 * exact['rate']:.1f} [{100 * low:.0f}–{100 * high:.0f}]"
        differs = agreed["rate"] != exact["rate"]
        return text + (f", {100 * agreed['rate']:.1f}" if differs else "")

    lines = [f"| source | n | {' | '.join(columns)} |", "|---" * (len(columns) + 2) + "|"]
    for source, of in result.items():
        cells = " | ".join(cell(of["readers"].get(name)) for name in columns)
        lines.append(f"| {source} | {of['n']} | {cells} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--baseline", type=Path, required=True, help="from baseline.py, of both splits"
    )
    parser.add_argument("--drawn", type=Path, required=True)
    parser.add_argument("--without", action="append", default=[], metavar="SOURCE=CHECKPOINT")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args(argv)
    crops = load_crops(args.data, "train") + load_crops(args.data, "val")
    baseline: dict[str, str] = json.loads(args.baseline.read_text())
    drawn = dict(zip((c.name for c in crops), read_all(args.drawn, crops), strict=True))
    without = dict(pair.split("=", 1) for pair in args.without)
    columns = ["drawn plates alone", "without the source", "PP-OCRv4"]
    groups = groups_of(crops)
    groups |= {"all": crops, "two rows of all": [c for c in crops if c.rows == 2]}
    result: dict[str, dict[str, Any]] = {}
    for source, of in groups.items():
        readers = {
            columns[0]: score([drawn[c.name] for c in of], of),
            columns[2]: score([baseline[c.name] for c in of], of),
        }
        if source in without:
            readers[columns[1]] = score(read_all(Path(without[source]), of), of)
        result[source] = {"n": len(of), "readers": readers}
    print(table(result, columns))
    for name in columns:
        rates = [
            result[s]["readers"][name]["by_convention"]["rate"]
            for s in groups
            if s not in ("all", "two rows of all") and name in result[s]["readers"]
        ]
        print(f"mean of {len(rates)} sources by convention, {name}: {100 * np.mean(rates):.1f} %")
    if args.out:
        args.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
