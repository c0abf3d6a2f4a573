"""Trains the plate detector.

One core, two hours:
    python -m platewheel.detector.train --data DIR/detect --minutes 115 --save runs/v1
After a pause or a crash:
    the same command with --resume
Several GPUs:
    torchrun --nproc_per_node 8 -m platewheel.detector.train --data DIR/detect --minutes 30

DIR/detect holds train/ and val/, each with images/ and labels/; a dataset that the app exported
(zip, or unpacked with its manifest.json) is read as well. More data by --add voc:FOLDER,
--add ufpr:FOLDER or --add app:EXPORT.zip; leave sources out by --exclude-source NAME.
The schedule follows the wall clock, so a run always ends finished, with averaged weights; for
comparisons it follows --total-steps, which a busy machine does not change.
"""

from __future__ import annotations

import json
import math
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import cv2
import torch
from torch import nn

from platewheel.common.app_dataset import DatasetError
from platewheel.common.metrics import map_of, sampled_curve
from platewheel.detector.anchors import fit_anchors, sample_sizes
from platewheel.detector.augment import Augmenter
from platewheel.detector.data import (
    PixelCache,
    count_by_source,
    hash_of_list,
)
from platewheel.detector.distributed import Ranks
from platewheel.detector.journal import Journal
from platewheel.detector.loader import batches, plan_epoch, to_input
from platewheel.detector.loss import DetectionLoss
from platewheel.detector.model import Detector, ModelConfig
from platewheel.detector.options import SOURCE_WEIGHTS, TrainConfig, load_data, parse, train_config
from platewheel.detector.pictures import save_batch, save_curve, save_predictions
from platewheel.detector.predict import run_photos, torch_runner
from platewheel.detector.state import Ema, load_detector, save_checkpoint, take_over, with_levels


def main(argv: list[str] | None = None) -> Path:
    """Train by the command line; returns the folder of the run."""
    args = parse(argv, __doc__ or "")
    ranks = Ranks.start()
    torch.set_num_threads(args.threads)
    # OpenCV's own threads do not survive the fork of a loader process: the child would hang.
    cv2.setNumThreads(0)
    run: Path = args.run
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
    saved = torch.load(run / "last.pt", weights_only=True) if args.resume else None
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
    model = Detector(model_config).to(ranks.device).to(memory_format=torch.channels_last)
    if earlier:
        take_over(model, earlier)
    ema = Ema(model, config.ema_decay)
    optimiser = make_optimiser(model, config)
    start_epoch, spent = 0, 0.0
    if saved:
        model.load_state_dict(saved["model"])
        ema.model.load_state_dict(saved["ema"])
        ema.steps = saved["steps"]
        optimiser.load_state_dict(saved["optimiser"])
        start_epoch, spent = saved["epoch"] + 1, saved["seconds"]
    if ranks.first:
        note: dict[str, Any] = {"epoch": start_epoch, "argv": sys.argv[1:], "train": asdict(config)}
        note["files"] = {"sha256": hash_of_list(photos), "sources": count_by_source(photos)}
        write_config(run / "config.json", note, model_config)
        save_batch(augmenter, config.plan, run / "batch.jpg")
    parameters = sum(p.numel() for p in model.parameters())
    print(f"{parameters:,} parameters, anchors {model_config.anchors}, from epoch {start_epoch}")

    # --- the run
    journal = Journal.open(args.wandb and ranks.first, run)
    parallel = ranks.wrap(model)
    loss_of = DetectionLoss(model, config.loss)
    began = time.monotonic() - spent

    def share_done() -> float:
        if args.total_steps:
            return ema.steps / args.total_steps
        return (time.monotonic() - began) / (config.minutes * 60)

    epoch, progress = start_epoch, min(1.0, share_done())
    while progress < 1 and epoch < args.max_epochs:
        model.train()
        calm = progress >= config.calm_from
        augmenter.config = config.augment.calmer() if calm else config.augment
        plan = replace(config.plan, sizes=config.calm_sizes) if calm else config.plan
        jobs = plan_epoch(
            photos, SOURCE_WEIGHTS, plan, config.seed * 10_000 + epoch, ranks.rank, ranks.world
        )
        sums, seen, steps = dict.fromkeys(("box", "objectness", "classes"), 0.0), 0, 0
        for pictures, targets in batches(augmenter, jobs, args.workers):
            # All processes must agree on the clock, or one would leave the others waiting.
            progress = ranks.agree(share_done())
            if progress >= 1 or steps >= args.max_steps:
                break
            set_rate(optimiser, config, progress, ema.steps)
            with torch.autocast(ranks.device.type, torch.bfloat16, enabled=args.bf16):
                levels = parallel(to_input(pictures, ranks.device))
            loss, parts = loss_of(levels, targets.to(ranks.device))
            if not math.isfinite(loss.item()):
                raise SystemExit(f"loss is {loss.item()} in epoch {epoch}; see {run}/metrics.jsonl")
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), config.clip_norm)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            ema.update(model)
            steps, seen = steps + 1, seen + len(pictures)
            sums = {k: sums[k] + parts[k] for k in sums}
        row: dict[str, float] = {k: v / max(steps, 1) for k, v in sums.items()}
        row |= {"epoch": epoch, "minutes": (time.monotonic() - began) / 60, "photos": seen}
        row["rate"] = optimiser.param_groups[0]["lr"]
        last = progress >= 1 or epoch + 1 == args.max_epochs
        if ranks.first:
            if val and (epoch % config.val_every == config.val_every - 1 or last):
                watched = val[:: config.val_step]
                results = run_photos(torch_runner(ema.model), watched, config.val_size, 0.01)
                row["map50"], row["map50_95"] = map_of(results), map_of(results, None)
                save_curve(sampled_curve(results), run / "pr.png")
                save_predictions(torch_runner(ema.model), val, config.val_size, run / "val.jpg")
            with (run / "metrics.jsonl").open("a") as out:
                out.write(json.dumps(row) + "\n")
            print(json.dumps(row), flush=True)
            journal.log(row)
            state = {"model": model.state_dict(), "ema": ema.model.state_dict(), "epoch": epoch}
            state |= {"optimiser": optimiser.state_dict(), "steps": ema.steps}
            state |= {"seconds": time.monotonic() - began, "model_config": model_config.to_dict()}
            save_checkpoint(run / "last.pt", state)
        epoch += 1
    journal.close()
    ranks.stop()
    return run


def make_optimiser(model: nn.Module, config: TrainConfig) -> torch.optim.Optimizer:
    """AdamW; biases and norms are not decayed."""
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    groups = [
        {"params": decayed, "weight_decay": config.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, config.learning_rate, betas=(0.9, 0.99), fused=True)


def set_rate(
    optimiser: torch.optim.Optimizer, config: TrainConfig, progress: float, steps: int
) -> None:
    """Linear warm-up by steps, then a cosine over the wall clock."""
    cosine = (1 + math.cos(math.pi * min(progress, 1.0))) / 2
    factor = config.final_rate + (1 - config.final_rate) * cosine
    for group in optimiser.param_groups:
        group["lr"] = config.learning_rate * factor * min(1.0, (steps + 1) / config.warm_steps)


def write_config(path: Path, part: dict[str, Any], model: ModelConfig) -> None:
    """What a run was asked to do. A resumed run may be asked otherwise: one entry per start."""
    parts = json.loads(path.read_text())["parts"] if part["epoch"] else []
    path.write_text(json.dumps({"model": model.to_dict(), "parts": [*parts, part]}, indent=1))


if __name__ == "__main__":
    main()
