"""What a person saw of each plate: `attributes.csv`, labelled by eye.

Header `photo,index,rows,motorcycle,night,oblique`; `photo` is the stem of the photo's file name,
`index` counts the lines of its label file from 0, `rows` is 1, 2 or empty when they cannot be
seen, the others are 0 or 1.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Attributes:
    """Of one plate."""

    rows: int | None
    motorcycle: bool
    night: bool
    oblique: bool

    def names(self) -> list[str]:
        """The groups this plate counts in."""
        groups = {1: ["one row"], 2: ["two rows"], None: []}[self.rows]
        flags = {"motorcycle": self.motorcycle, "night": self.night, "oblique": self.oblique}
        return groups + [name for name, on in flags.items() if on]


def read_attributes(path: Path) -> dict[tuple[str, int], Attributes]:
    """Keyed by stem of the photo and number of the plate."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["photo"], int(row["index"])): _one(row) for row in csv.DictReader(lines)}


def _one(row: dict[str, str]) -> Attributes:
    motorcycle, night, oblique = (row[k] == "1" for k in ("motorcycle", "night", "oblique"))
    rows = int(row["rows"]) if row["rows"] else None
    return Attributes(rows, motorcycle, night, oblique)
