"""Trains the reader for so many minutes of wall time; always ends with a finished schedule.

    python -m platewheel.synth.fonts
    python -m platewheel.synth.cache --out cache/synth --plates 160000
    python -m platewheel.reader.train --data ../../data --synth cache/synth --out runs/reader
    --minutes 100
    python -m platewheel.reader.train … --resume          # goes on after a stop, on the same clock

`--data` may also be a dataset that the app exported (zip, or unpacked with its manifest.json).
`--start FILE` begins from the averaged weights of an earlier run with a new schedule.
`--teacher FILE`, given several times, also teaches what their mean says of every view.
`--real 0` trains on drawn plates alone, `--leave-out SOURCE` without a source:
`leave_one_source_out.py` measures both.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import cv2
import numpy as np
import torch
from torch import Tensor

from platewheel.common.app_dataset import DatasetError
from platewheel.common.train_options import add_train_options
from platewheel.common.trainer import Clock, load_checkpoint, save_checkpoint
from platewheel.common.training_data import is_app_dataset, reader_folder

from .batches import Batch, Mix, batches
from .crops import Crop, load_crops
from .folds import FOLDS, in_fold
from .model import Reader
from .predict import input_of, probabilities, reading_of
from .resize_mode import ResizeMode, resized_by
from .trainer import ReaderTrainer


def check(model: Reader, crops: list[Crop], inputs: np.ndarray) -> dict[str, float]:
    """Exact plates on the held-out crops: all, by rows, and the mean over sources of at least
    20.
    """
    found = [
        reading_of(p).text == c.text
        for p, c in zip(probabilities(model, inputs), crops, strict=True)
    ]
    right = np.array(found)
    rows = np.array([c.rows for c in crops])
    sources = np.array([c.source for c in crops])
    large = [s for s in sorted(set(sources)) if (sources == s).sum() >= 20]
    pooled = right[~np.isin(sources, large)]
    means = [right[sources == s].mean() for s in large] + ([pooled.mean()] if len(pooled) else [])
    return {
        "exact": float(right.mean()),
        "one_row": float(right[rows == 1].mean()) if (rows == 1).any() else float("nan"),
        "two_row": float(right[rows == 2].mean()) if (rows == 2).any() else float("nan"),
        "source_mean": float(np.mean(means)),
    }


def open_trainer(args: argparse.Namespace) -> ReaderTrainer:
    """As the command line asks; with `--resume` where the run stands."""
    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    trainer = ReaderTrainer(
        args.learning_rate, args.decay, device, args.bf16, args.start, teachers=args.teacher
    )
    last = args.out / "last.pt"
    if args.resume and last.exists():
        trainer.restore(load_checkpoint(last))
    return trainer


def held_out(data: Path, fold: int | None, listed_photos: bool) -> list[Crop]:
    """What is evaluated on: val, or the fold of all labelled crops that is kept out."""
    return load_crops(data, "val") if fold is None else in_fold(data, fold, listed_photos)[1]


def train(
    trainer: ReaderTrainer, args: argparse.Namespace, source: Iterator[Batch], crops: list[Crop]
) -> None:
    """Until the minutes are over, counted in wall time, or `--total-steps` are done."""
    inputs = (
        np.stack([input_of(resized_by(c.image, args.resize_mode)) for c in crops])
        if crops
        else np.zeros((0, 3, 64, 160), np.float32)
    )
    clock = Clock(args.minutes, args.total_steps, trainer.seconds)
    stop_at = clock.seconds + args.max_seconds if args.max_seconds else math.inf
    next_look = clock.seconds + args.eval_minutes * 60
    sums: dict[str, Tensor] = {}
    since = 0
    while (progress := clock.share(trainer.steps)) < 1 and clock.seconds < stop_at:
        parts = trainer.step(next(source), progress)
        sums = {name: value + sums.get(name, 0.0) for name, value in parts.items()}
        since += 1
        trainer.seconds = clock.seconds
        over = clock.share(trainer.steps) >= 1 or clock.seconds >= stop_at
        if clock.seconds >= next_look or over:
            next_look = clock.seconds + args.eval_minutes * 60
            entry = {
                "step": trainer.steps,
                "minutes": trainer.seconds / 60,
                **{k: float(v) / since for k, v in sums.items()},
            }
            if crops:
                entry |= check(trainer.ema, crops, inputs)
            trainer.curve.append(entry)
            print(json.dumps({k: round(v, 4) for k, v in entry.items()}), flush=True)
            save_checkpoint(args.out / "last.pt", trainer.state())
            sums, since = {}, 0


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data",
        type=Path,
        help="folder with ocr/ and detect/, or export; without it drawn plates only",
    )
    add_train_options(parser, out="runs/reader", minutes=100, learning_rate=2e-3)
    parser.add_argument("--synth", type=Path, default=Path("cache/synth"))
    parser.add_argument("--eval-minutes", type=float, default=5)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--decay", type=float, default=0.03)
    parser.add_argument(
        "--real", type=float, default=Mix.real, help="share of real crops in a batch"
    )
    parser.add_argument(
        "--teacher",
        type=Path,
        action="append",
        default=[],
        help="weights whose mean is learned beside the labels",
    )
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="kept out, see folds.py")
    parser.add_argument("--resize-mode", choices=get_args(ResizeMode), default="stretch")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """See the module's docstring."""
    args = parse(arguments)
    torch.set_num_threads(args.threads)
    cv2.setNumThreads(0)  # its threads do not survive the fork of a loader process
    try:
        data = reader_folder(args.data, args.cache) if args.data else None
    except DatasetError as error:
        raise SystemExit(str(error)) from error
    args.out.mkdir(parents=True, exist_ok=True)
    trainer = open_trainer(args)
    listed = bool(args.data) and not is_app_dataset(args.data)
    crops = held_out(data, args.fold, listed) if data else []
    mix = Mix(
        real=args.real,
        leave_out=tuple(args.leave_out),
        listed_photos=listed,
        fold=args.fold,
        resize_mode=args.resize_mode,
    )
    source = batches(args.synth, data, args.batch, args.seed + trainer.steps, mix, args.workers)
    train(trainer, args, source, crops)


if __name__ == "__main__":
    main()
