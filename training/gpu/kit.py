"""What pack, chunk and go_on share: the plan, the kit's members, checkpoints in parts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TRAINING = Path(__file__).resolve().parents[1]
#: A lent machine hands back files of at most 16 MiB.
PART_BYTES = 15 * 2**20


@dataclass(frozen=True)
class Stage:
    """A training of the plan; `once` is one that a single chunk finishes."""

    name: str
    task: str
    module: str
    plates: int
    arguments: tuple[str, ...]
    once: bool = False


def read_plan(path: Path) -> list[Stage]:
    """Stages in the order they are to be run."""
    rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return [Stage(**{**row, "arguments": tuple(row["arguments"])}) for row in rows]


def find_stage(plan: list[Stage], runs: Path, name: str = "") -> Stage:
    """The stage of that name, or the first that is not finished; SystemExit when there is none."""
    for stage in plan:
        if stage.name == name or (not name and not (runs / stage.name / "finished").exists()):
            return stage
    raise SystemExit(f"no stage named {name}" if name else "every stage is finished")


def split_file(path: Path, out: Path, part_bytes: int = PART_BYTES) -> None:
    """`name.00`, `name.01`, … in `out`."""
    data = path.read_bytes()
    for number, start in enumerate(range(0, len(data), part_bytes)):
        (out / f"{path.name}.{number:02}").write_bytes(data[start : start + part_bytes])


def join_file(name: str, folder: Path, out: Path) -> Path | None:
    """The file again, beside and then moved into place; None when no part is there."""
    parts = sorted(folder.glob(f"{name}.[0-9][0-9]"))
    if not parts:
        return None
    out.mkdir(parents=True, exist_ok=True)
    beside = out / f"{name}.part"
    beside.write_bytes(b"".join(p.read_bytes() for p in parts))
    return beside.replace(out / name)
