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
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import torch
from torch import Tensor

from platewheel.common.crowd import Crowd
from platewheel.common.training_data import is_app_dataset, reader_folder
from platewheel.detector.together import by_name, named

from .batches import Batch, Mix, batches
from .crops import sources_in
from .train import Run, parse

LOG_EVERY_S = 20.0
SAVE_EVERY_S = 60.0
FEWEST = 8  # views in a step: batch norm over less does harm


def kept_from(args: argparse.Namespace) -> frozenset[str]:
    """The origins (see `tagged_crops`) that these options of `train` exclude."""
    out = {*args.leave_out, "val" if args.fold is None else f"fold {args.fold}"}
    return frozenset(out | ({"real"} if args.real == 0 else set()))


class Pupil:
    """A learner in its own process."""

    def __init__(self, options: Mapping[str, list[str]], out: Path, name: str) -> None:
        args = parse(["--out", str(out / name), *options[name]])
        args.out.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(1)
        self.name, self.run, self.left_out = name, Run(args), kept_from(args)
        self.grey = args.framing == "grey"
        self.views, self.steps, self.progress = 0, 0, 0.0
        self.sums: dict[str, Tensor] = {}
        self.logged = self.saved = self.began = time.monotonic()

    def take(self, batch: Batch, progress: float) -> None:
        """One step, on what this learner may see."""
        batch = batch.without(self.left_out)
        if len(batch.plates) < FEWEST:
            return
        if self.grey:
            batch = replace(batch, plates=greyed(batch.plates))
        parts = self.run.train_step(batch, progress)
        self.sums = {k: v + self.sums.get(k, 0.0) for k, v in parts.items()}
        self.views, self.steps, self.progress = (
            self.views + len(batch.plates),
            self.steps + 1,
            progress,
        )
        now = time.monotonic()
        if now - self.logged > LOG_EVERY_S:
            self.logged = now
            self._log()
        if now - self.saved > SAVE_EVERY_S:
            self.saved = now
            self.run.save()

    def finish(self) -> None:
        """The last line of the log, and the weights."""
        self._log()
        self.run.save()

    def _log(self) -> None:
        row = {k: float(v) / max(self.steps, 1) for k, v in self.sums.items()}
        self.run.seconds = time.monotonic() - self.began
        row |= {"step": self.run.step, "views": self.views, "progress": self.progress}
        self.run.curve.append(row | {"minutes": self.run.seconds / 60})
        print(self.name, json.dumps({k: round(v, 4) for k, v in row.items()}), flush=True)
        self.views, self.steps, self.sums = 0, 0, {}


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
    p.add_argument("--learner", action="append", required=True, metavar="'NAME OPTIONS'")
    p.add_argument("--aside", action="append", default=[], metavar="'NAME OPTIONS'")
    own, rest = p.parse_known_args(argv)
    args = parse(rest)
    torch.set_num_threads(1)
    cv2.setNumThreads(0)  # its threads do not survive the fork of a loader process
    learners, aside = by_name([*own.learner, *own.aside]), [named(a)[0] for a in own.aside]
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
    first = [name for name in learners if name not in aside]
    crowd = Crowd(partial(Pupil, learners, args.out), first, aside)
    began = time.monotonic()
    crowd.teach(source, lambda: (time.monotonic() - began) / (args.minutes * 60))
    lost = crowd.finish()
    if lost:
        raise SystemExit(f"did not end well: {', '.join(lost)}")


if __name__ == "__main__":
    main()
