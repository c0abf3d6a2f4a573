"""Trains the shipped detector and reader further on a dataset that the app exported.

    python -m platewheel finetune export.zip

Writes `model-detector.zip` and `model-reader.zip` (or what `--task` names) into `--out`: ONNX file,
card and settings, to be dropped into the app's Models screen, which compares them with what is
there. Learning rate, number of steps and how much of the new weights is taken are chosen by
cross-validation on `train` and `val`; `test` is never read. A stop loses no finished training: the
same command goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from platewheel.common.app_dataset import AppDataset, DatasetError
from platewheel.common.card import active_model
from platewheel.common.trainer import load_checkpoint, save_checkpoint
from platewheel.common.training_data import detector_folder, reader_folder
from platewheel.detector.export import export as export_detector
from platewheel.detector.state import load_detector
from platewheel.finetune.bundle import write_bundle
from platewheel.finetune.plan import Choice, Score, Trial, choose, trials_of
from platewheel.finetune.reader_task import draw_plates
from platewheel.finetune.sampling import read_weights
from platewheel.finetune.search import TASKS, Work, run_all, say_on_stderr
from platewheel.reader.export import export as export_reader

TRAINING = Path(__file__).resolve().parents[2]
FOLDS = 3


def main(argv: Sequence[str] | None = None) -> None:
    """By the command line."""
    args = parse(argv)
    try:
        finetune(args)
    except DatasetError as error:
        raise SystemExit(str(error)) from error


def finetune(args: argparse.Namespace) -> list[Path]:
    """All that is asked; returns the bundles. Raises DatasetError for data that is no good."""
    weights = read_weights(args.dataset, args.weights)
    listing = hashed(args.dataset)
    run = args.out / f"run-{listing['sha256'][:12]}"
    run.mkdir(parents=True, exist_ok=True)
    tasks = ["detector", "reader"] if args.task == "both" else [args.task]
    folders, problems = {}, []
    for task in tasks:
        try:
            folders[task] = usable(task, args)
        except DatasetError as error:
            problems.append(f"{task}: {error}")
    for problem in problems:
        say_on_stderr(problem)
    if not folders:
        raise DatasetError("nothing to train: " + "; ".join(problems))
    say_on_stderr("drawing plates to train beside (once)")
    draw_plates(args.cache, args.plates)
    return [one(task, folder, run, weights, listing, args) for task, folder in folders.items()]


def usable(task: str, args: argparse.Namespace) -> Path:
    """The unpacked data of a task; raises DatasetError when it is missing or too little."""
    folder = (detector_folder if task == "detector" else reader_folder)(args.dataset, args.cache)
    module: Any = TASKS[task]
    found = len(module.load(folder))
    least = args.fewest or module.FEWEST
    if found < least:
        raise DatasetError(
            f"{args.dataset} has {found} labelled {'photos' if task == 'detector' else 'crops'} to "
            f"learn from, and {least} are the least that says anything; label more and export again"
        )
    return folder


def one(
    task: str,
    folder: Path,
    run: Path,
    weights: dict[str, float],
    listing: dict[str, Any],
    args: argparse.Namespace,
) -> Path:
    """Searches, trains on everything, writes the bundle."""
    module: Any = TASKS[task]
    parent = active_model(args.models, task)
    start = args.checkpoints / f"{parent.stem}.pt"
    if not start.exists():
        raise SystemExit(f"{start}: the weights of {parent.name} are not there")
    count = len(module.load(folder))
    steps = args.steps or module.steps_for(count)
    work = Work(folder, start, args.cache, run, weights, FOLDS)
    scores = run_all(work, trials_of(task, module.RATES, FOLDS, steps), args.jobs, say_on_stderr)
    choice = choose(scores)
    setting = choice.setting if choice.better else best_new(scores)
    print(told(task, choice))
    final = Trial(task, setting.rate, None, steps)
    run_all(work, [final], 1, say_on_stderr)
    state = load_checkpoint(run / f"{final.name}.pt")[str(setting.stop)]
    checkpoint = run / f"{task}.pt"
    save_checkpoint(checkpoint, module.checkpoint_of(start, state, setting.mix))
    onnx = run / f"{parent.stem.split('-own-')[0]}-own-{listing['sha256'][:8]}.onnx"
    if task == "detector":
        export_detector(load_detector(checkpoint), onnx)
    else:
        export_reader(checkpoint, onnx)
    chosen = asdict(setting) | {"steps": round(steps * setting.stop)}
    training = {
        "crossValidation": asdict(choice) | {"better": choice.better, "folds": FOLDS},
        "chosen": chosen,
        "curves": curves(scores),
        "data": {"photos" if task == "detector" else "crops": count, **listing},
    }
    config = {"task": task, "parent": parent.stem, "chosen": chosen, "weighted": bool(weights)}
    out: Path = args.out / f"model-{task}.zip"
    write_bundle(onnx, parent, training, config, out)
    print(out)
    return out


def best_new(scores: Sequence[Score]) -> Any:
    """The best setting that changes anything, for a bundle where the parent was not beaten."""
    return choose([s for s in scores if s.setting.stop] + _as_parent(scores)).setting


def _as_parent(scores: Sequence[Score]) -> list[Score]:
    """The parent's scores made the worst, since `choose` compares with them."""
    return [Score(s.setting, s.fold, -1e9, s.right, s.n) for s in scores if not s.setting.stop]


def told(task: str, choice: Choice) -> str:
    """The result of cross-validation in words."""
    what = "plates found" if task == "detector" else "plates read right"
    before, after = (100 * v / max(choice.n, 1) for v in (choice.parent_right, choice.right))
    line = f"{task}: {what} that the training had not seen: {before:.1f} % before, {after:.1f} %"
    if choice.better:
        return f"{line} after, of {choice.n}"
    return (
        f"{task}: nothing tried was better than the model you have ({before:.1f} % of {choice.n}); "
        "the file is written all the same, and the app will tell you"
    )


def curves(scores: Sequence[Score]) -> list[dict[str, float]]:
    """Means over the folds by rate and stop, of unmixed weights: what a chart shows."""
    out = []
    settings = sorted({s.setting for s in scores}, key=lambda s: (s.rate, s.stop, s.mix))
    for setting in settings:
        of = [s for s in scores if s.setting == setting]
        n = sum(s.n for s in of)
        out.append(
            asdict(setting)
            | {
                "value": sum(s.value * s.n for s in of) / max(n, 1),
                "right": sum(s.right for s in of) / max(n, 1),
            }
        )
    return out


def hashed(dataset: Path) -> dict[str, Any]:
    """Every training file of the manifest with its hash, one hash of that list, and `learntFrom`.

    The latter are the hashes of the photos as they were chosen, by which the app knows what it must
    not judge by.
    """
    with AppDataset(dataset) as opened:
        files = {
            f["path"]: f["sha256"]
            for f in opened.manifest["files"]
            if "test" not in f["path"].split("/")
        }
        manifest = opened.manifest
        made_of = manifest.get("samples", manifest["photos"])
        learnt = sorted({m["sourceSha256"] for m in made_of if m["split"] != "test"})
    text = json.dumps(files, sort_keys=True)
    whole = hashlib.sha256(text.encode()).hexdigest()
    return {"sha256": whole, "files": files, "learntFrom": learnt}


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    p = argparse.ArgumentParser(
        prog="python -m platewheel finetune",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = p.add_argument
    add("dataset", type=Path, help="zip that the app exported, or its folder")
    add("--task", choices=("both", "detector", "reader"), default="both")
    add("--out", type=Path, default=Path("runs/finetune"))
    add("--weights", type=Path, help="weights.csv in place of the dataset's own")
    add("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="trainings at once")
    add("--steps", type=int, default=0, help="of a training; by the amount of data when not given")
    add("--fewest", type=int, default=0, help="train on fewer labels than is sensible")
    add("--plates", type=int, default=4000, help="drawn plates to train beside")
    add("--models", type=Path, default=TRAINING.parent / "models")
    add("--checkpoints", type=Path, default=TRAINING / "checkpoints")
    add("--cache", type=Path, default=Path("cache"))
    return p.parse_args(argv)


if __name__ == "__main__":
    main(sys.argv[1:])
