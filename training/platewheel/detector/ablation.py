"""Trains variants of the detector for equally long and compares them on sources they never saw.

    python -m platewheel.detector.ablation --data DIR/detect --steps 600 --out runs/ablation

Each variant leaves `HELD_OUT` out and has the same seed and number of steps. All begin from random
weights, or from those of `--start` (which must not have seen those sources; a narrower network
cannot). Finished runs are kept, a table is printed.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from platewheel.common.metrics import map_of
from platewheel.detector import train
from platewheel.detector.data import Photo, select_sources
from platewheel.detector.dataset_formats import FORMATS
from platewheel.detector.export import export
from platewheel.detector.predict import Runner, onnx_runner, run_photos, torch_runner
from platewheel.detector.state import load_detector

HELD_OUT = ("olpr", "lka", "vnr", "rfmix", "idn")
SIZES = (320, 416)
NARROW = ("--widths", "16", "32", "64", "96", "128", "--depths", "1", "1", "2", "1", "--neck", "48")
VARIANTS: dict[str, tuple[str, ...]] = {
    "as shipped": (),
    "narrower": NARROW,
    "head at stride 4": ("--levels", "4"),
    "focal objectness": ("--objectness", "focal"),
    "varifocal objectness": ("--objectness", "varifocal"),
    "only the best places": ("--only-best",),
    "plain IoU": ("--plain-iou",),
    "one size, 320": ("--sizes", "320"),
}


def main(argv: list[str] | None = None) -> None:
    """By the command line."""
    args = parse(argv)
    photos, _ = FORMATS["yolo"](args.data / "val", 1)
    unseen = select_sources(photos, HELD_OUT)
    rows = []
    for name in args.only or VARIANTS:
        run = args.out / name.replace(" ", "-").replace(",", "")
        if not (run / "figures.json").exists():
            more = ("--total-steps", str(args.steps), "--seed", str(args.seed), *VARIANTS[name])
            out = [v for source in HELD_OUT for v in ("--leave-out", source)]
            if args.start:
                more = (*more, "--start", str(args.start))
            where = ("--data", str(args.data), "--out", str(run), "--cache", str(args.cache))
            review = ("--review", str(args.review)) if args.review else ()
            pace = (
                "--batch-at-320",
                str(args.batch_at_320),
                "--learning-rate",
                str(args.learning_rate),
            )
            train.main([*where, *review, *pace, *more, *out])
            (run / "figures.json").write_text(json.dumps(measure(run, unseen)))
        rows.append((name, json.loads((run / "figures.json").read_text())))
    print(table(rows))


def measure(run: Path, photos: Sequence[Photo]) -> dict[str, Any]:
    """AP50 by input size and source, size and speed of the file, pictures that were seen."""
    export(load_detector(run / "last.pt"), run / "model.onnx")
    runner, last = onnx_runner(run / "model.onnx", 1), load_detector(run / "last.pt", "model")
    epochs = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    return {
        "averaged": {s: by_source(runner, photos, s) for s in SIZES},
        "not_averaged": by_source(torch_runner(last), photos, SIZES[0]),
        "bytes": (run / "model.onnx").stat().st_size,
        "ms": milliseconds(runner),
        "pictures": sum(e["photos"] for e in epochs),
    }


def by_source(run: Runner, photos: Sequence[Photo], size: int) -> dict[str, float]:
    """AP50 of each source."""
    results = list(zip(photos, run_photos(run, photos, size), strict=True))
    return {s: map_of([r for p, r in results if p.source == s]) for s in HELD_OUT}


def milliseconds(run: Runner, rounds: int = 30) -> float:
    """Fastest of `rounds` runs at 320×192, one thread."""
    image = np.zeros((1, 3, 192, 320), np.float32)
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run(image)
        times.append(time.perf_counter() - began)
    return 1000 * min(times)


def table(rows: Sequence[tuple[str, dict[str, Any]]]) -> str:
    """Markdown, one row a variant."""
    sizes = [str(s) for s in SIZES]
    head = ["", "pictures", *sizes, f"{SIZES[0]}, not averaged", *HELD_OUT, "MB", "ms"]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for name, figures in rows:
        averaged = figures["averaged"]
        mean = [float(np.mean(list(averaged[s].values()))) for s in sizes]
        raw = float(np.mean(list(figures["not_averaged"].values())))
        cells = [*mean, raw, *(averaged[sizes[-1]][source] for source in HELD_OUT)]
        sizing = [f"{figures['bytes'] / 1e6:.1f}", f"{figures['ms']:.1f}"]
        shown = [name, f"{figures['pictures']:,}", *(f"{c:.3f}" for c in cells), *sizing]
        lines.append("| " + " | ".join(shown) + " |")
    return "\n".join(lines)


def parse(argv: list[str] | None) -> argparse.Namespace:
    """The command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--data", type=Path, required=True, help="folder with train/ and val/")
    p.add_argument("--out", type=Path, default=Path("runs/ablation"))
    p.add_argument("--cache", type=Path, default=Path("cache"))
    p.add_argument("--review", type=Path, help="corrected labels, see review.py")
    p.add_argument("--steps", type=int, default=600)
    p.add_argument("--start", type=Path)
    p.add_argument("--learning-rate", type=float, default=2e-3, help="peak learning rate")
    p.add_argument("--seed", type=int, default=31)
    p.add_argument("--batch-at-320", type=int, default=12)
    p.add_argument("--only", action="append", choices=sorted(VARIANTS))
    return p.parse_args(argv)


if __name__ == "__main__":
    main()
