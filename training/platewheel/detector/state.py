"""Networks from checkpoints."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from platewheel.common.trainer import load_checkpoint
from platewheel.detector.model import Detector, ModelConfig


def with_levels(config: ModelConfig, levels: int) -> ModelConfig:
    """The same network with so many heads; a further one has anchors half as large."""
    if levels <= len(config.anchors):
        return config
    half = tuple((w / 2, h / 2) for w, h in config.anchors[0])
    return replace(config, anchors=(half, *config.anchors))


def take_over(model: Detector, earlier: Detector) -> None:
    """Weights of an earlier network of the same widths; a further head begins at random."""
    more = len(model.heads) - len(earlier.heads)
    state = {
        re.sub(r"^heads\.(\d+)", lambda m: f"heads.{int(m[1]) + more}", name): value
        for name, value in earlier.state_dict().items()
    }
    model.load_state_dict(state, strict=not more)


def load_detector(path: Path, weights: str = "ema") -> Detector:
    """The averaged weights of a checkpoint or of a compact one, float32, in eval mode; or those of
    its last step, `model`.
    """
    state = load_checkpoint(path)
    model = Detector(ModelConfig.from_dict(state["model_config"]))
    model.load_state_dict(
        {k: v.float() if v.is_floating_point() else v for k, v in state[weights].items()}
    )
    return model.eval()
