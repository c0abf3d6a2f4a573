"""Several networks learn from one stream of batches, each in a process of its own.

Drawing pictures is what costs time where a GPU trains; what is drawn once can teach many: runs
that differ in their settings, or in what they may not see. *Learners* get every batch. Those in the
*background* get every fourth, all of them or none, if all have room: they see equally much, and
hardly slow the others.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import resource
import shlex
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import torch.multiprocessing as mp
from torch import Tensor

LOG_EVERY_S = 20.0
SAVE_EVERY_S = 60.0
DEPTH = 4  # batches that may wait before a learner
BACKGROUND_EVERY = 4


class TrainerWorker(ABC):
    """What runs in a learner's process: steps, and now and then a line and the weights."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.progress = 0.0
        self._seen = self._steps = 0
        self._sums: dict[str, Tensor] = {}
        self._logged = self._saved = self.began = time.monotonic()

    @abstractmethod
    def learn(self, batch: Any, progress: float) -> tuple[int, dict[str, Tensor]]:
        """A step on what of the batch may be seen: how many examples that was, and the parts of the
        loss; 0 and nothing when too few are left for a step.
        """

    @abstractmethod
    def record(self, parts: dict[str, float], seen: int) -> dict[str, float]:
        """Keeps the mean parts of the loss since the last line, and how many examples were seen;
        returns the line.
        """

    @abstractmethod
    def save(self) -> None:
        """Keeps the weights."""

    def take(self, batch: Any, progress: float) -> None:
        """Learn from a batch at this share (0-1) of the run."""
        seen, parts = self.learn(batch, progress)
        if not seen:
            return
        self._sums = {k: v + self._sums.get(k, 0.0) for k, v in parts.items()}
        self._seen, self._steps, self.progress = self._seen + seen, self._steps + 1, progress
        now = time.monotonic()
        if now - self._logged > LOG_EVERY_S:
            self._logged = now
            self._log()
        if now - self._saved > SAVE_EVERY_S:
            self._saved = now
            self.save()

    def finish(self) -> None:
        """The last line, and the weights."""
        self._log()
        self.save()

    def _log(self) -> None:
        parts = {k: float(v) / max(self._steps, 1) for k, v in self._sums.items()}
        row = self.record(parts, self._seen)
        print(self.name, json.dumps({k: round(v, 4) for k, v in row.items()}), flush=True)
        self._seen, self._steps, self._sums = 0, 0, {}


@dataclass
class _Handle:
    name: str
    inbox: Any
    process: Any
    background: bool

    @property
    def alive(self) -> bool:
        return bool(self.process.is_alive())

    @property
    def waiting(self) -> int:
        return int(self.inbox.qsize())


class MultiTrainer:
    """Starts the learners' processes and hands them batches."""

    def __init__(
        self,
        make: Callable[[str], TrainerWorker],
        learners: Sequence[str],
        background: Sequence[str] = (),
    ) -> None:
        """`make` is called by name in each process; it and what it holds must be picklable."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        # Each tensor under way between processes is an open file.
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 65536)), hard))
        context = mp.get_context("spawn")
        ready = context.Queue()
        self._handles = []
        for name in (*learners, *background):
            inbox = context.Queue(DEPTH)
            process = context.Process(
                target=_learn, args=(make, name, name in background, inbox, ready), daemon=True
            )
            process.start()
            self._handles.append(_Handle(name, inbox, process, name in background))
        waited_for = {handle.name for handle in self._handles}
        while waited_for:
            try:
                name, problem = ready.get(timeout=1)
            except queue.Empty:
                dead = [s.name for s in self._handles if s.name in waited_for and not s.alive]
                if dead:
                    raise RuntimeError(f"{', '.join(dead)}: ended before it began") from None
                continue
            if problem:
                raise RuntimeError(f"{name}: {problem}")
            waited_for.discard(name)

    def run(self, batches: Iterable[Any], share_done: Callable[[], float]) -> None:
        """Hand out batches until they or the run are over, or nobody is left to learn."""
        for number, batch in enumerate(batches):
            progress = share_done()
            if progress >= 1 or not any(s.alive for s in self._handles if not s.background):
                break
            for handle in self._handles:
                if not handle.background:
                    _hand(handle, (batch, progress))
            waiting = [handle for handle in self._handles if handle.background and handle.alive]
            if number % BACKGROUND_EVERY == 0 and all(s.waiting < DEPTH for s in waiting):
                for handle in waiting:
                    _hand(handle, (batch, progress))

    def finish(self) -> None:
        """Lets everyone save; exits with the names of those that did not end well."""
        for handle in self._handles:
            _hand(handle, None)
        for handle in self._handles:
            handle.process.join()
            # What a dead learner did not fetch must not keep this process from ending.
            handle.inbox.cancel_join_thread()
        lost = [handle.name for handle in self._handles if handle.process.exitcode]
        if lost:
            raise SystemExit(f"did not end well: {', '.join(lost)}")


def _hand(handle: _Handle, message: Any) -> None:
    """Waits while the inbox is full; a learner that has died gets nothing more."""
    while handle.alive:
        try:
            handle.inbox.put(message, timeout=1)
            return
        except queue.Full:
            continue


def _learn(
    make: Callable[[str], TrainerWorker], name: str, background: bool, inbox: Any, ready: Any
) -> None:
    if background:
        os.nice(5)  # the others, and those who draw pictures, come first
    try:
        learner = make(name)
    except BaseException as error:
        ready.put((name, str(error) or type(error).__name__))
        raise
    ready.put((name, ""))
    parent = mp.parent_process()
    while parent is None or parent.is_alive():
        try:
            message = inbox.get(timeout=5)
        except queue.Empty:
            continue  # and look whether there is still someone who hands out batches
        if message is None:
            break
        learner.take(*message)
    learner.finish()


def add_learners(parser: argparse.ArgumentParser) -> None:
    """The options that name the learners."""
    parser.add_argument("--learner", action="append", required=True, metavar="'NAME OPTIONS'")
    parser.add_argument("--background", action="append", default=[], metavar="'NAME OPTIONS'")


def named(specifications: Sequence[str]) -> dict[str, list[str]]:
    """Options by name; two of one name would write into one folder, and raise.

    >>> named(["narrower --neck 48"])
    {'narrower': ['--neck', '48']}
    """
    split = [shlex.split(specification) for specification in specifications]
    options = {name: more for name, *more in split}
    if len(options) < len(split):
        raise SystemExit("two learners have one name")
    return options
