"""Trains many readers on one stream of views, for machines with a GPU and many cores.

    python -m platewheel.reader.multi_train --data DIR --synth cache/synth --minutes 10 \\
        --workers 5 --batch 256 --learner "v12 --start checkpoints/reader-v11.pt" \\
        --background "without-olpr --leave-out olpr --start checkpoints/reader-drawn-only.pt" \\
        --background "fold-0 --fold 0 --start checkpoints/reader-drawn-only.pt" --out runs/multi

A learner is a name and options of `train`: `--start`, `--learning-rate`, `--seed`,
`--resize-mode grey`, and what it is kept from: `--leave-out`, `--fold`, `--real 0` (real crops).
Without `--fold` no crop of val is shown. Parts of photos without a plate, behind the plates and as
views of nothing, come from sources that nobody leaves out. What a learner may not see is dropped
from its batches and not drawn again: it has fewer real crops than a run of `train` that leaves the
same out. See `common/multi_trainer.py` for what the background is.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import torch
from torch import Tensor

from platewheel.common.multi_trainer import MultiTrainer, TrainerWorker, add_learners, named
from platewheel.common.sources import with_same_camera
from platewheel.common.trainer import save_checkpoint
from platewheel.common.training_data import is_app_dataset, reader_folder

from .batches import Batch, Mix, batches
from .crops import sources_in
from .train import open_trainer, parse

FEWEST = 8  # views in a step: batch norm over less does harm


def kept_from(args: argparse.Namespace) -> frozenset[str]:
    """The origins (see `tagged_crops`) that these options of `train` exclude."""
    out = {*with_same_camera(args.leave_out), "val" if args.fold is None else f"fold {args.fold}"}
    return frozenset(out | ({"real"} if args.real == 0 else set()))


class ReaderWorker(TrainerWorker):
    """A reader that learns in its own process."""

    def __init__(self, options: Mapping[str, list[str]], out: Path, name: str) -> None:
        super().__init__(name)
        args = parse(["--out", str(out / name), *options[name]])
        args.out.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(1)
        self.trainer, self.left_out = open_trainer(args), kept_from(args)
        self.path = args.out / "last.pt"
        self.grey = args.resize_mode == "grey"

    def learn(self, batch: Batch, progress: float) -> tuple[int, dict[str, Tensor]]:
        """One step, on what this learner may see."""
        batch = batch.without(self.left_out)
        if len(batch.plates) < FEWEST:
            return 0, {}
        if self.grey:
            batch = replace(batch, plates=greyed(batch.plates))
        return len(batch.plates), self.trainer.step(batch, progress)

    def record(self, parts: dict[str, float], seen: int) -> dict[str, float]:
        """An entry of the run's curve."""
        self.trainer.seconds = time.monotonic() - self.began
        row = parts | {"step": self.trainer.steps, "views": seen, "progress": self.progress}
        self.trainer.curve.append(row | {"minutes": self.trainer.seconds / 60})
        return row

    def save(self) -> None:
        """`last.pt`"""
        save_checkpoint(self.path, self.trainer.state())


def greyed(plates: Tensor) -> Tensor:
    """uint8 [B, 64, 160, 3] in three equal channels, weighted as `resize_mode.py` does it."""
    weights = torch.tensor([0.299, 0.587, 0.114])
    grey = (plates.float() @ weights).round().to(torch.uint8)
    return grey[..., None].expand(-1, -1, -1, 3).contiguous()


def main(argv: list[str] | None = None) -> None:
    """See the module's docstring."""
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_learners(p)
    own, rest = p.parse_known_args(argv)
    args = parse(rest)
    torch.set_num_threads(1)
    cv2.setNumThreads(0)  # its threads do not survive the fork of a loader process
    learners = named([*own.learner, *own.background])
    asked = [parse(["--out", ".", *options]) for options in learners.values()]
    if any(of.resize_mode == "letterbox" for of in asked):
        raise SystemExit("letterboxed views are others: they need a run of their own")
    left_out = sorted({source for of in asked for source in of.leave_out})
    data = reader_folder(args.data, args.cache) if args.data else None
    if data and (unknown := set(left_out) - sources_in(data)):
        # A mistyped source would be seen by the reader that is to be kept from it.
        raise SystemExit(f"no such source: {', '.join(sorted(unknown))}")
    listed = bool(args.data) and not is_app_dataset(args.data)
    mix = Mix(real=args.real, leave_out=tuple(left_out), listed_photos=listed, tagged=True)
    source = batches(args.synth, data, args.batch, args.seed, mix, args.workers)
    next(source)  # everything is read: the clock may start
    make = partial(ReaderWorker, learners, args.out)
    multi_trainer = MultiTrainer(make, [*named(own.learner)], [*named(own.background)])
    began = time.monotonic()
    multi_trainer.run(source, lambda: (time.monotonic() - began) / (args.minutes * 60))
    multi_trainer.finish()


if __name__ == "__main__":
    main()
