"""Trains the plate detector.

One core, two hours:
    python -m platewheel.detector.train --data DIR/detect --minutes 115 --out runs/v1
After a pause or a crash:
    the same command with --resume
Several GPUs:
    torchrun --nproc_per_node 8 -m platewheel.detector.train --data DIR/detect --minutes 30

DIR/detect holds train/ and val/, each with images/ and labels/; a dataset that the app exported
(zip, or unpacked with its manifest.json) is read as well. More data by --add voc:FOLDER,
--add ufpr:FOLDER or --add app:EXPORT.zip; leave sources out by --leave-out NAME.
The schedule follows the wall clock, so a run always ends finished, with averaged weights; for
comparisons it follows --total-steps, which a busy machine does not change.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import cv2
import torch

from platewheel.common.app_dataset import DatasetError
from platewheel.common.metrics import map_of, sampled_curve
from platewheel.common.sources import WEIGHTS
from platewheel.common.trainer import Clock, load_checkpoint, save_checkpoint
from platewheel.detector.anchors import fit_anchors, sample_sizes
from platewheel.detector.augment import Augmenter
from platewheel.detector.data import (
    Photo,
    PixelCache,
    count_by_source,
    hash_of_list,
)
from platewheel.detector.distributed import Ranks
from platewheel.detector.journal import Journal
from platewheel.detector.loader import batches, plan_epoch
from platewheel.detector.model import ModelConfig
from platewheel.detector.options import TrainConfig, load_data, parse, train_config
from platewheel.detector.pictures import save_batch, save_curve, save_predictions
from platewheel.detector.predict import run_photos, torch_runner
from platewheel.detector.state import load_detector, with_levels
from platewheel.detector.trainer import PARTS, DetectorTrainer


def main(argv: list[str] | None = None) -> Path:
    """Train by the command line; returns the folder of the run."""
    args = parse(argv, __doc__ or "")
    ranks = Ranks.start()
    torch.set_num_threads(args.threads)
    # OpenCV's own threads do not survive the fork of a loader process: the child would hang.
    cv2.setNumThreads(0)
    run: Path = args.out
    run.mkdir(parents=True, exist_ok=True)

    # --- data
    try:
        photos, val, problems = load_data(args)
    except DatasetError as error:
        raise SystemExit(str(error)) from error
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems and args.bad_labels == "refuse":
        raise SystemExit(f"{len(problems)} problems in the data; --bad-labels skip goes on")
    cache = PixelCache(photos, args.cache)
    print(f"{len(photos)} photos, {json.dumps(count_by_source(photos))}")

    # --- settings
    config = train_config(args)
    torch.manual_seed(config.seed)
    augmenter = Augmenter(photos, cache, config.augment, config.seed)
    saved = load_checkpoint(run / "last.pt") if args.resume else None
    earlier = load_detector(args.start) if args.start else None
    if saved:
        model_config = ModelConfig.from_dict(saved["model_config"])
    elif earlier:
        model_config = with_levels(earlier.config, args.levels)
    else:
        sizes = sample_sizes(augmenter, config.plan, args.anchor_samples, config.seed)
        widths, depths = tuple(args.widths), tuple(args.depths)
        anchors = fit_anchors(sizes, args.levels, 3, config.seed)
        model_config = ModelConfig(widths, depths, args.neck, ("plate",), anchors)

    # --- model and optimiser
    trainer = DetectorTrainer(model_config, config, ranks.device, args.bf16, earlier, ranks.wrap)
    start_epoch, spent = 0, 0.0
    if saved:
        trainer.restore(saved)
        start_epoch, spent = saved["epoch"] + 1, saved["seconds"]
    if ranks.first:
        note = note_of_start(start_epoch, sys.argv[1:], config, photos)
        write_config(run / "config.json", note, model_config)
        save_batch(augmenter, config.plan, run / "batch.jpg")
    parameters = sum(p.numel() for p in trainer.model.parameters())
    print(f"{parameters:,} parameters, anchors {model_config.anchors}, from epoch {start_epoch}")

    # --- the run
    journal = Journal.open(args.wandb and ranks.first, run)
    clock = Clock(config.minutes, args.total_steps, spent)
    stop_at = clock.seconds + args.max_seconds if args.max_seconds else math.inf
    epoch, progress = start_epoch, min(1.0, clock.share(trainer.steps))
    while progress < 1 and epoch < args.max_epochs and clock.seconds < stop_at:
        calm = progress >= config.calm_from
        augmenter.config = config.augment.calmer() if calm else config.augment
        plan = replace(config.plan, sizes=config.calm_sizes) if calm else config.plan
        jobs = plan_epoch(
            photos, WEIGHTS, plan, config.seed * 10_000 + epoch, ranks.rank, ranks.world
        )
        sums, seen, steps = dict.fromkeys(PARTS, torch.zeros(())), 0, 0
        for batch in batches(augmenter, jobs, args.workers):
            # All processes must agree on the clock, or one would leave the others waiting.
            progress = ranks.agree(clock.share(trainer.steps))
            if progress >= 1 or steps >= args.max_steps or clock.seconds >= stop_at:
                break
            parts = trainer.step(batch, progress)
            steps, seen = steps + 1, seen + len(batch.images)
            sums = {k: sums[k] + parts[k] for k in sums}
        row: dict[str, float] = {k: float(v) / max(steps, 1) for k, v in sums.items()}
        row |= {"epoch": epoch, "minutes": clock.seconds / 60, "photos": seen}
        row["rate"] = trainer.optimisers.rate
        last = progress >= 1 or epoch + 1 == args.max_epochs or clock.seconds >= stop_at
        if ranks.first:
            if val and (epoch % config.val_every == config.val_every - 1 or last):
                average = trainer.ema
                watched = val[:: config.val_step]
                results = run_photos(torch_runner(average), watched, config.val_size, 0.01)
                row["map50"], row["map50_95"] = map_of(results), map_of(results, None)
                save_curve(sampled_curve(results), run / "pr.png")
                save_predictions(torch_runner(average), val, config.val_size, run / "val.jpg")
            with (run / "metrics.jsonl").open("a") as out:
                out.write(json.dumps(row) + "\n")
            print(json.dumps(row), flush=True)
            journal.log(row)
            passed = {"epoch": epoch, "seconds": clock.seconds}
            save_checkpoint(run / "last.pt", trainer.state() | passed)
        epoch += 1
    journal.close()
    ranks.stop()
    return run


def note_of_start(
    epoch: int, argv: list[str], config: TrainConfig, photos: list[Photo]
) -> dict[str, Any]:
    """What a start of a run was asked to do, and with which photos."""
    files = {"sha256": hash_of_list(photos), "sources": count_by_source(photos)}
    return {"epoch": epoch, "argv": argv, "train": asdict(config), "files": files}


def write_config(path: Path, part: dict[str, Any], model: ModelConfig) -> None:
    """What a run was asked to do. A resumed run may be asked otherwise: one entry per start."""
    parts = json.loads(path.read_text())["parts"] if part["epoch"] else []
    path.write_text(json.dumps({"model": model.to_dict(), "parts": [*parts, part]}, indent=1))


if __name__ == "__main__":
    main()
