"""Keeps what a later session needs to go on: averaged weights in float16 and their configuration.

    python -m platewheel keep --checkpoint runs/reader/last.pt --out checkpoints/reader-v12.pt

`--and FILE` takes the mean with the weights of another run, such as the one that this one began
from. For detectors and readers alike; `train --start` and `export --checkpoint` take the file.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from platewheel.common.trainer import half, load_checkpoint

SETTINGS = ("config", "model_config", "curve")


def keep(checkpoint: Path, out: Path, other: Path | None = None) -> None:
    """Writes the small checkpoint; a folder stands for its `last.pt`."""
    state = load_checkpoint(weights_file(checkpoint))
    weights = state["ema"]
    if other:
        weights = mean_of(weights, load_checkpoint(weights_file(other))["ema"])
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({k: state[k] for k in SETTINGS if k in state} | {"ema": half(weights)}, out)


def weights_file(path: Path) -> Path:
    """The checkpoint itself, or that of a run's folder."""
    return path / "last.pt" if path.is_dir() else path


def mean_of(a: dict[str, Tensor], b: dict[str, Tensor]) -> dict[str, Tensor]:
    """Mean of two networks' weights, float32; what is not a number with a fraction is taken from
    the first.

    Where one run began from the other both lie in one valley, and the mean of the two ends is often
    better than either (Wortsman et al. 2022, "model soups"). Other networks raise ValueError.
    """
    if a.keys() != b.keys() or any(a[name].shape != b[name].shape for name in a):
        raise ValueError("the weights are not those of one network")
    return {
        name: (value.float() + b[name].float()) / 2 if value.is_floating_point() else value
        for name, value in a.items()
    }


def main(argv: Sequence[str] | None = None) -> None:
    """By the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, required=True, help="file, or folder of a run")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--and", type=Path, metavar="FILE", dest="other")
    args = parser.parse_args(argv)
    keep(args.checkpoint, args.out, args.other)


if __name__ == "__main__":
    main()
