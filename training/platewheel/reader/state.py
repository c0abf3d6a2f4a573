"""Networks from checkpoints."""

from __future__ import annotations

from pathlib import Path

from platewheel.common.trainer import load_checkpoint

from .model import Reader, ReaderConfig


def load_reader(path: Path) -> Reader:
    """The averaged weights of a checkpoint or of a kept one, float32, in eval mode."""
    state = load_checkpoint(path)
    reader = Reader(ReaderConfig(**state["config"]))
    reader.load_state_dict(state["ema"])  # fp16 weights become those of the network
    return reader.eval()
