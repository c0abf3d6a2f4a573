"""The detector in training."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from platewheel.common.trainer import Optimisers, Trainer
from platewheel.detector.loader import Pictures, to_input
from platewheel.detector.loss import DetectionLoss
from platewheel.detector.model import Detector, ModelConfig
from platewheel.detector.options import TrainConfig
from platewheel.detector.state import take_over

PARTS = ("box", "objectness", "classes")


class DetectorTrainer(Trainer[Detector]):
    """AdamW over all weights."""

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
        self.config = config
        model = Detector(model_config)
        if earlier:
            take_over(model, earlier)
        super().__init__(model, config.schedule, device, bf16)
        self._parallel = wrap(self.model)
        self._loss_of = DetectionLoss(self.model, config.loss)

    def make_optimisers(self) -> Optimisers:
        """Biases and norms are not decayed."""
        decayed = [p for p in self.model.parameters() if p.ndim > 1]
        plain = [p for p in self.model.parameters() if p.ndim <= 1]
        groups = [
            {"params": decayed, "weight_decay": self.config.weight_decay},
            {"params": plain, "weight_decay": 0.0},
        ]
        rate = self.config.schedule.learning_rate
        return Optimisers((torch.optim.AdamW(groups, rate, betas=(0.9, 0.99), fused=True),))

    def loss(self, batch: Pictures, progress: float) -> tuple[Tensor, dict[str, Tensor]]:
        """Head and loss are float32."""
        with self.autocast():
            levels = self._parallel(to_input(batch.images, self.device))
        return self._loss_of(levels, batch.targets.to(self.device))

    def state(self) -> dict[str, Any]:
        """With the network's shape."""
        return super().state() | {"model_config": self.model.config.to_dict()}
