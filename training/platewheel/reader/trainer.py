"""The reader in training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from platewheel.common.trainer import Optimisers, Schedule, Trainer, load_checkpoint

from .batches import Batch, to_input
from .loss import reader_loss
from .model import Reader, ReaderConfig
from .optimiser import make_optimisers
from .state import load_reader


def schedule(learning_rate: float) -> Schedule:
    """The reader's, at this peak."""
    return Schedule(
        learning_rate, warm_steps=100, clip_norm=2.0, ema_decay=0.998, ema_warm_steps=100
    )


class ReaderTrainer(Trainer[Reader]):
    """Muon for matrices, AdamW for the rest; keeps the curve of its evaluations."""

    def __init__(
        self,
        learning_rate: float,
        weight_decay: float,
        device: torch.device,
        bf16: bool,
        start: Path | None = None,
        config: ReaderConfig | None = None,
        teachers: Sequence[Path] = (),
    ) -> None:
        """`start` gives the first weights: the averaged ones of an earlier run. `teachers` are
        such files too; their mean is learned beside the labels.
        """
        self._weight_decay = weight_decay
        model = Reader(config or ReaderConfig())
        if start:
            begin_from(model, start)
        super().__init__(model, schedule(learning_rate), device, bf16)
        self._teachers = [
            load_reader(path).to(device).requires_grad_(requires_grad=False) for path in teachers
        ]
        self.seconds = 0.0
        self.curve: list[dict[str, float]] = []

    def make_optimisers(self) -> Optimisers:
        """See optimiser.py."""
        return make_optimisers(self.model, self.schedule.learning_rate, self._weight_decay)

    def loss(self, batch: Batch, progress: float) -> tuple[Tensor, dict[str, Tensor]]:
        """The auxiliary losses fade over the run."""
        batch = batch.to(self.device)
        plates = to_input(batch.plates)
        with self.autocast():
            output = self.model.run(plates)
            taught = mean_of(self._teachers, plates) if self._teachers else None
        return reader_loss(output, batch, aid=max(0.1, 1 - progress), taught=taught)

    def state(self) -> dict[str, Any]:
        """With the clock, the curve and the network's shape."""
        more = {"seconds": self.seconds, "curve": self.curve, "config": asdict(self.model.config)}
        return super().state() | more

    def restore(self, saved: dict[str, Any]) -> None:
        """Goes on where `state` was taken."""
        super().restore(saved)
        self.seconds, self.curve = saved["seconds"], saved["curve"]


def begin_from(model: Reader, path: Path) -> None:
    """Takes over an earlier run's averaged weights; decoder layers that it lacks stay the
    identity.
    """
    gap = model.load_state_dict(load_checkpoint(path)["ema"], strict=False)
    wrong = [*gap.unexpected_keys, *(k for k in gap.missing_keys if not k.startswith("rounds."))]
    if wrong:
        raise ValueError(f"{path} is of another network: {', '.join(wrong[:5])}")


@torch.no_grad()
def mean_of(readers: Sequence[Reader], plates: Tensor) -> Tensor:
    """float32 [B, 3, 64, 160], 0–1 → [B, slots, 37]: the readers' geometric mean, sums to 1."""
    logs = [torch.log_softmax(reader.run(plates).logits.float(), -1) for reader in readers]
    return torch.softmax(torch.stack(logs).mean(0), -1)
