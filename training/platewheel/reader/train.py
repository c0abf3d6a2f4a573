"""Trains the reader for so many minutes of wall time; always ends with a finished schedule.

    python -m platewheel.synth.fonts
    python -m platewheel.synth.cache --out cache/synth --plates 160000
    python -m platewheel.reader.train --data ../../data --synth cache/synth --out runs/reader
    --minutes 100
    python -m platewheel.reader.train … --resume          # goes on after a stop, on the same clock

`--data` may also be a dataset that the app exported (zip, or unpacked with its manifest.json).
`--start FILE` begins from the averaged weights of an earlier run with a new schedule.
`--real 0` trains on drawn plates alone, `--leave-out SOURCE` without a source: `unseen.py`
measures both.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from platewheel.common.app_dataset import DatasetError
from platewheel.common.averaging import move_average
from platewheel.common.training_data import is_app_dataset, reader_folder

from .batches import Batch, Mix, batches, to_input
from .crops import Crop, load_crops
from .folds import FOLDS, in_fold
from .framing import Framing, framed_crop
from .loss import reader_loss
from .model import Reader, ReaderConfig
from .optimiser import Optimiser
from .predict import input_of, probabilities, reading_of

WARMUP_STEPS = 100
EMA_DECAY = 0.998
CLIP = 2.0


def learning_rate(progress: float, step: int, peak: float) -> float:
    """Linear warm-up, then half a cosine over the run (progress 0–1), ending at 1 %."""
    warm = min(1.0, (step + 1) / WARMUP_STEPS)
    return peak * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0))))


def average(ema: nn.Module, model: nn.Module, step: int) -> None:
    """Moving average of weights and of batch-norm statistics; quick at first."""
    decay = min(EMA_DECAY, (1 + step) / (20 + step))
    move_average(ema, model, 1 - decay)


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


def begin_from(model: Reader, path: Path) -> None:
    """Takes over an earlier run's averaged weights; rounds that it lacks stay the identity."""
    gap = model.load_state_dict(
        torch.load(path, weights_only=True, map_location="cpu")["ema"], strict=False
    )
    wrong = [*gap.unexpected_keys, *(k for k in gap.missing_keys if not k.startswith("rounds."))]
    if wrong:
        raise ValueError(f"{path} is of another network: {', '.join(wrong[:5])}")


class Run:
    """State of one training run, saved and resumed as a whole."""

    def __init__(self, args: argparse.Namespace) -> None:
        torch.manual_seed(args.seed)
        self.args = args
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = Reader(ReaderConfig()).to(self.device).to(memory_format=torch.channels_last)
        self.ema = Reader(ReaderConfig()).to(self.device)
        if args.start:
            begin_from(self.model, args.start)
        self.ema.load_state_dict(self.model.state_dict())
        self.optimiser = Optimiser(self.model, args.rate, args.decay)
        self.step = 0
        self.seconds = 0.0
        self.curve: list[dict[str, float]] = []
        self.path = args.out / "last.pt"
        if args.resume and self.path.exists():
            state = torch.load(self.path, weights_only=True, map_location="cpu")
            self.model.load_state_dict(state["model"])
            self.ema.load_state_dict(state["ema"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.seconds, self.curve = state["step"], state["seconds"], state["curve"]

    def save(self) -> None:
        """Whole or not at all."""
        state = {
            "model": self.model.state_dict(),
            "ema": self.ema.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "curve": self.curve,
            "config": asdict(self.model.config),
        }
        partial = self.path.with_suffix(".part")
        torch.save(state, partial)
        partial.rename(self.path)

    def train_step(self, batch: Batch, progress: float) -> dict[str, Tensor]:
        """One update; returns the loss parts."""
        self.model.train()
        batch = batch.to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.args.bf16):
            output = self.model.run(to_input(batch.plates))
        loss, parts = reader_loss(output, batch, aid=max(0.1, 1 - progress))
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        self.optimiser.update(learning_rate(progress, self.step, self.args.rate))
        average(self.ema, self.model, self.step)
        self.step += 1
        return parts


def held_out(data: Path, fold: int | None, listed_photos: bool) -> list[Crop]:
    """What the looks are at: val, or the fold of all labelled crops that is kept out."""
    return load_crops(data, "val") if fold is None else in_fold(data, fold, listed_photos)[1]


def train(run: Run, source: Iterator[Batch], crops: list[Crop]) -> None:
    """Until the minutes are over, counted in wall time, or `--total-steps` are done."""
    args = run.args
    inputs = (
        np.stack([input_of(framed_crop(c.image, args.framing)) for c in crops])
        if crops
        else np.zeros((0, 3, 64, 160), np.float32)
    )
    limit = args.minutes * 60

    def share_done() -> float:
        return run.step / args.total_steps if args.total_steps else run.seconds / limit

    last = time.monotonic()
    next_look = run.seconds + args.look_minutes * 60
    sums: dict[str, Tensor] = {}
    since = 0
    while share_done() < 1:
        parts = run.train_step(next(source), share_done())
        sums = {name: value + sums.get(name, 0.0) for name, value in parts.items()}
        since += 1
        now = time.monotonic()
        run.seconds += now - last
        last = now
        if run.seconds >= next_look or share_done() >= 1:
            next_look = run.seconds + args.look_minutes * 60
            entry = {
                "step": run.step,
                "minutes": run.seconds / 60,
                **{k: float(v) / since for k, v in sums.items()},
            }
            if crops:
                entry |= check(run.ema, crops, inputs)
            run.curve.append(entry)
            print(json.dumps({k: round(v, 4) for k, v in entry.items()}), flush=True)
            run.save()
            sums, since = {}, 0
    run.save()


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
    parser.add_argument("--cache", type=Path, default=Path("cache"), help="where exports go")
    parser.add_argument("--synth", type=Path, default=Path("cache/synth"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=100)
    parser.add_argument(
        "--total-steps", type=int, default=0, help="of the whole run, in place of time"
    )
    parser.add_argument("--look-minutes", type=float, default=5)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.03)
    parser.add_argument(
        "--real", type=float, default=Mix.real, help="share of real crops in a batch"
    )
    parser.add_argument("--leave-out", action="append", default=[], metavar="SOURCE")
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="kept out, see folds.py")
    parser.add_argument("--framing", choices=get_args(Framing), default="stretch")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes that draw views")
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path)
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
    run = Run(args)
    listed = bool(args.data) and not is_app_dataset(args.data)
    crops = held_out(data, args.fold, listed) if data else []
    mix = Mix(
        real=args.real,
        leave_out=tuple(args.leave_out),
        listed_photos=listed,
        fold=args.fold,
        framing=args.framing,
    )
    source = batches(args.synth, data, args.batch, args.seed + run.step, mix, args.workers)
    train(run, source, crops)


if __name__ == "__main__":
    main()
