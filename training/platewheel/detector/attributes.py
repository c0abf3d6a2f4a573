"""What a person saw of each plate: `attributes.csv`, labelled by eye.

Header `file,plate,rows,motorcycle,night,oblique`; `plate` counts the lines of the label file
from 0, `rows` is 1 or 2, the others are 0 or 1.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Attributes:
    """Of one plate."""

    rows: int
    motorcycle: bool
    night: bool
    oblique: bool

    def names(self) -> list[str]:
        """The groups this plate counts in."""
        groups = ["two rows" if self.rows == 2 else "one row"]
        flags = {"motorcycle": self.motorcycle, "night": self.night, "oblique": self.oblique}
        return groups + [name for name, on in flags.items() if on]


def read_attributes(path: Path) -> dict[tuple[str, int], Attributes]:
    """Keyed by file name and number of the plate."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["file"], int(row["plate"])): _one(row) for row in csv.DictReader(lines)}


def _one(row: dict[str, str]) -> Attributes:
    motorcycle, night, oblique = (row[k] == "1" for k in ("motorcycle", "night", "oblique"))
    return Attributes(int(row["rows"]), motorcycle, night, oblique)
