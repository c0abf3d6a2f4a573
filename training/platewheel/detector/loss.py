"""What the detector is trained on: anchor matching, CIoU boxes, IoU-aware objectness, classes.

What else was tried stays a setting of `LossConfig`, so that the comparison can be run again
(`ablation.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional as F

from platewheel.detector.model import Detector

ObjectnessLoss = Literal["bce", "focal", "varifocal"]


@dataclass(frozen=True)
class LossConfig:
    """Weights of the parts. `balance` evens out the levels by stride: fine grids hold more empty
    cells.
    """

    box: float = 0.1
    objectness: float = 1.0
    classes: float = 0.1
    balance: tuple[tuple[int, float], ...] = ((4, 8.0), (8, 4.0), (16, 1.0), (32, 0.4))
    # An anchor fits a plate when no side differs by more than this factor.
    max_ratio: float = 4.0
    # 1: objectness learns the IoU of its box; 0: it learns 1 wherever a plate was matched.
    iou_aware: float = 0.8
    objectness_loss: ObjectnessLoss = "bce"
    plain_iou: bool = False
    # Of the places that `match` offers a plate, only as many of the best as their overlaps add up
    # to (the dynamic k of SimOTA, Ge et al. 2021).
    only_best: bool = False


def ciou(a: Tensor, b: Tensor, plain: bool = False, eps: float = 1e-7) -> Tensor:
    """Complete IoU of boxes cx, cy, w, h [n,4], from the paper (Zheng et al. 2020); -1.5..1.
    `plain`: their IoU alone, 0..1.
    """
    a1, a2 = a[:, :2] - a[:, 2:] / 2, a[:, :2] + a[:, 2:] / 2
    b1, b2 = b[:, :2] - b[:, 2:] / 2, b[:, :2] + b[:, 2:] / 2
    inter = (torch.minimum(a2, b2) - torch.maximum(a1, b1)).clamp(min=0).prod(1)
    union = a[:, 2:].prod(1) + b[:, 2:].prod(1) - inter + eps
    iou = inter / union
    if plain:
        return iou
    diagonal = (torch.maximum(a2, b2) - torch.minimum(a1, b1)).pow(2).sum(1) + eps
    distance = (a[:, :2] - b[:, :2]).pow(2).sum(1) / diagonal
    angle_a = torch.atan(a[:, 2] / (a[:, 3] + eps))
    angle_b = torch.atan(b[:, 2] / (b[:, 3] + eps))
    shape = (4 / math.pi**2) * (angle_b - angle_a).pow(2)
    with torch.no_grad():
        weight = shape / (1 - iou + shape + eps)
    return iou - distance - weight * shape


@dataclass(frozen=True)
class Matches:
    """Where the targets sit in one level: indices into [B,A,h,w], and the boxes in input px."""

    image: Tensor
    anchor: Tensor
    row: Tensor
    column: Tensor
    box: Tensor  # [m,4] cx, cy, w, h
    cls: Tensor
    target: Tensor  # number of the target

    def only(self, kept: Tensor) -> Matches:
        """Those where `kept` [m] is true."""
        return Matches(*(getattr(self, f.name)[kept] for f in fields(self)))


def match(
    targets: Tensor, anchors: Tensor, stride: int, grid: tuple[int, int], ratio: float
) -> Matches:
    """Give each target its cell and the two nearest neighbours, for every anchor that fits.

    targets [n,6]: picture number, class, cx, cy, w, h in input pixels; anchors [A,2] pixels;
    grid (rows, columns). Neighbours count because a cell reaches half a cell beyond its rim.
    """
    rows, columns = grid
    sides = targets[:, 4:6]
    r = sides[None] / anchors[:, None]
    fits = torch.maximum(r, 1 / r).amax(2) < ratio  # [A,n]
    anchor, index = fits.nonzero(as_tuple=True)
    t = targets[index]
    place = t[:, 2:4] / stride
    cell = place.floor()
    inside = place - cell
    # left, up when the centre lies in the first half of its cell, else right, down
    step = torch.where(inside < 0.5, -1.0, 1.0)
    zero = torch.zeros_like(step[:, 0])
    offsets = torch.stack(
        (
            torch.stack((zero, zero), 1),
            torch.stack((step[:, 0], zero), 1),
            torch.stack((zero, step[:, 1]), 1),
        )
    )
    cells = (cell[None] + offsets).long()  # [3,m,2]
    limits = torch.tensor([columns, rows], device=targets.device)
    ok = ((cells >= 0) & (cells < limits)).all(2)
    which = torch.arange(len(t), device=targets.device).expand(3, -1)[ok]
    cells = cells[ok]
    return Matches(
        t[which, 0].long(),
        anchor[which],
        cells[:, 1],
        cells[:, 0],
        t[which, 2:],
        t[which, 1].long(),
        index[which],
    )


def best_places(targets: Tensor, overlaps: Tensor, most: int = 10) -> Tensor:
    """Which of the offered places to keep [m]: for each target the k of greatest overlap, where k
    is what its `most` greatest overlaps add up to, at least one.

    targets [m]: number of the target; overlaps [m], 0-1.

    >>> best_places(torch.tensor([0, 0, 0, 1]), torch.tensor([0.9, 0.8, 0.1, 0.0])).tolist()
    [True, False, False, True]
    """
    kept = torch.zeros(len(targets), dtype=torch.bool, device=targets.device)
    for number in targets.unique():
        at = (targets == number).nonzero()[:, 0]
        best, order = overlaps[at].topk(min(most, len(at)))
        kept[at[order[: max(1, int(best.sum()))]]] = True
    return kept


def objectness_error(logits: Tensor, wanted: Tensor, kind: ObjectnessLoss) -> Tensor:
    """Mean error of objectness; `wanted` 0-1 of the same shape, 0 where there is no plate.

    Focal (Lin et al. 2017, with soft targets as in Li et al. 2020) and varifocal (Zhang et al.
    2021) are scaled to weigh about what plain cross entropy weighs.
    """
    error = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    if kind == "focal":
        error = error * (wanted - logits.sigmoid()).abs().pow(2) * 4
    elif kind == "varifocal":
        found = logits.detach().sigmoid()
        error = error * torch.where(wanted > 0, wanted, 0.75 * found.pow(2)) * 2
    return error.mean()


class DetectionLoss:
    """Called with raw levels and targets; gives the sum to minimise and its parts."""

    def __init__(self, model: Detector, config: LossConfig) -> None:
        self.model, self.config = model, config

    def __call__(self, levels: list[Tensor], targets: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """levels: raw logits [B,A,h,w,5+nc]; targets [n,6] as in `match`. Loss per picture."""
        config = self.config
        device = targets.device
        box_loss, obj_loss, cls_loss = (torch.zeros((), device=device) for _ in range(3))
        levels = [raw.float() for raw in levels]
        placed = self._place(levels, targets)
        balance = dict(config.balance)
        for i, (raw, stride) in enumerate(zip(levels, self.model.config.strides, strict=True)):
            wanted = torch.zeros(raw.shape[:4], device=device)
            m, y, overlap = placed[i]
            if len(m.image):
                box_loss = box_loss + (1 - overlap).mean()
                quality = overlap.detach().clamp(0, 1)
                score = 1 - config.iou_aware + config.iou_aware * quality
                # Where two targets share a cell the better box decides.
                order = score.argsort()
                at = (m.image[order], m.anchor[order], m.row[order], m.column[order])
                wanted[at] = score[order]
                one_hot = F.one_hot(m.cls, raw.shape[-1] - 5).float()
                cls_loss = cls_loss + F.binary_cross_entropy_with_logits(y[:, 5:], one_hot)
            error = objectness_error(raw[..., 4], wanted, config.objectness_loss)
            obj_loss = obj_loss + error * balance[stride]
        total = config.box * box_loss + config.objectness * obj_loss + config.classes * cls_loss
        parts = {"box": box_loss, "objectness": obj_loss, "classes": cls_loss}
        return total, {name: part.detach() for name, part in parts.items()}

    def _place(self, levels: list[Tensor], targets: Tensor) -> list[tuple[Matches, Tensor, Tensor]]:
        """For each level where plates are matched, the logits there [m,5+nc], their
        overlap (see `ciou`) [m].
        """
        placed = []
        for i, (raw, stride) in enumerate(zip(levels, self.model.config.strides, strict=True)):
            anchors, grid = self.model.anchors[i], (raw.shape[2], raw.shape[3])
            m = match(targets, anchors, stride, grid, self.config.max_ratio)
            y = raw[m.image, m.anchor, m.row, m.column]
            cells = torch.stack((m.column, m.row), 1)
            centre = (y[:, :2].sigmoid() * 2 - 0.5 + cells) * stride
            size = (y[:, 2:4].sigmoid() * 2) ** 2 * anchors[m.anchor]
            overlap = ciou(torch.cat((centre, size), 1), m.box, self.config.plain_iou)
            placed.append((m, y, overlap))
        if not self.config.only_best:
            return placed
        overlaps = torch.cat([overlap for _, _, overlap in placed]).detach().clamp(0, 1)
        kept = best_places(torch.cat([m.target for m, _, _ in placed]), overlaps)
        parts = kept.split([len(overlap) for _, _, overlap in placed])
        return [
            (m.only(k), y[k], overlap[k]) for (m, y, overlap), k in zip(placed, parts, strict=True)
        ]
