"""Trains for at most so many seconds from where a stage stands, and leaves a checkpoint in --out.

    python3 gpu/chunk.py --stage reader-v13 --out "$OUT"

Run from training/ on the machine that trains; the kit and the last checkpoint (`runs/gpu/STAGE`)
must have travelled along. Unpacking and drawing plates count towards the seconds; both are done
once on a machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
import zipfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path

import cv2
from kit import TRAINING, Stage, find_stage, join_file, read_plan, split_file

sys.path.insert(0, str(TRAINING))

#: Kept free at the end for the last evaluation and for copying.
RESERVE_S = 30.0
#: What a dry run changes: a few steps of small batches, to be sure that all of it works.
DRY = ("--batch", "8", "--batch-at-320", "4", "--workers", "0", "--total-steps", "3")


def unpack(kit: Path, folder: Path) -> None:
    """The kit's data with its pictures as JPEG; nothing when it is there already."""
    if (folder / "whole").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(kit) as file:
        file.extractall(folder)
    pictures = sorted(folder.rglob("*.webp"))
    with ProcessPoolExecutor() as pool:
        list(pool.map(_to_jpeg, pictures, chunksize=64))
    (folder / "whole").touch()


def _to_jpeg(path: Path) -> None:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    cv2.imwrite(str(path.with_suffix(".jpg")), image, [cv2.IMWRITE_JPEG_QUALITY, 95])
    path.unlink()


def install_fonts(folder: Path) -> None:
    """Puts the kit's typefaces where the generator looks for them."""
    to = TRAINING / "fonts/files/ttf"
    if not to.exists():
        shutil.copytree(folder / "fonts", to)


def draw(folder: Path, plates: int) -> None:
    """Shards of drawn plates, on all cores; those that are there stay."""
    from platewheel.synth.cache import SHARD_PLATES

    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        list(pool.map(_draw_shard, [folder] * -(-plates // SHARD_PLATES), _numbers(plates)))


def _numbers(plates: int) -> range:
    from platewheel.synth.cache import SHARD_PLATES

    return range(-(-plates // SHARD_PLATES))


def _draw_shard(folder: Path, number: int) -> None:
    from platewheel.synth.cache import write_shard

    cv2.setNumThreads(1)
    write_shard(folder, 0, number)


def arguments_of(
    stage: Stage, data: Path, cache: Path, run: Path, seconds: float, dry: bool
) -> list[str]:
    """The trainer's command line."""
    out = ["--data", str(data if stage.task == "reader" else data / "detect")]
    out += ["--cache", str(cache), "--out", str(run), *stage.arguments]
    if stage.task == "reader":
        out += ["--synth", str(cache / "synth")]
    if not stage.once:
        out += ["--max-seconds", f"{seconds:.0f}"]
        out += ["--resume"] if (run / "last.pt").exists() else []
    return out + (dry_arguments(stage) if dry else [])


def dry_arguments(stage: Stage) -> list[str]:
    """Those of `DRY` that the stage's trainer takes."""
    other = "--batch-at-320" if stage.task == "reader" else "--batch"
    pairs = list(zip(DRY[::2], DRY[1::2], strict=True))
    kept = [pair for pair in pairs if pair[0] != other]
    if stage.once:
        kept = [pair for pair in kept if pair[0] != "--total-steps"] + [("--minutes", "0.05")]
    return [word for pair in kept for word in pair]


def run_chunk(args: argparse.Namespace) -> Stage:
    """All of it; returns the stage."""
    began = time.monotonic()
    stage = find_stage(read_plan(args.plan), args.runs, args.stage)
    cache, data = args.cache, args.cache / "gpu" / f"{stage.task}-data"
    unpack(args.kit or args.cache / "gpu" / f"{stage.task}.zip", data)
    install_fonts(data)
    if stage.task == "reader":
        draw(cache / "synth", 64 if args.dry_run else stage.plates)
    run = args.runs / stage.name
    run.mkdir(parents=True, exist_ok=True)
    join_file("last.pt", run, run)
    left = args.seconds - (time.monotonic() - began) - RESERVE_S
    if left < 10:
        raise SystemExit("no time left to train: run it again, all is prepared now")
    command = arguments_of(stage, data, cache, run, left, args.dry_run)
    print(f"{stage.name}: {left:.0f} s of {stage.module} {' '.join(command)}", flush=True)
    import_module(stage.module).main(command)
    leave(stage, run, args.out, began)
    return stage


def leave(stage: Stage, run: Path, out: Path, began: float) -> None:
    """Checkpoints in parts, the curve and a note of how far the stage is."""
    import torch

    out.mkdir(parents=True, exist_ok=True)
    note = {"stage": stage.name, "task": stage.task, "seconds": round(time.monotonic() - began)}
    if stage.once:
        from platewheel.common.keep import keep

        for checkpoint in sorted(run.glob("*/last.pt")):
            keep(checkpoint, out / f"{checkpoint.parent.name}.pt")
        note["finished"] = True
    else:
        split_file(run / "last.pt", out)
        steps = int(torch.load(run / "last.pt", weights_only=True, map_location="cpu")["steps"])
        wanted = int(stage.arguments[stage.arguments.index("--total-steps") + 1])
        note |= {"steps": steps, "of": wanted, "finished": steps >= wanted}
        for name in ("config.json", "metrics.jsonl"):
            if (run / name).exists():
                shutil.copy(run / name, out / name)
    (out / "chunk.json").write_text(json.dumps(note) + "\n")
    print(json.dumps(note), flush=True)


def main(argv: Sequence[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--stage", default="", help="of plan.json; the first unfinished when not given")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--seconds", type=float, default=520)
    p.add_argument("--kit", type=Path, help="cache/gpu/TASK.zip")
    p.add_argument("--cache", type=Path, default=TRAINING / "cache")
    p.add_argument("--runs", type=Path, default=TRAINING / "runs/gpu")
    p.add_argument("--plan", type=Path, default=Path(__file__).with_name("plan.json"))
    p.add_argument("--dry-run", action="store_true", help="three steps, to see that all works")
    run_chunk(p.parse_args(argv))


if __name__ == "__main__":
    main()
