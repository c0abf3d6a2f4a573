"""An optional second journal of a run: Weights & Biases, always offline."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Journal:
    """Does nothing unless it was asked for; `metrics.jsonl` is written either way."""

    run: Any = None

    @staticmethod
    def open(wanted: bool, folder: Path) -> Journal:
        """`wandb` is no requirement of this package: only who asks for it has to install it."""
        if not wanted:
            return Journal()
        wandb = importlib.import_module("wandb")
        return Journal(wandb.init(project="platewheel", mode="offline", dir=str(folder)))

    def log(self, row: dict[str, float]) -> None:
        """One epoch."""
        if self.run is not None:
            self.run.log(row)

    def close(self) -> None:
        """Flush and end."""
        if self.run is not None:
            self.run.finish()
