"""A network in training: its weights, their average, optimiser and loss."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from platewheel.detector.loader import Pictures, to_input
from platewheel.detector.loss import DetectionLoss
from platewheel.detector.model import Detector, ModelConfig
from platewheel.detector.options import TrainConfig
from platewheel.detector.state import Ema, take_over

PARTS = ("box", "objectness", "classes")


class Learner:
    """Learns from one batch after the other; all of it can be saved and resumed."""

    def __init__(
        self,
        model_config: ModelConfig,
        config: TrainConfig,
        device: torch.device,
        bf16: bool,
        earlier: Detector | None = None,
        wrap: Callable[[nn.Module], nn.Module] = lambda model: model,
    ) -> None:
        """`earlier` gives the first weights; `wrap` may spread a batch over processes."""
        self.config, self.device, self.bf16 = config, device, bf16
        self.model = Detector(model_config).to(device).to(memory_format=torch.channels_last)
        if earlier:
            take_over(self.model, earlier)
        self.ema = Ema(self.model, config.ema_decay)
        self.optimiser = make_optimiser(self.model, config)
        self._parallel = wrap(self.model)
        self._loss_of = DetectionLoss(self.model, config.loss)

    def step(self, batch: Pictures, progress: float) -> dict[str, Tensor]:
        """One update at this share (0-1) of the run; returns the parts of the loss."""
        self.model.train()
        set_rate(self.optimiser, self.config, progress, self.ema.steps)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bf16):
            levels = self._parallel(to_input(batch.images, self.device))
        loss, parts = self._loss_of(levels, batch.targets.to(self.device))
        if not math.isfinite(loss.item()):
            raise SystemExit(f"loss is {loss.item()} in step {self.ema.steps}")
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip_norm)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.ema.update(self.model)
        return parts

    def state(self) -> dict[str, Any]:
        """What `restore` takes back."""
        return {
            "model": self.model.state_dict(),
            "ema": self.ema.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "steps": self.ema.steps,
            "model_config": self.model.config.to_dict(),
        }

    def restore(self, saved: dict[str, Any]) -> None:
        """Goes on where `state` was taken."""
        self.model.load_state_dict(saved["model"])
        self.ema.model.load_state_dict(saved["ema"])
        self.ema.steps = saved["steps"]
        self.optimiser.load_state_dict(saved["optimiser"])


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
    """Linear warm-up by steps, then a cosine over the run."""
    cosine = (1 + math.cos(math.pi * min(progress, 1.0))) / 2
    factor = config.final_rate + (1 - config.final_rate) * cosine
    for group in optimiser.param_groups:
        group["lr"] = config.learning_rate * factor * min(1.0, (steps + 1) / config.warm_steps)
