"""Runs trials, several at once, each once: what is finished stays finished after a stop."""

from __future__ import annotations

import json
import multiprocessing as mp
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from platewheel.common.trainer import save_checkpoint
from platewheel.finetune import detector_task, reader_task
from platewheel.finetune.plan import Score, Setting, Trial

TASKS = {"reader": reader_task, "detector": detector_task}
SAY_EVERY_S = 5.0


@dataclass(frozen=True)
class Work:
    """What every trial of a task needs to know."""

    folder: Path  # the unpacked dataset of the task
    start: Path  # the parent's weights
    cache: Path
    run: Path  # where results go
    weights: dict[str, float]
    folds: int


_progress: Any = None


def _share(progress: Any) -> None:
    global _progress
    _progress = progress


def _run(work: Work, trial: Trial, number: int) -> None:
    """One trial, in a process of its own or in this one; writes its result whole or not at all."""
    torch.set_num_threads(1)

    def report(share: float) -> None:
        if _progress is not None:
            _progress[number] = share

    module: Any = TASKS[trial.task]
    scores, weights = module.run_trial(
        trial, work.folder, work.start, work.cache, work.weights, work.folds, report
    )
    if weights:
        save_checkpoint(work.run / f"{trial.name}.pt", {str(k): v for k, v in weights.items()})
    path = work.run / f"{trial.name}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps([asdict(s) for s in scores]))
    part.replace(path)


def run_all(
    work: Work, trials: Sequence[Trial], jobs: int, say: Callable[[str], None]
) -> list[Score]:
    """Runs what has no result yet; returns all scores. A failed trial raises what it raised."""
    todo = [t for t in trials if not (work.run / f"{t.name}.json").exists()]
    done_before = len(trials) - len(todo)
    began = time.monotonic()
    if jobs < 2 or len(todo) < 2:
        for number, trial in enumerate(todo):
            said = [time.monotonic()]
            _share(_Single(lambda s, n=number, at=said: _tell(say, began, todo, n + s, at)))  # type: ignore[misc]
            _run(work, trial, 0)
    else:
        progress = mp.get_context("spawn").Array("d", len(todo))
        pool = ProcessPoolExecutor(jobs, mp.get_context("spawn"), _share, (progress,))
        with pool:
            running = [pool.submit(_run, work, t, i) for i, t in enumerate(todo)]
            said = [time.monotonic()]
            while not all(f.done() for f in running):
                time.sleep(0.5)
                _tell(say, began, todo, sum(progress[:]), said)
                _raise_first(running)
            _raise_first(running)
    if done_before:
        say(f"{done_before} of {len(trials)} trainings were finished before")
    rows = [r for t in trials for r in json.loads((work.run / f"{t.name}.json").read_text())]
    return [Score(Setting(**r.pop("setting")), **r) for r in rows]


class _Single:
    """Progress of trials that run one after the other."""

    def __init__(self, told: Callable[[float], None]) -> None:
        self._told = told

    def __setitem__(self, _: int, share: float) -> None:
        self._told(share)


def _tell(
    say: Callable[[str], None], began: float, todo: Sequence[Trial], done: float, at: list[float]
) -> None:
    now = time.monotonic()
    if now - at[0] < SAY_EVERY_S or not done:
        return
    at[0] = now
    left = (now - began) * (len(todo) - done) / done
    what = f"{todo[0].task}, " + (
        "training on everything" if todo[0].fold is None else f"{len(todo)} trainings on parts"
    )
    say(f"{what}: {100 * done / len(todo):.0f} %, about {in_words(left)} left")


def in_words(seconds: float) -> str:
    """A time that is left.

    >>> in_words(8), in_words(95), in_words(1200)
    ('10 s', '2 min', '20 min')
    """
    return f"{max(10, round(seconds / 10) * 10)} s" if seconds < 60 else f"{seconds / 60:.0f} min"


def _raise_first(running: Sequence[Future[None]]) -> None:
    for future in running:
        if future.done() and (error := future.exception()):
            for other in running:
                other.cancel()
            raise error


def say_on_stderr(line: str) -> None:
    """Progress never mixes with what is printed as the result."""
    print(line, file=sys.stderr, flush=True)
