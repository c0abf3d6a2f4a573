"""Checkpoints, and the moving average of the weights."""

from __future__ import annotations

import copy
import math
from pathlib import Path
from typing import Any

import torch
from torch import nn

from platewheel.detector.model import Detector, ModelConfig


class Ema:
    """Exponential moving average of a model; the average is what gets measured and shipped."""

    def __init__(self, model: Detector, decay: float = 0.9995, warm_steps: float = 500) -> None:
        self.model = copy.deepcopy(model).eval().requires_grad_(False)
        self.decay, self.warm_steps, self.steps = decay, warm_steps, 0

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        """After each optimiser step. Early averages are short, the first weights are noise."""
        self.steps += 1
        decay = self.decay * (1 - math.exp(-self.steps / self.warm_steps))
        for average, now in zip(
            self.model.state_dict().values(), model.state_dict().values(), strict=True
        ):
            if average.is_floating_point():
                average.lerp_(now.detach().to(average.dtype), 1 - decay)
            else:
                average.copy_(now)


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Written beside and moved into place: a crash while saving leaves the old one whole."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def load_detector(path: Path) -> Detector:
    """The averaged weights of a checkpoint or of a compact one, float32, in eval mode."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = Detector(ModelConfig.from_dict(state["model_config"]))
    model.load_state_dict(
        {k: v.float() if v.is_floating_point() else v for k, v in state["ema"].items()}
    )
    return model.eval()


def save_compact(source: Path, target: Path) -> None:
    """Only the averaged weights as float16 and the model's settings, small enough for git."""
    state = torch.load(source, map_location="cpu", weights_only=True)
    half = {k: v.half() if v.is_floating_point() else v for k, v in state["ema"].items()}
    torch.save({"model_config": state["model_config"], "ema": half}, target)
