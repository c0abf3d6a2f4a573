"""Fine-tuning the detector on the dataset's photos, with drawn plates pasted in."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from platewheel.common.metrics import map_of, recall_at
from platewheel.common.trainer import Schedule, load_checkpoint
from platewheel.detector.augment import Augmenter
from platewheel.detector.augment_config import AugmentConfig
from platewheel.detector.data import Photo, PixelCache
from platewheel.detector.dataset_formats import read_yolo
from platewheel.detector.loader import BatchPlan, Pictures, batches, plan_photos
from platewheel.detector.model import Detector
from platewheel.detector.options import TrainConfig
from platewheel.detector.predict import run_photos, torch_runner
from platewheel.detector.state import load_detector
from platewheel.detector.trainer import DetectorTrainer
from platewheel.finetune.plan import MIXES, PARENT, STOPS, Score, Setting, Trial
from platewheel.finetune.reader_task import SYNTH, mixed
from platewheel.finetune.sampling import weight_of
from platewheel.synth import cache as drawn_plates

RATES = (1.5e-4, 5e-4)
EPOCHS = 5
FEWEST = 12  # photos with plates
PASTED = 600  # drawn plates to paste
SIZE, THRESHOLD = 416, 0.4
PLAN = BatchPlan((256, 320, 384, 416), batch_at_320=8)
Report = Callable[[float], None]


def load(folder: Path) -> list[Photo]:
    """All photos that may be trained on, of train and val."""
    splits = [folder / s for s in ("train", "val") if (folder / s).is_dir()]
    return [photo for split in splits for photo in read_yolo(split)[0]]


def fold_of(photo: Photo, folds: int) -> int:
    """By the hash of its name, so that adding photos moves none."""
    return int(hashlib.sha256(photo.path.stem.encode()).hexdigest()[:8], 16) % folds


def steps_for(photos: int) -> int:
    """Updates of a whole run, between 40 and 260."""
    return min(max(round(EPOCHS * photos / PLAN.batch_at_320), 40), 260)


def run_trial(
    trial: Trial,
    folder: Path,
    start: Path,
    cache: Path,
    weights: dict[str, float],
    folds: int,
    report: Report,
) -> tuple[list[Score], dict[float, dict[str, torch.Tensor]]]:
    """Trains; returns scores of the fold kept out, or weights by stop when nothing is."""
    cv2.setNumThreads(0)
    photos = load(folder)
    held = [p for p in photos if trial.fold is not None and fold_of(p, folds) == trial.fold]
    learnt = [p for p in photos if trial.fold is None or fold_of(p, folds) != trial.fold]
    torch.manual_seed(0)
    earlier = load_detector(start)
    # A short run has no time for a long average.
    schedule = Schedule(trial.rate, 20, 10.0, ema_decay=0.97, ema_warm_steps=10)
    config = replace(TrainConfig(1.0), schedule=schedule, plan=PLAN)
    trainer = DetectorTrainer(earlier.config, config, torch.device("cpu"), False, earlier)
    parent = {k: v.clone() for k, v in trainer.ema.state_dict().items()}
    plates = drawn_plates.load(cache / SYNTH)
    pasted = [plates[i].image for i in range(min(PASTED, len(plates)))]
    source = _stream(learnt, PixelCache(learnt, cache), pasted, weights)
    stops = {max(1, round(trial.steps * s)): s for s in STOPS}
    scores, kept = [], {}
    if held and trial.fold is not None:
        scores.append(_score(trainer.ema, held, PARENT, trial.fold))
    for step in range(1, trial.steps + 1):
        trainer.step(next(source), (step - 1) / trial.steps)
        report(step / trial.steps)
        if (stop := stops.get(step)) is None:
            continue
        kept[stop] = {k: v.clone() for k, v in trainer.ema.state_dict().items()}
        for mix in MIXES if held and trial.fold is not None else ():
            net = Detector(earlier.config)
            net.load_state_dict(mixed(parent, kept[stop], mix))
            scores.append(_score(net, held, Setting(trial.rate, stop, mix), trial.fold or 0))
    return scores, (kept if trial.fold is None else {})


def checkpoint_of(start: Path, state: dict[str, torch.Tensor], share: float) -> dict[str, object]:
    """What `detector.export` takes."""
    earlier = load_checkpoint(start)
    return {
        "ema": mixed(earlier["ema"], state, share),
        "model_config": earlier["model_config"],
    }


def _stream(
    photos: list[Photo],
    cache: PixelCache,
    drawn: list[NDArray[np.uint8]],
    weights: dict[str, float],
) -> Iterator[Pictures]:
    augmenter = Augmenter(photos, cache, AugmentConfig().calmer(), drawn=drawn)
    shown = [weight_of(p.path.stem, weights) for p in photos]
    for epoch in itertools.count():
        yield from batches(augmenter, plan_photos(shown, PLAN, epoch), 0)


def _score(model: Detector, held: list[Photo], setting: Setting, fold: int) -> Score:
    """Average precision over IoU 0.5 to 0.95 decides: it sees loose boxes as well."""
    results = run_photos(torch_runner(model.eval()), held, SIZE, 0.01)
    found, plates = recall_at(results, THRESHOLD)
    return Score(setting, fold, map_of(results, None) if plates else 0.0, found, plates)
