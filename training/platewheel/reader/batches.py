"""Batches of training views: drawn plates, real crops and views without a plate, mixed
endlessly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from platewheel.common.sources import with_same_camera
from platewheel.synth.cache import PlateCache, load
from platewheel.synth.distractors import lettered
from platewheel.synth.plate import Plate

from .crops import Crop, crop_weights, load_crops, plate_free_patches
from .folds import folds_of, in_fold
from .model import ALPHABET, BLANK, CELL_COLUMNS, CELL_ROWS, INPUT_HEIGHT, INPUT_WIDTH, NO_SLOT
from .photo_crops import with_photo_crops
from .resize_mode import ResizeMode
from .views import REAL_POSE, Pose, view

SLOTS = 12
IGNORE = -1
#: Part of the country-less plates with O, I or Q that is used.
FREE_LOOKALIKES = 0.25
#: Part of the one-row plates that is used: counting over two rows is what is learned last.
ONE_ROW = 0.6
#: Part of the grounds, around plates and alone, that carry a vehicle's or a shop's lettering.
LETTERED = 0.15
SYNTH_POSE = Pose()
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mix:
    """Shares of a batch; what is left over is drawn plates."""

    real: float = 0.32
    empty: float = 0.06
    patches: int = 4000
    #: Sources that are kept out altogether: their crops, and parts of their photos without a plate.
    leave_out: tuple[str, ...] = ()
    #: Also the plates of `train_texts.csv`, whose photos are in the shared data only.
    listed_photos: bool = True
    #: The fold of all labelled crops that is kept out (see folds.py); then val is trained on too.
    fold: int | None = None
    resize_mode: ResizeMode = "stretch"
    #: Every labelled crop, val's as well, each view with what it was made of (see multi_train.py).
    tagged: bool = False


@dataclass
class Batch:
    """uint8 plates [B, 64, 160, 3]; int64 chars [B, 12]; int64 cell classes [B, 160], -1 =
    unknown.
    """

    plates: Tensor
    chars: Tensor
    cell_chars: Tensor
    cell_slots: Tensor
    #: What each view was made of, where it matters what a run may see (see multi_train.py).
    origins: tuple[frozenset[str], ...] = ()

    def to(self, device: torch.device) -> Batch:
        """The same on another device."""
        a, b, c, d = (t.to(device) for t in self._tensors())
        return Batch(a, b, c, d, self.origins)

    def without(self, left_out: frozenset[str]) -> Batch:
        """The views made of nothing that is left out, cut to a multiple of eight (where there are
        so many): a GPU plans its kernels for each new shape.
        """
        kept = [i for i, of in enumerate(self.origins) if not of & left_out]
        kept = kept[: len(kept) // 8 * 8] or kept
        rows = torch.tensor(kept, dtype=torch.long)
        a, b, c, d = (t[rows] for t in self._tensors())
        return Batch(a, b, c, d, tuple(self.origins[i] for i in kept))

    def _tensors(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return self.plates, self.chars, self.cell_chars, self.cell_slots


def char_targets(text: str) -> np.ndarray:
    """int64 [12], padded with blanks at the end.

    >>> char_targets("A1")[:3].tolist()
    [10, 1, 36]
    """
    out = np.full(SLOTS, BLANK, np.int64)
    out[: len(text)] = [ALPHABET.index(c) for c in text[:SLOTS]]
    return out


def cell_targets(text: str, boxes: np.ndarray, known: bool) -> tuple[np.ndarray, np.ndarray]:
    """Class of every cell of the 4×40 map: which character, and which slot it goes to.

    Cells at the core of a character carry its class; those at its rim are left open (-1).
    `boxes` [n, 4] are 0–1 of the crop.
    """
    chars = np.full((CELL_ROWS, CELL_COLUMNS), BLANK if known else IGNORE, np.int64)
    slots = np.full((CELL_ROWS, CELL_COLUMNS), NO_SLOT if known else IGNORE, np.int64)
    scale = np.array([CELL_COLUMNS, CELL_ROWS, CELL_COLUMNS, CELL_ROWS])
    grid = boxes * scale
    for x0, y0, x1, y1 in grid:
        rim = np.s_[max(int(y0), 0) : int(np.ceil(y1)), max(int(x0), 0) : int(np.ceil(x1))]
        chars[rim] = IGNORE
        slots[rim] = IGNORE
    for index, (x0, y0, x1, y1) in enumerate(grid):
        cx, cy, rx, ry = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) * 0.28, (y1 - y0) * 0.28
        rows = slice(max(int(cy - ry), 0), int(min(cy + ry, CELL_ROWS - 1)) + 1)
        columns = slice(max(int(cx - rx), 0), int(min(cx + rx, CELL_COLUMNS - 1)) + 1)
        chars[rows, columns] = ALPHABET.index(text[index])
        slots[rows, columns] = index
    return chars.ravel(), slots.ravel()


class View(NamedTuple):
    """A training view and its targets."""

    image: np.ndarray  # uint8 [64, 160, 3]
    chars: np.ndarray
    cell_chars: np.ndarray
    cell_slots: np.ndarray
    origins: frozenset[str] = NOTHING


@dataclass
class Stock:
    """What views are made of."""

    plates: PlateCache
    crops: list[Crop]
    weights: np.ndarray
    patches: np.ndarray
    origins: dict[str, frozenset[str]]


class Views(IterableDataset[Batch]):
    """Endless batches; each worker draws its own."""

    def __init__(self, synth: Path, data: Path | None, batch: int, seed: int, mix: Mix) -> None:
        self.synth, self.data, self.batch, self.seed, self.mix = synth, data, batch, seed, mix
        self.stock: Stock | None = None

    def load(self) -> Stock:
        """Reads everything once; called before processes are forked, they share it."""
        if self.stock is None:
            crops: list[Crop] = []
            origins: dict[str, frozenset[str]] = {}
            patches = np.zeros((0, INPUT_HEIGHT, INPUT_WIDTH, 3), np.uint8)
            if self.data:
                if self.mix.tagged:
                    crops, origins = tagged_crops(self.data, self.mix.listed_photos)
                else:
                    crops = real_crops(self.data, self.mix)
                patches = plate_free_patches(
                    self.data,
                    "train",
                    self.mix.patches,
                    self.seed,
                    leave_out=tuple(with_same_camera(list(self.mix.leave_out))),
                )
            weights = crop_weights(crops) if crops else np.ones(0)
            self.stock = Stock(load(self.synth), crops, weights, patches, origins)
        return self.stock

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        info = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, info.id if info else 0])
        stock = self.load()
        crops = stock.crops
        grounds = np.concatenate([stock.patches, plain_grounds(400, rng)])
        while True:
            picks = (
                rng.choice(len(crops), self.batch, p=stock.weights)
                if crops
                else np.zeros(self.batch, int)
            )
            yield collate([self._one(stock, int(pick), grounds, rng) for pick in picks])

    def _one(
        self,
        stock: Stock,
        pick: int,
        grounds: np.ndarray,
        rng: np.random.Generator,
    ) -> View:
        """One view."""
        ground = grounds[int(rng.integers(len(grounds)))]
        if rng.random() < LETTERED:
            ground = lettered(ground, rng)
        kind, resize_mode = rng.random(), self.mix.resize_mode
        none, of = np.zeros((0, 4)), NOTHING
        if kind < self.mix.empty:
            pose = REAL_POSE
            image, text, boxes = view(
                ground,
                none,
                "",
                grounds[int(rng.integers(len(grounds)))],
                pose,
                rng,
                resize_mode=resize_mode,
            )
            known = True
        elif stock.crops and kind < self.mix.empty + self.mix.real:
            crop = stock.crops[pick]
            image, text, boxes = view(
                crop.image, none, crop.text, ground, REAL_POSE, rng, crop.inner, resize_mode
            )
            known = False
            of = stock.origins.get(crop.name, NOTHING)
        else:
            plate = draw_plate(stock.plates, rng)
            image, text, boxes = view(
                plate.image,
                plate.boxes,
                plate.text,
                ground,
                SYNTH_POSE,
                rng,
                resize_mode=resize_mode,
            )
            known = True
        return View(image, char_targets(text), *cell_targets(text, boxes, known), of)


def real_crops(data: Path, mix: Mix) -> list[Crop]:
    """Every labelled real plate that may be trained on, but for the sources left out."""
    if mix.fold is not None:
        crops, _ = in_fold(data, mix.fold, mix.listed_photos)
    else:
        crops = with_photo_crops(load_crops(data, "train"), data, mix.listed_photos)
    left_out = with_same_camera(list(mix.leave_out))
    return [c for c in crops if c.source not in left_out]


def draw_plate(plates: PlateCache, rng: np.random.Generator) -> Plate:
    """A drawn plate; one-row ones and free texts with O, I or Q stand back.

    Their shapes are 0, 1 and O in many typefaces, and nearly all countries avoid them: shown often
    without a country's format around them they only teach to guess letters where digits stand.
    """
    while True:
        index = int(rng.integers(len(plates)))
        free = plates.countries[index] == "xx" and any(c in "OIQ" for c in plates.texts[index])
        kept = FREE_LOOKALIKES if free else 1.0
        kept *= ONE_ROW if plates.rows[index] == 1 else 1.0
        if rng.random() < kept:
            return plates[index]


def plain_grounds(count: int, rng: np.random.Generator) -> np.ndarray:
    """uint8 [count, 64, 160, 3]: flat colours (black and white among them), fades and noise."""
    out = np.empty((count, INPUT_HEIGHT, INPUT_WIDTH, 3), np.float32)
    for image in out:
        a, b = rng.uniform(0, 255, (2, 3))
        if rng.random() < 0.3:
            a = b = np.full(3, rng.choice([0.0, 255.0, rng.uniform(0, 255)]))
        ramp = np.linspace(0, 1, INPUT_HEIGHT)[:, None, None]
        image[:] = a * (1 - ramp) + b * ramp
        if rng.random() < 0.4:
            image += rng.normal(0, rng.uniform(2, 60), image.shape)
    return np.clip(out, 0, 255).astype(np.uint8)


def tagged_crops(data: Path, listed: bool) -> tuple[list[Crop], dict[str, frozenset[str]]]:
    """Every labelled crop of train and val, and by name what a run may have to be kept from: its
    source, `fold K` (see folds.py), `val`, and `real`.
    """
    held = load_crops(data, "val")
    crops = with_photo_crops(load_crops(data, "train") + held, data, listed)
    folds, val = folds_of(crops), {c.name for c in held}
    return crops, {
        c.name: frozenset(
            {c.source, f"fold {folds[c.name]}", "real"} | ({"val"} if c.name in val else set())
        )
        for c in crops
    }


def collate(views: list[View]) -> Batch:
    """Stacks views."""
    parts = [[v.image, v.chars, v.cell_chars, v.cell_slots] for v in views]
    a, b, c, d = (torch.from_numpy(np.stack(part)) for part in zip(*parts, strict=True))
    return Batch(a, b, c, d, tuple(v.origins for v in views))


def batches(
    synth: Path,
    data: Path | None,
    batch: int,
    seed: int,
    mix: Mix | None = None,
    workers: int = 1,
) -> Iterator[Batch]:
    """So many processes draw ahead of the training; with 0 it draws between its steps."""
    views = Views(synth, data, batch, seed, mix or Mix())
    if workers > 1:
        views.load()
    prefetch = 6 if workers else None  # torch refuses one without processes
    return iter(DataLoader(views, batch_size=None, num_workers=workers, prefetch_factor=prefetch))


def to_input(plates: Tensor) -> Tensor:
    """uint8 [B, 64, 160, 3] → float32 [B, 3, 64, 160], 0–1 (channels-last in memory, which is
    faster).
    """
    return plates.permute(0, 3, 1, 2).float().div_(255)
