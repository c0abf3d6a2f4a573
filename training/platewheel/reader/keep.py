"""Keeps what a later session needs to go on: averaged weights in float16 and their configuration.

python -m platewheel.reader.keep --run runs/reader/last.pt --out checkpoints/reader-v4.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def keep(run: Path, out: Path) -> None:
    """Writes the checkpoint that `train --start` and `export --checkpoint` take."""
    state = torch.load(run, weights_only=True, map_location="cpu")
    weights = {
        name: value.half() if value.dtype == torch.float32 else value
        for name, value in state["ema"].items()
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    kept = {"ema": weights, "config": state["config"], "curve": state["curve"]}
    torch.save(kept, out)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    keep(args.run, args.out)


if __name__ == "__main__":
    main()
