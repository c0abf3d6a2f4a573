"""Keeps what a later session needs to go on, small enough for git.

python -m platewheel.detector.keep --run runs/v3/last.pt --out checkpoints/detector-v3.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

from platewheel.detector.state import save_compact


def main(argv: list[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--run", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args(argv)
    save_compact(args.run, args.out)


if __name__ == "__main__":
    main()
