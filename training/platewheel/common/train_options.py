"""Options that every training has: one name for one thing."""

from __future__ import annotations

import argparse
from pathlib import Path

from platewheel.common.trainer import bf16_helps


def add_train_options(
    parser: argparse.ArgumentParser, *, out: str, minutes: float, learning_rate: float
) -> None:
    """The common ones; a trainer adds its own."""
    add = parser.add_argument
    add("--out", type=Path, default=Path(out), help="folder of the run")
    add("--cache", type=Path, default=Path("cache"), help="where decoded and unpacked data goes")
    add("--minutes", type=float, default=minutes, help="wall time of the whole run")
    add("--total-steps", type=int, default=0, help="of the whole run, in place of time")
    add("--max-seconds", type=float, default=0, help="stop here even so, to go on with --resume")
    add("--resume", action="store_true", help="go on from last.pt of the run")
    add("--start", type=Path, help="weights of an earlier run to begin from")
    add("--leave-out", action="append", default=[], metavar="SOURCE", help="train without it")
    add("--learning-rate", type=float, default=learning_rate, help="the highest of the schedule")
    add("--seed", type=int, default=0)
    add("--threads", type=int, default=1)
    add("--workers", type=int, default=1, help="processes that draw pictures")
    add("--bf16", action=argparse.BooleanOptionalAction, default=bf16_helps())
