"""Prints an evaluation as Markdown tables, as they stand in `docs/detector.md`.

python -m platewheel.detector.report runs/v1/eval.json
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Figures = dict[str, Any]


def tables(report: Figures) -> str:
    """All tables, one after the other."""
    sizes: dict[str, Figures] = report["sizes"]
    parts = [
        "Average precision at IoU 0.5 (95 % interval):\n\n" + _precision(sizes),
        f"Recall at confidence {report['threshold']} (95 % interval, n):\n\n" + _recall(sizes),
        "False boxes at that confidence:\n\n" + _false(sizes),
    ]
    return "\n\n".join(parts) + "\n"


def _precision(sizes: dict[str, Figures]) -> str:
    first = next(iter(sizes.values()))
    rows = [
        ["mean of sources", "", *(_mean(f) for f in sizes.values())],
        [
            "the same, labels as reviewed",
            "",
            *(_mean(f.get("reviewed_labels")) for f in sizes.values()),
        ],
        ["all photos pooled", str(first["recall"]["n"]), *(_pooled(f) for f in sizes.values())],
        ["mAP50-95, mean of sources", "", *(_tight(f) for f in sizes.values())],
    ]
    for name, source in first["sources"].items():
        cells = [_source(f["sources"][name]) for f in sizes.values()]
        rows.append([f"`{name}`", str(source["plates"]), *cells])
    return _table(["", "plates", *sizes], rows)


def _recall(sizes: dict[str, Figures]) -> str:
    rows = [["all", *(_rate(f["recall"]) for f in sizes.values())]]
    for group in ("height_in_input", "attributes"):
        names = dict.fromkeys(name for f in sizes.values() for name in f[group])
        for name in names:
            rows.append([name, *(_rate(f[group].get(name)) for f in sizes.values())])
    return _table(["plates", *sizes], rows)


def _false(sizes: dict[str, Figures]) -> str:
    given, reviewed = list(sizes.values()), [f.get("reviewed_labels") for f in sizes.values()]
    rows = [
        ["plate-free photos", *(_tally(f, "photos") for f in given)],
        ["plate-free parts", *(_tally(f, "parts_of_photos") for f in given)],
        ["the same, labels as reviewed", *(_tally(f, "parts_of_photos") for f in reviewed)],
    ]
    return _table(["", *sizes], rows)


def _tally(figures: Figures | None, key: str) -> str:
    if figures is None:
        return ""
    tally = figures["plate_free"][key]
    return f"{tally['false_boxes']} in {tally['photos']}"


def _mean(figures: Figures | None) -> str:
    if figures is None:
        return ""
    return _with(figures["map50_mean_of_sources"], figures["map50_mean_interval"])


def _pooled(figures: Figures) -> str:
    return _with(figures["map50_pooled"], figures["map50_pooled_interval"])


def _source(source: Figures) -> str:
    return _with(source["map50"], source["map50_interval"])


def _tight(figures: Figures) -> str:
    return f"{figures['map50_95_mean_of_sources']:.3f}"


def _rate(rate: Figures | None) -> str:
    if rate is None or not rate["n"]:
        return "–"
    return f"{_with(rate['rate'], rate['interval'])}, {rate['n']}"


def _with(value: float, interval: Sequence[float]) -> str:
    return f"{value:.3f} ({interval[0]:.2f}–{interval[1]:.2f})"


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main(argv: list[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("evaluation", type=Path)
    args = p.parse_args(argv)
    print(tables(json.loads(args.evaluation.read_text())))


if __name__ == "__main__":
    main()
