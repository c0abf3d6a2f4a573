"""What every training has: weights and their moving average, a schedule, a clock, checkpoints.

A `Trainer` knows nothing of files and command lines; `detector.train` and `reader.train` run it on
one machine, `multi_train` several at once.
"""

from __future__ import annotations

import copy
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn

from platewheel.common.averaging import move_average

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class Schedule:
    """Learning rate, gradient clipping and averaging of a run."""

    learning_rate: float
    warm_steps: int
    clip_norm: float
    #: Of the moving average once it is warm; early averages are short, the first weights are noise.
    ema_decay: float
    ema_warm_steps: float
    final_rate: float = 0.01  # of the learning rate

    def rate(self, progress: float, step: int) -> float:
        """Linear warm-up by steps, then half a cosine over the run (progress 0-1)."""
        cosine = (1 + math.cos(math.pi * min(progress, 1.0))) / 2
        factor = self.final_rate + (1 - self.final_rate) * cosine
        return self.learning_rate * factor * min(1.0, (step + 1) / self.warm_steps)

    def average_share(self, steps: int) -> float:
        """How far the average moves towards the weights after so many steps, 0-1."""
        return 1 - self.ema_decay * (1 - math.exp(-steps / self.ema_warm_steps))


class Clock:
    """How much of a run is done: by wall time, or by steps where a busy machine must not matter."""

    def __init__(self, minutes: float, total_steps: int = 0, spent: float = 0.0) -> None:
        """`spent` are the seconds of earlier parts of the run."""
        self._limit, self._total_steps = minutes * 60, total_steps
        self._began = time.monotonic() - spent

    @property
    def seconds(self) -> float:
        """Of the whole run so far, pauses left out."""
        return time.monotonic() - self._began

    def share(self, steps: int) -> float:
        """From 0; the run is over at 1."""
        return steps / self._total_steps if self._total_steps else self.seconds / self._limit


class Optimisers:
    """Several optimisers with one learning rate and one state to save."""

    def __init__(self, parts: Sequence[torch.optim.Optimizer]) -> None:
        self.parts = tuple(parts)

    @property
    def rate(self) -> float:
        """Of the last step."""
        return float(self.parts[0].param_groups[0]["lr"])

    def update(self, rate: float) -> None:
        """One step at this learning rate; gradients are cleared."""
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = rate
            part.step()
            part.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict[str, Any]]:
        """All states."""
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list[dict[str, Any]]) -> None:
        """All states."""
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)


class Trainer(ABC, Generic[Network]):
    """A network that learns from one batch after the other; all of it can be saved and resumed."""

    def __init__(
        self, model: Network, schedule: Schedule, device: torch.device, bf16: bool
    ) -> None:
        self.schedule, self.device, self.bf16 = schedule, device, bf16
        self.model: Network = model.to(device).to(memory_format=torch.channels_last)
        self.ema: Network = copy.deepcopy(self.model).eval().requires_grad_(False)
        self.optimisers = self.make_optimisers()
        self.steps = 0

    @abstractmethod
    def make_optimisers(self) -> Optimisers:
        """For the parameters of `model`; the learning rate is set at each step."""

    @abstractmethod
    def loss(self, batch: Any, progress: float) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss of a batch and its parts; the forward pass runs in `autocast`."""

    def autocast(self) -> torch.autocast:
        """bfloat16 for the forward pass where it is asked for."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.bf16)

    def step(self, batch: Any, progress: float) -> dict[str, Tensor]:
        """One update at this share (0-1) of the run; returns the parts of the loss.

        Ends the program when the loss is no number: nothing good would come of going on.
        """
        self.model.train()
        loss, parts = self.loss(batch, progress)
        if not math.isfinite(loss.item()):
            raise SystemExit(f"loss is {loss.item()} in step {self.steps}")
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.schedule.clip_norm)
        self.optimisers.update(self.schedule.rate(progress, self.steps))
        self.steps += 1
        move_average(self.ema, self.model, self.schedule.average_share(self.steps))
        return parts

    def state(self) -> dict[str, Any]:
        """What `restore` takes back."""
        return {
            "model": self.model.state_dict(),
            "ema": self.ema.state_dict(),
            "optimiser": self.optimisers.state_dict(),
            "steps": self.steps,
        }

    def restore(self, saved: dict[str, Any]) -> None:
        """Goes on where `state` was taken."""
        self.model.load_state_dict(saved["model"])
        self.ema.load_state_dict(saved["ema"])
        self.optimisers.load_state_dict(saved["optimiser"])
        self.steps = saved["steps"]


def bf16_helps() -> bool:
    """Whether bfloat16 is faster here: on a GPU, and on CPUs that compute with it.

    On others it is emulated: half as fast as float32 on a Xeon with AVX-512 but without its bf16.
    """
    if torch.cuda.is_available():
        return True
    flags = Path("/proc/cpuinfo")
    words = flags.read_text().split() if flags.exists() else []
    return "avx512_bf16" in words or "amx_bf16" in words


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Written beside and moved into place: a crash while saving leaves the old one whole."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def load_checkpoint(path: Path) -> dict[str, Any]:
    """A checkpoint on the CPU; only tensors and plain values are read, no code."""
    state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    return state


def half(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weights as float16, small enough for git; what has no fraction stays."""
    return {k: v.half() if v.is_floating_point() else v for k, v in weights.items()}
