"""What a training step is punished for.

The slots' cross-entropy is the aim. The other three terms use what the generator knows about drawn
plates, the place of every character: they teach the backbone letters and the encoder counting
within minutes, where the slots alone stand still for long. Their weight fades to a tenth.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .batches import IGNORE, Batch
from .model import BLANK, NO_SLOT, ReaderOutput

BACKGROUND_WEIGHT = 0.25
LABEL_SMOOTHING = 0.02
TAUGHT = 0.7  # share of the slots' loss that compares with teachers, where there are some


def _cells(logits: Tensor, target: Tensor, background: int) -> Tensor:
    """Mean cross-entropy over known cells [B, C]; background cells count a quarter."""
    weight = torch.ones(logits.shape[-1], device=logits.device)
    weight[background] = BACKGROUND_WEIGHT
    return F.cross_entropy(
        logits.flatten(0, 1).float(), target.flatten(), weight, ignore_index=IGNORE
    )


def attention_loss(attention: Tensor, cell_slots: Tensor) -> Tensor:
    """Mean −log of the attention [B, slots, C] a slot gives to the cells of its own character."""
    slots = attention.shape[1]
    numbers = torch.arange(slots, device=cell_slots.device)
    own = cell_slots[:, None, :] == numbers[None, :, None]
    has = own.any(-1)
    mass = (attention.float() * own).sum(-1).clamp_min(1e-4)
    return -(mass.log() * has).sum() / has.sum().clamp_min(1)


def reader_loss(
    output: ReaderOutput, batch: Batch, aid: float, taught: Tensor | None = None
) -> tuple[Tensor, dict[str, Tensor]]:
    """Total loss, and its parts for the log. `aid` 1 → 0.1 over the run; `taught` [B, slots, 37]
    is what teachers give each slot, sums to 1 (knowledge distillation, arXiv:1503.02531).
    """
    slots = output.logits.flatten(0, 1).float()
    chars = F.cross_entropy(slots, batch.chars.flatten(), label_smoothing=LABEL_SMOOTHING)
    cells = _cells(output.cell_chars, batch.cell_chars, BLANK)
    places = _cells(output.cell_slots, batch.cell_slots, NO_SLOT)
    attention = torch.stack([attention_loss(a, batch.cell_slots) for a in output.attentions]).mean()
    parts = {"chars": chars, "cells": cells, "places": places, "attention": attention}
    aim = chars
    if taught is not None:
        parts["taught"] = F.cross_entropy(slots, taught.flatten(0, 1))
        aim = (1 - TAUGHT) * chars + TAUGHT * parts["taught"]
    total = aim + aid * (0.4 * cells + 0.4 * places + 0.1 * attention)
    return total, {name: value.detach() for name, value in parts.items()}
