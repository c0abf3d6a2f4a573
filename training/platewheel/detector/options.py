"""What a training run can be asked: its settings, its command line, its data."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

from platewheel.common.sources import with_same_camera
from platewheel.common.train_options import add_train_options
from platewheel.common.trainer import Schedule
from platewheel.common.training_data import detector_folder
from platewheel.detector.augment_config import AugmentConfig
from platewheel.detector.check import read_checked
from platewheel.detector.data import Photo, select_sources
from platewheel.detector.dataset_formats import Problem
from platewheel.detector.loader import BatchPlan
from platewheel.detector.loss import LossConfig, ObjectnessLoss
from platewheel.detector.review import apply_review


@dataclass(frozen=True)
class TrainConfig:
    """One run. Written to `config.json` and into the checkpoint."""

    minutes: float
    seed: int = 0
    # The average looks back 1,000 steps: short runs have no time for the usual 2,000 and more.
    schedule: Schedule = field(default_factory=lambda: Schedule(2e-3, 300, 10.0, 0.999, 500))
    weight_decay: float = 0.02
    calm_from: float = 0.72  # share of the run after which augmentation is gentler
    val_every: int = 6
    val_size: int = 416
    val_step: int = 3  # every third photo: enough for a curve, `evaluate` takes all
    # Small pictures give most plates a minute; the end of the run sees the sizes at use.
    plan: BatchPlan = field(default_factory=BatchPlan)
    calm_sizes: tuple[int, ...] = (256, 320, 384, 448, 512, 640)
    loss: LossConfig = field(default_factory=LossConfig)
    augment: AugmentConfig = field(default_factory=AugmentConfig)


def train_config(args: argparse.Namespace) -> TrainConfig:
    """The settings that the command line asks for."""
    loss = LossConfig(
        objectness_loss=args.objectness, only_best=args.only_best, plain_iou=args.plain_iou
    )
    config = TrainConfig(args.minutes, args.seed, loss=loss)
    schedule = replace(config.schedule, learning_rate=args.learning_rate)
    config = replace(config, schedule=schedule)
    plan = config.plan
    if args.batch_at_320:
        plan = replace(plan, batch_at_320=args.batch_at_320)
    if args.sizes:
        plan = replace(plan, sizes=tuple(args.sizes))
        config = replace(config, calm_sizes=plan.sizes)
    return replace(config, plan=plan)


def load_data(args: argparse.Namespace) -> tuple[list[Photo], list[Photo], list[Problem]]:
    """Train photos, validation photos, and everything wrong with them."""
    data = detector_folder(args.data, args.cache, with_blurred=args.with_blurred)
    photos, problems = read_checked("yolo", data / "train")
    if args.review:
        photos = apply_review(photos, args.review, "train")
    for extra in args.add:
        form, _, name = extra.partition(":")
        folder = Path(name)
        if form == "app":
            app = detector_folder(folder, args.cache, with_blurred=args.with_blurred)
            form, folder = "yolo", app / "train"
        more, wrong = read_checked(form, folder)
        photos, problems = photos + more, problems + wrong
    val: list[Photo] = []
    if (data / "val").is_dir():
        val, wrong = read_checked("yolo", data / "val")
        problems = problems + wrong
    return select_sources(photos, exclude=left_out(args.leave_out, photos)), val, problems


def left_out(asked: list[str], photos: list[Photo]) -> list[str]:
    """The sources to leave out, with those of the same camera that are there."""
    there = {p.source for p in photos}
    return [s for s in with_same_camera(asked) if s in asked or s in there]


def parse(argv: list[str] | None, usage: str) -> argparse.Namespace:
    """The command line."""
    p = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument(
        "--data", type=Path, required=True, help="folder with train/ and val/, or export"
    )
    add_train_options(p, out="runs/detector", minutes=115, learning_rate=2e-3)
    p.add_argument("--add", action="append", default=[], metavar="FORMAT:FOLDER")
    p.add_argument("--with-blurred", action="store_true", help="also blurred photos of exports")
    p.add_argument("--review", type=Path, help="corrected labels, see review.py")
    p.add_argument("--bad-labels", choices=("skip", "refuse"), default="skip")
    p.add_argument("--widths", type=int, nargs=5, default=(16, 32, 64, 128, 256))
    p.add_argument("--depths", type=int, nargs=4, default=(1, 2, 3, 1))
    p.add_argument("--neck", type=int, default=64)
    p.add_argument(
        "--levels", type=int, choices=(3, 4), default=3, help="4: also a head at stride 4"
    )
    p.add_argument("--objectness", choices=get_args(ObjectnessLoss), default="bce")
    p.add_argument("--only-best", action="store_true", help="keep each plate's best places only")
    p.add_argument(
        "--plain-iou",
        action="store_true",
        help="IoU in place of complete IoU, for boxes and as what objectness learns",
    )
    p.add_argument("--sizes", type=int, nargs="+", help="input sizes, also for the end of the run")
    p.add_argument("--anchor-samples", type=int, default=3000)
    p.add_argument("--batch-at-320", type=int, default=0)
    p.add_argument("--wandb", action="store_true", help="also as an offline W&B run")
    p.add_argument("--max-epochs", type=int, default=100_000)
    p.add_argument("--max-steps", type=int, default=10**9, help="per epoch; for tests")
    return p.parse_args(argv)
