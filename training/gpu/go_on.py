"""Takes what a chunk left, and says what to run next.

.venv/bin/python gpu/go_on.py RETURNED
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kit import PART_BYTES, TRAINING, find_stage, join_file, read_plan, split_file


def go_on(returned: Path, runs: Path, plan: Path) -> str:
    """Puts the checkpoint where the next chunk looks for it; returns what to do now.

    An older checkpoint than the one at hand is refused: it would undo a chunk.
    """
    note: dict[str, Any] = json.loads((returned / "chunk.json").read_text())
    run = runs / note["stage"]
    before = json.loads((run / "chunk.json").read_text()) if (run / "chunk.json").exists() else {}
    if note.get("steps", 1) < before.get("steps", 0):
        raise SystemExit(f"{returned} is of step {note['steps']}, {run} is farther already")
    run.mkdir(parents=True, exist_ok=True)
    for old in run.glob("last.pt*"):
        old.unlink()
    whole = join_file("last.pt", returned, run)
    if whole:  # it travels in parts as well
        split_file(whole, run, PART_BYTES)
        whole.unlink()
    for path in returned.iterdir():
        if path.suffix in (".json", ".jsonl", ".pt"):
            shutil.copy(path, run / path.name)
    if not note["finished"]:
        share = f"{note['steps']} of {note['of']} steps"
        return f"{share}; go on: python3 gpu/chunk.py --stage {note['stage']} --out $OUT"
    (run / "finished").touch()
    try:
        after = find_stage(read_plan(plan), runs).name
    except SystemExit:
        return f"{note['stage']} is finished, and so is the plan"
    return f"{note['stage']} is finished; next: python3 gpu/chunk.py --stage {after} --out $OUT"


def main(argv: Sequence[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("returned", type=Path, help="folder with what the chunk left in --out")
    p.add_argument("--runs", type=Path, default=TRAINING / "runs/gpu")
    p.add_argument("--plan", type=Path, default=Path(__file__).with_name("plan.json"))
    args = p.parse_args(argv)
    print(go_on(args.returned, args.runs, args.plan))


if __name__ == "__main__":
    main()
