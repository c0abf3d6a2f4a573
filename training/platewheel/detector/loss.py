"""What the detector is trained on: anchor matching, CIoU boxes, IoU-aware objectness, classes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from platewheel.detector.model import STRIDES, Detector


@dataclass(frozen=True)
class LossConfig:
    """Weights of the parts. `balance` evens out the levels: fine grids hold more empty cells."""

    box: float = 0.1
    objectness: float = 1.0
    classes: float = 0.1
    balance: tuple[float, float, float] = (4.0, 1.0, 0.4)
    # An anchor fits a plate when no side differs by more than this factor.
    max_ratio: float = 4.0
    # 1: objectness learns the IoU of its box; 0: it learns 1 wherever a plate was matched.
    iou_aware: float = 0.8


def ciou(a: Tensor, b: Tensor, eps: float = 1e-7) -> Tensor:
    """Complete IoU of boxes cx, cy, w, h [n,4], from the paper (Zheng et al. 2020); -1.5..1."""
    a1, a2 = a[:, :2] - a[:, 2:] / 2, a[:, :2] + a[:, 2:] / 2
    b1, b2 = b[:, :2] - b[:, 2:] / 2, b[:, :2] + b[:, 2:] / 2
    inter = (torch.minimum(a2, b2) - torch.maximum(a1, b1)).clamp(min=0).prod(1)
    union = a[:, 2:].prod(1) + b[:, 2:].prod(1) - inter + eps
    iou = inter / union
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
    )


class DetectionLoss:
    """Called with raw levels and targets; gives the sum to minimise and its parts."""

    def __init__(self, model: Detector, config: LossConfig) -> None:
        self.model, self.config = model, config

    def __call__(self, levels: list[Tensor], targets: Tensor) -> tuple[Tensor, dict[str, float]]:
        """levels: raw logits [B,A,h,w,5+nc]; targets [n,6] as in `match`. Loss per picture."""
        config = self.config
        device = targets.device
        box_loss, obj_loss, cls_loss = (torch.zeros((), device=device) for _ in range(3))
        for i, raw in enumerate(levels):
            raw = raw.float()
            wanted = torch.zeros(raw.shape[:4], device=device)
            anchors, grid = self.model.anchors[i], (raw.shape[2], raw.shape[3])
            m = match(targets, anchors, STRIDES[i], grid, config.max_ratio)
            if len(m.image):
                y = raw[m.image, m.anchor, m.row, m.column]
                cells = torch.stack((m.column, m.row), 1)
                centre = (y[:, :2].sigmoid() * 2 - 0.5 + cells) * STRIDES[i]
                size = (y[:, 2:4].sigmoid() * 2) ** 2 * anchors[m.anchor]
                overlap = ciou(torch.cat((centre, size), 1), m.box)
                box_loss = box_loss + (1 - overlap).mean()
                quality = overlap.detach().clamp(0, 1)
                score = 1 - config.iou_aware + config.iou_aware * quality
                # Where two targets share a cell the better box decides.
                order = score.argsort()
                at = (m.image[order], m.anchor[order], m.row[order], m.column[order])
                wanted[at] = score[order]
                one_hot = F.one_hot(m.cls, raw.shape[-1] - 5).float()
                cls_loss = cls_loss + F.binary_cross_entropy_with_logits(y[:, 5:], one_hot)
            error = F.binary_cross_entropy_with_logits(raw[..., 4], wanted)
            obj_loss = obj_loss + error * config.balance[i]
        total = config.box * box_loss + config.objectness * obj_loss + config.classes * cls_loss
        parts = {"box": box_loss.item(), "objectness": obj_loss.item(), "classes": cls_loss.item()}
        return total, parts
