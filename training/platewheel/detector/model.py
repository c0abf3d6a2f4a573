"""The detector network: a small CSP backbone, a path-aggregation neck, anchor heads.

Written from the papers (CSPNet, SPP, PANet, YOLOv3-v5 layout) and sized by `ModelConfig`.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

STRIDES = (4, 8, 16, 32)

# Width-height pairs in pixels of the network input, three a level; `anchors.py` measures them.
DEFAULT_ANCHORS = (
    ((13.0, 6.0), (27.0, 11.0), (34.0, 22.0)),
    ((58.0, 19.0), (64.0, 37.0), (109.0, 32.0)),
    ((122.0, 66.0), (200.0, 66.0), (310.0, 130.0)),
)


@dataclass(frozen=True)
class ModelConfig:
    """Everything needed to build the network again; travels with every checkpoint."""

    widths: tuple[int, int, int, int, int] = (16, 32, 64, 96, 160)
    depths: tuple[int, int, int, int] = (1, 2, 2, 1)
    neck_width: int = 64
    names: tuple[str, ...] = ("plate",)
    # One list a level; four of them ask for a further head at stride 4, for plates far away.
    anchors: tuple[tuple[tuple[float, float], ...], ...] = DEFAULT_ANCHORS

    @property
    def strides(self) -> tuple[int, ...]:
        """Input pixels to a cell, level by level, finest first."""
        return STRIDES[-len(self.anchors) :]

    @staticmethod
    def from_dict(raw: dict[str, Any]) -> ModelConfig:
        """Rebuild from JSON; an unknown key is an error, not a silent default."""
        unknown = set(raw) - {f.name for f in fields(ModelConfig)}
        if unknown:
            raise ValueError(f"unknown model settings: {sorted(unknown)}")
        return ModelConfig(
            widths=tuple(raw["widths"]),
            depths=tuple(raw["depths"]),
            neck_width=raw["neck_width"],
            names=tuple(raw["names"]),
            anchors=tuple(tuple((float(w), float(h)) for w, h in lv) for lv in raw["anchors"]),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)


class Conv(nn.Module):
    """Convolution, batch norm, SiLU; `same` padding."""

    def __init__(self, c_in: int, c_out: int, kernel: int = 1, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(c_in, c_out, kernel, stride, kernel // 2, bias=False)
        self.bn = nn.BatchNorm2d(c_out, eps=1e-3, momentum=0.03)

    def forward(self, x: Tensor) -> Tensor:
        return F.silu(self.bn(self.conv(x)), inplace=True)


class Residual(nn.Module):
    """1x1 then 3x3, with a skip when asked."""

    def __init__(self, c: int, skip: bool) -> None:
        super().__init__()
        self.squeeze, self.mix, self.skip = Conv(c, c), Conv(c, c, 3), skip

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.mix(self.squeeze(x))
        return x + y if self.skip else y


class Csp(nn.Module):
    """Cross-stage partial block: half of the channels go through residuals, half around them."""

    def __init__(self, c_in: int, c_out: int, depth: int, skip: bool = True) -> None:
        super().__init__()
        half = c_out // 2
        self.through, self.around = Conv(c_in, half), Conv(c_in, half)
        self.body = nn.Sequential(*(Residual(half, skip) for _ in range(depth)))
        self.join = Conv(2 * half, c_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.join(torch.cat((self.body(self.through(x)), self.around(x)), 1))


class PyramidPool(nn.Module):
    """Spatial pyramid pooling as three chained 5x5 max pools (views of 5, 9 and 13 cells)."""

    def __init__(self, c: int) -> None:
        super().__init__()
        self.squeeze, self.join = Conv(c, c // 2), Conv(c * 2, c)

    def forward(self, x: Tensor) -> Tensor:
        views = [self.squeeze(x)]
        for _ in range(3):
            views.append(F.max_pool2d(views[-1], 5, 1, 2))
        return self.join(torch.cat(views, 1))


class Detector(nn.Module):
    """Finds plates. `forward` gives raw logits per level; `decode` makes boxes of them."""

    anchors: Tensor

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        w1, w2, w3, w4, w5 = config.widths
        d2, d3, d4, d5 = config.depths
        n = config.neck_width
        self.stem = nn.Sequential(Conv(3, w1, 3, 2), Conv(w1, w2, 3, 2), Csp(w2, w2, d2))
        self.stage3 = nn.Sequential(Conv(w2, w3, 3, 2), Csp(w3, w3, d3))
        self.stage4 = nn.Sequential(Conv(w3, w4, 3, 2), Csp(w4, w4, d4))
        self.stage5 = nn.Sequential(Conv(w4, w5, 3, 2), Csp(w5, w5, d5), PyramidPool(w5))
        self.lateral5, self.lateral4 = Conv(w5, w4), Conv(w4, n)
        self.down4 = Csp(2 * w4, w4, 1, skip=False)
        self.down3 = Csp(w3 + n, n, 1, skip=False)
        self.reduce3, self.reduce4 = Conv(n, n, 3, 2), Conv(w4, w4, 3, 2)
        self.up4 = Csp(2 * n, w4, 1, skip=False)
        self.up5 = Csp(2 * w4, w5, 1, skip=False)
        per_level = len(config.anchors[0])
        self.outputs = 5 + len(config.names)
        widths = [n, w4, w5]
        self.far = len(config.strides) == len(STRIDES)
        if self.far:
            m = n // 2
            self.lateral3, self.down2 = Conv(n, m), Csp(w2 + m, m, 1, skip=False)
            self.reduce2, self.up3 = Conv(m, m, 3, 2), Csp(2 * m, n, 1, skip=False)
            widths = [m, *widths]
        self.heads = nn.ModuleList(nn.Conv2d(c, per_level * self.outputs, 1) for c in widths)
        self.register_buffer("anchors", torch.tensor(config.anchors), persistent=False)
        self._initialise_heads(per_level)

    def _initialise_heads(self, per_level: int) -> None:
        """Start from few objects (about eight in a 640 picture) and from a sure single class."""
        for head, stride in zip(self.heads, self.config.strides, strict=True):
            assert isinstance(head, nn.Conv2d)
            assert head.bias is not None
            bias = head.bias.detach().view(per_level, self.outputs)
            bias[:, :4] = 0
            bias[:, 4] = math.log(8 / (640 / stride) ** 2)
            classes = len(self.config.names)
            bias[:, 5:] = 4.0 if classes == 1 else math.log(0.6 / classes)

    def features(self, images: Tensor) -> tuple[list[Tensor], Tensor]:
        """images [B,3,H,W], RGB 0-1 -> neck features, finest first; embedding [B,D]."""
        p2 = self.stem(images)
        p3 = self.stage3(p2)
        p4 = self.stage4(p3)
        p5 = self.stage5(p4)
        embedding = p5.mean((2, 3))
        l5 = self.lateral5(p5)
        l4 = self.lateral4(self.down4(torch.cat((F.interpolate(l5, scale_factor=2.0), p4), 1)))
        n3 = self.down3(torch.cat((F.interpolate(l4, scale_factor=2.0), p3), 1))
        finer = []
        if self.far:
            l3 = self.lateral3(n3)
            n2 = self.down2(torch.cat((F.interpolate(l3, scale_factor=2.0), p2), 1))
            n3 = self.up3(torch.cat((self.reduce2(n2), l3), 1))
            finer = [n2]
        n4 = self.up4(torch.cat((self.reduce3(n3), l4), 1))
        n5 = self.up5(torch.cat((self.reduce4(n4), l5), 1))
        return [*finer, n3, n4, n5], embedding

    def forward(self, images: Tensor) -> list[Tensor]:
        """images [B,3,H,W] -> the levels' raw logits [B,A,h,w,5+nc]."""
        levels, _ = self.features(images)
        return [self._head(i, x) for i, x in enumerate(levels)]

    def _head(self, level: int, x: Tensor) -> Tensor:
        b, _, h, w = x.shape
        raw = self.heads[level](x)
        return raw.view(b, -1, self.outputs, h, w).permute(0, 1, 3, 4, 2)

    def decode(self, logits: list[Tensor]) -> Tensor:
        """Raw levels -> [B,N,5+nc]: centre x, centre y, width, height (input px), scores 0-1."""
        out = []
        for level, (raw, stride) in enumerate(zip(logits, self.config.strides, strict=True)):
            b, a, h, w, _ = raw.shape
            y = raw.float().sigmoid()
            gy = torch.arange(h, device=raw.device, dtype=torch.float32).view(1, 1, h, 1, 1)
            gx = torch.arange(w, device=raw.device, dtype=torch.float32).view(1, 1, 1, w, 1)
            cx = (y[..., 0:1] * 2 - 0.5 + gx) * stride
            cy = (y[..., 1:2] * 2 - 0.5 + gy) * stride
            size = (y[..., 2:4] * 2) ** 2 * self.anchors[level].view(1, a, 1, 1, 2)
            out.append(torch.cat((cx, cy, size, y[..., 4:]), -1).reshape(b, -1, self.outputs))
        return torch.cat(out, 1)


class ExportedDetector(nn.Module):
    """The graph that ships: images [1,3,H,W] -> output0 [1,N,5+nc], embedding [1,D]."""

    def __init__(self, detector: Detector) -> None:
        super().__init__()
        self.detector = detector

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        levels, embedding = self.detector.features(images)
        raw = [self.detector._head(i, x) for i, x in enumerate(levels)]
        return self.detector.decode(raw), embedding
