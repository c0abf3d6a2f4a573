"""The moving average of a network's weights."""

from __future__ import annotations

import torch
from torch import nn


@torch.no_grad()
def move_average(average: nn.Module, model: nn.Module, share: float) -> None:
    """Moves `average`, weights and batch-norm statistics, by this share (0-1) towards `model`;
    whole numbers are copied.
    """
    pairs = list(zip(average.state_dict().values(), model.state_dict().values(), strict=True))
    floats = [p for p in pairs if p[0].is_floating_point()]
    # One call for all: hundreds of small ones cost a CPU a tenth of a step and keep a GPU waiting.
    torch._foreach_lerp_([p[0] for p in floats], [p[1] for p in floats], share)
    for mean, current in pairs:
        if not mean.is_floating_point():
            mean.copy_(current)
