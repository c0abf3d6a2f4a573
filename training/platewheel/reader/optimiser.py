"""Muon for matrices and kernels, AdamW for the rest.

Muon turns each matrix's momentum into the nearest orthogonal one, so that rare directions learn as
fast as common ones: fewer steps to the same loss, and steps are what a CPU has few of. The step is
scaled to AdamW's usual size (0.2 · √ of the longer side), so that one learning rate serves both.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from platewheel.common.trainer import Optimisers

MOMENTUM = 0.95
#: Quintic Newton–Schulz coefficients (Jordan et al. 2024): singular values go to about 1 in five
#: turns.
COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonal(matrix: Tensor, turns: int = 5) -> Tensor:
    """[m, n] → about its orthogonal factor: singular values between 0.7 and 1.2."""
    a, b, c = COEFFICIENTS
    x = matrix / (matrix.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(turns):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """For parameters of two or more dimensions; kernels [out, in, h, w] count as [out, in·h·w]."""

    def __init__(self, parameters: list[nn.Parameter], lr: float, weight_decay: float) -> None:
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """One update from the gradients that are there."""
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                momentum = self.state[p].setdefault("momentum", torch.zeros_like(p))
                momentum.lerp_(p.grad, 1 - MOMENTUM)
                ahead = p.grad.lerp(momentum, MOMENTUM).flatten(1)
                update = orthogonal(ahead) * 0.2 * max(ahead.shape) ** 0.5
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(update.reshape(p.shape), alpha=-group["lr"])


def make_optimisers(model: nn.Module, rate: float, decay: float) -> Optimisers:
    """Muon and AdamW side by side."""
    named = list(model.named_parameters())
    # Last layers and learned places are no maps between spaces: AdamW serves them better.
    plain = ("head", "place", "queries", "backbone.0.0")
    wide = [p for n, p in named if p.ndim > 1 and not any(k in n for k in plain)]
    narrow = [p for n, p in named if p.ndim <= 1 or any(k in n for k in plain)]
    return Optimisers(
        (
            Muon(wide, rate, decay),
            torch.optim.AdamW(narrow, lr=rate, betas=(0.9, 0.98), weight_decay=0.0),
        )
    )
