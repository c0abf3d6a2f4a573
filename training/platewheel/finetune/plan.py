"""What is tried, and which of it is chosen: the model's own part of the work stands elsewhere.

A *trial* trains with one learning rate on all folds but one and measures what it kept out, at
several numbers of steps and mixed with its parent in several shares. The setting with the best mean
over the folds trains the model on everything. The parent itself is one of the settings: where
nothing beats it, that is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

#: Shares of the run's steps at which a trial is measured.
STOPS = (0.25, 0.5, 1.0)
#: How much of the new weights is taken; the rest are the parent's, which forgets less.
MIXES = (0.5, 1.0)


@dataclass(frozen=True)
class Trial:
    """One training: of a fold that is kept out, or of everything (`fold` None)."""

    task: str
    rate: float
    fold: int | None
    steps: int

    @property
    def name(self) -> str:
        """Of its file in the run's folder."""
        return f"{self.task}-{self.rate:g}-{'all' if self.fold is None else self.fold}"


@dataclass(frozen=True)
class Setting:
    """What a model can be trained with; `stop` 0 is the parent as it is."""

    rate: float
    stop: float
    mix: float


PARENT = Setting(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Score:
    """What a setting reached on one fold: `value` decides, `right` of `n` is told to people."""

    setting: Setting
    fold: int
    value: float
    right: int
    n: int


@dataclass(frozen=True)
class Choice:
    """The chosen setting, and it and its parent over all folds."""

    setting: Setting
    value: float
    parent_value: float
    right: int
    parent_right: int
    n: int

    @property
    def better(self) -> bool:
        """Whether cross-validation found it better than its parent."""
        return self.setting != PARENT


def trials_of(task: str, rates: Iterable[float], folds: int, steps: int) -> list[Trial]:
    """All of a search, fold by fold, so that an early stop has seen every rate."""
    return [Trial(task, rate, fold, steps) for fold in range(folds) for rate in rates]


def choose(scores: Iterable[Score]) -> Choice:
    """The setting with the best mean value, every plate counted once; ties go to the shorter."""
    values: dict[Setting, float] = defaultdict(float)
    right: dict[Setting, int] = defaultdict(int)
    counted: dict[Setting, int] = defaultdict(int)
    seen = set()
    for score in scores:
        if (score.setting, score.fold) in seen:
            continue  # the parent is measured in every trial
        seen.add((score.setting, score.fold))
        values[score.setting] += score.value * score.n
        right[score.setting] += score.right
        counted[score.setting] += score.n
    most = max(counted.values())
    whole = [s for s in values if counted[s] == most]
    best = max(whole, key=lambda s: (values[s], -s.stop, -s.mix))
    return Choice(
        best, values[best] / most, values[PARENT] / most, right[best], right[PARENT], most
    )
