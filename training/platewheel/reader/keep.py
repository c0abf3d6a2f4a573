"""Keeps what a later session needs to go on: averaged weights in float16 and their configuration.

    python -m platewheel.reader.keep --run runs/reader/last.pt --out checkpoints/reader-v5.pt

`--and FILE` takes the mean with the weights of the run that this one began from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor


def keep(run: Path, out: Path, other: Path | None = None) -> None:
    """Writes the checkpoint that `train --start` and `export --checkpoint` take."""
    state = torch.load(run, weights_only=True, map_location="cpu")
    weights = state["ema"]
    if other:
        weights = mean_of(weights, torch.load(other, weights_only=True, map_location="cpu")["ema"])
    weights = {
        name: value.half() if value.is_floating_point() else value
        for name, value in weights.items()
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    kept = {"ema": weights, "config": state["config"], "curve": state["curve"]}
    torch.save(kept, out)


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


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--and", type=Path, metavar="FILE")
    args = parser.parse_args()
    keep(args.run, args.out, getattr(args, "and"))


if __name__ == "__main__":
    main()
