"""Fine-tuning the reader: crops of the dataset beside drawn plates, so that it forgets little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from platewheel.common.trainer import load_checkpoint
from platewheel.finetune.plan import MIXES, PARENT, STOPS, Score, Setting, Trial
from platewheel.finetune.sampling import weight_of
from platewheel.reader.batches import Mix, Stock, Views, char_targets
from platewheel.reader.crops import Crop, crop_weights, load_crops, plate_free_patches
from platewheel.reader.folds import folds_of
from platewheel.reader.model import Reader
from platewheel.reader.predict import input_of, probabilities
from platewheel.reader.trainer import ReaderTrainer
from platewheel.synth import cache as drawn

BATCH, REAL = 64, 0.4
RATES = (4e-4, 1.2e-3)
EPOCHS = 14  # the most a crop is shown, on the mean
FEWEST = 12  # crops; fewer say nothing about what was kept out
DRAWN_PLATES = 4000
SYNTH = "synth-finetune"
Report = Callable[[float], None]


def load(data: Path) -> list[Crop]:
    """All labelled crops that may be trained on, of train and val."""
    return [c for split in ("train", "val") for c in load_crops(data, split)]


def steps_for(crops: int) -> int:
    """Updates of a whole run, between 60 and 260."""
    return int(np.clip(round(EPOCHS * crops / (BATCH * REAL)), 60, 260))


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
    crops = load(folder)
    of = folds_of(crops, folds)
    held = [c for c in crops if of[c.name] == trial.fold]
    learnt = [c for c in crops if of[c.name] != trial.fold]
    inputs = np.stack([input_of(c.image) for c in held]) if held else None
    torch.manual_seed(0)
    trainer = ReaderTrainer(trial.rate, 0.03, torch.device("cpu"), bf16=False, start=start)
    # A short run has no time for a long average.
    trainer.schedule = replace(trainer.schedule, warm_steps=20, ema_decay=0.97, ema_warm_steps=10)
    parent = {k: v.clone() for k, v in trainer.ema.state_dict().items()}
    source = iter(_views(learnt, folder, cache, weights, trial))
    stops = {max(1, round(trial.steps * s)): s for s in STOPS}
    scores: list[Score] = []
    kept: dict[float, dict[str, torch.Tensor]] = {}
    if inputs is not None and trial.fold is not None:
        scores.append(_score(trainer.ema, held, inputs, PARENT, trial.fold))
    for step in range(1, trial.steps + 1):
        trainer.step(next(source), (step - 1) / trial.steps)
        report(step / trial.steps)
        if (stop := stops.get(step)) is None:
            continue
        kept[stop] = {k: v.clone() for k, v in trainer.ema.state_dict().items()}
        if inputs is None or trial.fold is None:
            continue
        for mix in MIXES:
            net = Reader(trainer.model.config)
            net.load_state_dict(mixed(parent, kept[stop], mix))
            setting = Setting(trial.rate, stop, mix)
            scores.append(_score(net, held, inputs, setting, trial.fold))
    return scores, (kept if trial.fold is None else {})


def mixed(
    parent: dict[str, torch.Tensor], new: dict[str, torch.Tensor], share: float
) -> dict[str, torch.Tensor]:
    """Between two networks in one valley (Wortsman et al. 2022, "robust fine-tuning")."""
    return {
        k: torch.lerp(parent[k].float(), v.float(), share) if v.is_floating_point() else v
        for k, v in new.items()
    }


def checkpoint_of(start: Path, state: dict[str, torch.Tensor], share: float) -> dict[str, object]:
    """What `reader.export` takes."""
    earlier = load_checkpoint(start)
    return {"ema": mixed(earlier["ema"], state, share), "config": earlier["config"], "curve": []}


def draw_plates(cache: Path, plates: int = DRAWN_PLATES) -> None:
    """Draws them once; half a minute."""
    drawn.write_shards(cache / SYNTH, plates, seed=0)


def _views(
    crops: list[Crop], folder: Path, cache: Path, weights: dict[str, float], trial: Trial
) -> Views:
    synth = cache / SYNTH
    views = Views(synth, folder, BATCH, 1 + (trial.fold or 0), Mix(real=REAL, listed_photos=False))
    shares = crop_weights(crops) * [weight_of(c.name, weights) for c in crops]
    patches = plate_free_patches(folder, "train", 400, 0)
    views.stock = Stock(drawn.load(synth), crops, shares / shares.sum(), patches, {})
    return views


def _score(
    model: nn.Module, held: list[Crop], inputs: np.ndarray, setting: Setting, fold: int
) -> Score:
    """Log-likelihood decides: with few plates it tells more than how many are right."""
    chars = probabilities(model, inputs)  # type: ignore[arg-type]
    targets = np.stack([char_targets(c.text) for c in held])
    own = np.take_along_axis(chars, targets[..., None], -1)[..., 0]
    value = float(np.log(np.maximum(own, 1e-3)).sum(1).mean())
    right = int((chars.argmax(-1) == targets).all(1).sum())
    return Score(setting, fold, value, right, len(held))
