"""P3: the whole reader trained further on what the teach queue asked for, and on as many at random.

    node scripts/learning/run.mjs picks F PICKS.json       # F as in `reader_features.py`
    python reference/queue_finetune.py --picks PICKS.json --data DATA --synth cache/synth \
        --start checkpoints/reader-drawn-only.pt --steps 400 --out runs/p3

Runs in the environment of training/. Both runs see the plates known before as well, the same drawn
plates, and as many steps. Prints how many of the pool's 700 test plates each reads (one view), and
on how many they differ.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

import cv2
import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
from platewheel.common.trainer import Clock
from platewheel.reader.batches import Mix, batches
from platewheel.reader.crops import load_crops
from platewheel.reader.predict import input_of, probabilities, reading_of
from platewheel.reader.trainer import ReaderTrainer

FIELDS = ("file", "text", "region", "rows")


def write_split(folder: Path, data: Path, names: list[str]) -> None:
    """A `labels.csv` of those crops, wherever they lie in the data."""
    wanted = set(names)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, FIELDS, extrasaction="ignore")
        table.writeheader()
        for split in ("train", "val"):
            at = (data / "ocr" / split).resolve()
            with (at / "labels.csv").open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    if Path(row["file"]).stem in wanted:
                        table.writerow({**row, "file": str(at / row["file"])})


def read_right(args: argparse.Namespace, picks: dict[str, list[str]], how: str) -> np.ndarray:
    """Trains on one choice of plates; which of the test plates the result reads."""
    folder = args.out / how
    write_split(folder / "ocr" / "train", args.data, picks["known"] + picks[how])
    write_split(folder / "ocr" / "val", args.data, picks["test"])
    if not (folder / "detect").exists():
        (folder / "detect").symlink_to((args.data / "detect").resolve())
    torch.manual_seed(args.seed)
    trainer = ReaderTrainer(args.learning_rate, 0.03, torch.device("cpu"), False, args.start)
    mix = Mix(real=0.42, listed_photos=False)
    source = batches(args.synth, folder, 64, args.seed, mix, 1)
    clock = Clock(1, args.steps, 0)
    while (progress := clock.share(trainer.steps)) < 1:
        trainer.step(next(source), progress)
    test = load_crops(folder, "val")
    seen = probabilities(trainer.ema, np.stack([input_of(c.image) for c in test]))
    return np.array([reading_of(p).text == c.text for p, c in zip(seen, test, strict=True)])


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("picks", "data", "synth", "start", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(0)
    picks = json.loads(args.picks.read_text())
    queue, chance = (read_right(args, picks, how) for how in ("queue", "random"))
    print(
        f"{args.steps} steps: {int(queue.sum())} of {len(queue)} read after the queue's plates, "
        f"{int(chance.sum())} after as many at random; "
        f"{int((queue & ~chance).sum())} by the first alone, "
        f"{int((chance & ~queue).sum())} by the second"
    )


if __name__ == "__main__":
    main()
