"""Trains many readers on one stream of views, for machines with a GPU and many cores.

    python -m platewheel.reader.together --data DIR --synth cache/synth --minutes 10 --workers 5 \\
        --batch 256 --learner "v5 --start checkpoints/reader-v4.pt" \\
        --aside "without-olpr --leave-out olpr --start checkpoints/reader-drawn-only.pt" \\
        --aside "fold-0 --fold 0 --start checkpoints/reader-drawn-only.pt" --out runs/together

A learner is a name and options of `train`: `--start`, `--rate`, `--seed`, `--framing grey`, and
what it is kept from: `--leave-out`, `--fold`, `--real 0` (all real crops). Without `--fold` no crop
of val is shown. Parts of photos without a plate, behind the plates and as views of nothing, come
from sources that nobody leaves out. What a learner may not see is dropped from its batches and not
drawn again: it has fewer real crops than a run of `train` that leaves the same out. See
`common/crowd.py` for what being aside means.
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

from platewheel.common.crowd import Crowd, Pupil, add_learners, named
from platewheel.common.training_data import is_app_dataset, reader_folder

from .batches import Batch, Mix, batches
from .crops import sources_in
from .train import Run, parse

FEWEST = 8  # views in a step: batch norm over less does harm


def kept_from(args: argparse.Namespace) -> frozenset[str]:
    """The origins (see `tagged_crops`) that these options of `train` exclude."""
    out = {*args.leave_out, "val" if args.fold is None else f"fold {args.fold}"}
    return frozenset(out | ({"real"} if args.real == 0 else set()))


class ReaderPupil(Pupil):
    """A reader that learns in its own process."""

    def __init__(self, options: Mapping[str, list[str]], out: Path, name: str) -> None:
        super().__init__(name)
        args = parse(["--out", str(out / name), *options[name]])
        args.out.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(1)
        self.run, self.left_out = Run(args), kept_from(args)
        self.grey = args.framing == "grey"

    def learn(self, batch: Batch, progress: float) -> tuple[int, dict[str, Tensor]]:
        """One step, on what this learner may see."""
        batch = batch.without(self.left_out)
        if len(batch.plates) < FEWEST:
            return 0, {}
        if self.grey:
            batch = replace(batch, plates=greyed(batch.plates))
        return len(batch.plates), self.run.train_step(batch, progress)

    def record(self, parts: dict[str, float], seen: int) -> dict[str, float]:
        """An entry of the run's curve."""
        self.run.seconds = time.monotonic() - self.began
        row = parts | {"step": self.run.step, "views": seen, "progress": self.progress}
        self.run.curve.append(row | {"minutes": self.run.seconds / 60})
        return row

    def save(self) -> None:
        """`last.pt`"""
        self.run.save()


def greyed(plates: Tensor) -> Tensor:
    """uint8 [B, 64, 160, 3] in three equal channels, weighted as `framing.py` does it."""
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
    learners = named([*own.learner, *own.aside])
    asked = [parse(["--out", ".", *options]) for options in learners.values()]
    if any(of.framing == "letterbox" for of in asked):
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
    make = partial(ReaderPupil, learners, args.out)
    crowd = Crowd(make, [*named(own.learner)], [*named(own.aside)])
    began = time.monotonic()
    crowd.teach(source, lambda: (time.monotonic() - began) / (args.minutes * 60))
    crowd.finish()


if __name__ == "__main__":
    main()
