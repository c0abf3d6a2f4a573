"""Runs `multi_train` in a fresh process, as a user does.

Its loader is forked, and a fork of this one would inherit the locks of whatever threads earlier
tests have started: it hung in one order of the tests and in no other.
"""

import subprocess
import sys
from pathlib import Path


def in_its_own_process(model: str, arguments: list[str]) -> None:
    """`model` is "detector" or "reader"."""
    command = [sys.executable, "-m", f"platewheel.{model}.multi_train", *arguments]
    subprocess.run(command, cwd=Path(__file__).parents[1], check=True, timeout=300)
