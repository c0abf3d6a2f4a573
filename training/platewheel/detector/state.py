"""Checkpoints, and the moving average of the weights."""

from __future__ import annotations

import copy
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from platewheel.common.averaging import move_average
from platewheel.detector.model import Detector, ModelConfig


class Ema:
    """Exponential moving average of a model; the average is what gets measured and shipped."""

    def __init__(self, model: Detector, decay: float, warm_steps: float = 500) -> None:
        self.model = copy.deepcopy(model).eval().requires_grad_(False)
        self.decay, self.warm_steps, self.steps = decay, warm_steps, 0

    def update(self, model: nn.Module) -> None:
        """After each optimiser step. Early averages are short, the first weights are noise."""
        self.steps += 1
        decay = self.decay * (1 - math.exp(-self.steps / self.warm_steps))
        move_average(self.model, model, 1 - decay)


def with_levels(config: ModelConfig, levels: int) -> ModelConfig:
    """The same network with so many heads; a further one has anchors half as large."""
    if levels <= len(config.anchors):
        return config
    half = tuple((w / 2, h / 2) for w, h in config.anchors[0])
    return replace(config, anchors=(half, *config.anchors))


def take_over(model: Detector, earlier: Detector) -> None:
    """Weights of an earlier network of the same widths; a further head begins at random."""
    more = len(model.heads) - len(earlier.heads)
    state = {
        re.sub(r"^heads\.(\d+)", lambda m: f"heads.{int(m[1]) + more}", name): value
        for name, value in earlier.state_dict().items()
    }
    model.load_state_dict(state, strict=not more)


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Written beside and moved into place: a crash while saving leaves the old one whole."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def load_detector(path: Path, weights: str = "ema") -> Detector:
    """The averaged weights of a checkpoint or of a compact one, float32, in eval mode; or those of
    its last step, `model`.
    """
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = Detector(ModelConfig.from_dict(state["model_config"]))
    model.load_state_dict(
        {k: v.float() if v.is_floating_point() else v for k, v in state[weights].items()}
    )
    return model.eval()


def save_compact(source: Path, target: Path) -> None:
    """Only the averaged weights as float16 and the model's settings, small enough for git."""
    state = torch.load(source, map_location="cpu", weights_only=True)
    half = {k: v.half() if v.is_floating_point() else v for k, v in state["ema"].items()}
    torch.save({"model_config": state["model_config"], "ema": half}, target)
