"""Trains many detectors on one stream of pictures, for machines with a GPU and many cores.

    python -m platewheel.detector.multi_train --data DIR/detect --review label_review.csv \\
        --minutes 10 --workers 8 --batch-at-320 64 --anchors checkpoints/detector-v3.pt \\
        --learner "v4 --start checkpoints/detector-v3.pt" \\
        --background "without-olpr --leave-out olpr" --out runs/multi

A learner is a name and options of `train` (`--start`, `--leave-out`, `--seed`,
`--learning-rate`, widths, levels and losses of the network); all others are given once, for all.
See `common/multi_trainer.py` for what the background is. A picture that holds
anything of an excluded source (also as a tile of a mosaic, or a plate pasted in) is kept from that
learner. Without `--start` a network begins with random weights and the anchors of `--anchors`.
Each leaves `last.pt`, `config.json` and `metrics.jsonl` in a folder of its name, as `card` takes
them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import torch
from torch import Tensor

from platewheel.common.multi_trainer import MultiTrainer, TrainerWorker, add_learners, named
from platewheel.common.sources import WEIGHTS, with_same_camera
from platewheel.common.trainer import save_checkpoint
from platewheel.detector.augment import Augmenter
from platewheel.detector.data import PixelCache, select_sources
from platewheel.detector.loader import Pictures, batches, plan_epoch
from platewheel.detector.model import ModelConfig
from platewheel.detector.options import TrainConfig, left_out, load_data, parse, train_config
from platewheel.detector.state import load_detector, with_levels
from platewheel.detector.train import note_of_start, write_config
from platewheel.detector.trainer import DetectorTrainer

FEWEST = 4  # pictures in a step: batch norm over less does harm
EPOCHS_AT_ONCE = 100  # loader processes start anew less often


class DetectorWorker(TrainerWorker):
    """A detector that learns in its own process."""

    def __init__(
        self,
        options: Mapping[str, list[str]],
        notes: Mapping[str, dict[str, Any]],
        run: Path,
        anchors: Path,
        name: str,
    ) -> None:
        super().__init__(name)
        args = parse(["--data", ".", *options[name]], "")
        torch.set_num_threads(1)
        torch.manual_seed(args.seed)
        self.run, self.left_out = run / name, frozenset(with_same_camera(args.leave_out))
        self.run.mkdir(parents=True, exist_ok=True)
        self.config = train_config(args)
        earlier = load_detector(args.start) if args.start else None
        like = earlier.config if earlier else load_detector(anchors).config
        shape = replace(
            like, widths=tuple(args.widths), depths=tuple(args.depths), neck_width=args.neck
        )
        model_config: ModelConfig = with_levels(like if earlier else shape, args.levels)
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.trainer = DetectorTrainer(model_config, self.config, device, args.bf16, earlier)
        write_config(self.run / "config.json", notes[name], model_config)

    def learn(self, batch: Pictures, progress: float) -> tuple[int, dict[str, Tensor]]:
        """One step, on what this learner may see."""
        batch = batch.without(self.left_out)
        if len(batch.images) < FEWEST:
            return 0, {}
        return len(batch.images), self.trainer.step(batch, progress)

    def record(self, parts: dict[str, float], seen: int) -> dict[str, float]:
        """A line of `metrics.jsonl`."""
        row = parts | {"progress": self.progress, "steps": self.trainer.steps, "photos": seen}
        with (self.run / "metrics.jsonl").open("a") as out:
            out.write(json.dumps(row) + "\n")
        return row

    def save(self) -> None:
        """`last.pt`"""
        save_checkpoint(self.run / "last.pt", self.trainer.state())


def stream(
    augmenter: Augmenter, config: TrainConfig, workers: int, calm: bool
) -> Iterator[Pictures]:
    """Epochs of batches without end; the last, smaller batch of each is left out."""
    plan = replace(config.plan, sizes=config.calm_sizes) if calm else config.plan
    augmenter.config = config.augment.calmer() if calm else config.augment
    for first in range(0, 10_000, EPOCHS_AT_ONCE):
        jobs = []
        for epoch in range(first, first + EPOCHS_AT_ONCE):
            # Calm epochs are others: the seeds of a run are ten thousand apart.
            seed = config.seed * 10_000 + (9_999 - epoch if calm else epoch)
            epoch_jobs = plan_epoch(augmenter.photos, WEIGHTS, plan, seed)
            jobs += epoch_jobs[:-1] or epoch_jobs
        yield from batches(augmenter, jobs, workers)


def main(argv: list[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    add_learners(p)
    p.add_argument("--anchors", type=Path, required=True, help="a detector's weights")
    own, rest = p.parse_known_args(argv)
    args = parse(rest, __doc__ or "")
    torch.set_num_threads(1)
    cv2.setNumThreads(0)  # its threads do not survive the fork of a loader process
    learners = named([*own.learner, *own.background])
    photos, _, problems = load_data(args)
    for problem in problems:
        print(problem, file=sys.stderr)
    config = train_config(args)
    augmenter = Augmenter(photos, PixelCache(photos, args.cache), config.augment, config.seed)
    pace = ["--batch-at-320", str(config.plan.batch_at_320), "--minutes", str(args.minutes)]
    options = {name: [*pace, *more] for name, more in learners.items()}
    notes = {}
    for name, more in options.items():
        # Raises for a mistyped source: the network that is to be kept from it would see it.
        asked = parse(["--data", ".", *more], name).leave_out
        seen = select_sources(photos, exclude=left_out(asked, photos))
        notes[name] = note_of_start(0, argv or sys.argv[1:], config, seen)
        notes[name] |= {"module": "platewheel.detector.multi_train", "learner": name}
    make = partial(DetectorWorker, options, notes, args.out, own.anchors)
    multi_trainer = MultiTrainer(make, [*named(own.learner)], [*named(own.background)])
    began = time.monotonic()

    def share_done() -> float:
        return (time.monotonic() - began) / (config.minutes * 60)

    def share_until_calm() -> float:
        share = share_done()
        return share if share < config.calm_from else 1.0

    multi_trainer.run(stream(augmenter, config, args.workers, calm=False), share_until_calm)
    multi_trainer.run(stream(augmenter, config, args.workers, calm=True), share_done)
    multi_trainer.finish()


if __name__ == "__main__":
    main()
