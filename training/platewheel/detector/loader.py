"""Batches of augmented pictures at changing sizes, from one or more loader processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from platewheel.detector.augment import Augmenter
from platewheel.detector.data import Photo

Job = tuple[int, int, int]  # photo, size of the picture, seed of its randomness


@dataclass(frozen=True)
class Pictures:
    """A batch: uint8 images [B,S,S,3] RGB; targets [n,6]: picture, class, cx, cy, w, h in pixels;
    and from which sources each picture's pixels came.
    """

    images: Tensor
    targets: Tensor
    sources: tuple[frozenset[str], ...]

    def without(self, left_out: frozenset[str]) -> Pictures:
        """The pictures that hold nothing of these sources; all of them when none is left out.

        Their number is cut to a multiple of eight (where there are so many): for each new shape
        of a batch a GPU's library plans its kernels anew.
        """
        kept = [i for i, of in enumerate(self.sources) if not of & left_out]
        if len(kept) == len(self.sources):
            return self
        kept = kept[: len(kept) // 8 * 8] or kept
        place = torch.full((len(self.sources),), -1)
        place[kept] = torch.arange(len(kept))
        targets = self.targets.clone()
        targets[:, 0] = place[self.targets[:, 0].long()].float()
        images = self.images[torch.tensor(kept, dtype=torch.long)]
        return Pictures(images, targets[targets[:, 0] >= 0], tuple(self.sources[i] for i in kept))


@dataclass(frozen=True)
class BatchPlan:
    """Which sizes are drawn, and how many pixels a batch holds (so that each costs the same)."""

    sizes: tuple[int, ...] = (192, 224, 256, 288, 320, 352, 384, 448)
    batch_at_320: int = 20

    def count(self, size: int) -> int:
        """Pictures in a batch of this size."""
        return max(4, round(self.batch_at_320 * (320 / size) ** 2))


def plan_epoch(
    photos: Sequence[Photo],
    weights: Mapping[str, float],
    plan: BatchPlan,
    seed: int,
    rank: int = 0,
    world: int = 1,
) -> list[list[Job]]:
    """The jobs of an epoch, the same for the same seed; each process takes its share of batches.

    A source of weight 1.5 shows each photo once and half of them twice.
    """
    batches = plan_photos([weights.get(p.source, 1.0) for p in photos], plan, seed)
    return batches[rank : len(batches) - len(batches) % world : world]


def plan_photos(weights: Sequence[float], plan: BatchPlan, seed: int) -> list[list[Job]]:
    """The jobs of an epoch with a weight for each photo."""
    rng = np.random.default_rng(seed)
    w = np.array(weights)
    times = np.floor(w + rng.random(len(w))).astype(int)
    order = rng.permutation(np.repeat(np.arange(len(w)), times))
    batches, at = [], 0
    while at < len(order):
        size = int(rng.choice(plan.sizes))
        picks = order[at : at + plan.count(size)]
        seeds = rng.integers(2**62, size=len(picks))
        batches.append([(int(i), size, int(s)) for i, s in zip(picks, seeds, strict=True)])
        at += len(picks)
    if len(batches) > 1 and len(batches[-1]) < 4:
        batches.pop()  # batch norm over one or two pictures does harm
    return batches


Sample = tuple[Tensor, Tensor, frozenset[str]]


class _Samples(Dataset[Sample]):
    def __init__(self, augmenter: Augmenter) -> None:
        self.augmenter = augmenter

    def __getitem__(self, job: Job) -> Sample:
        index, size, seed = job
        image, boxes = self.augmenter.draw(index, size, np.random.default_rng(seed))
        rows = np.zeros((len(boxes), 6), np.float32)
        rows[:, 2:4] = (boxes[:, :2] + boxes[:, 2:]) / 2
        rows[:, 4:6] = boxes[:, 2:] - boxes[:, :2]
        return torch.from_numpy(image), torch.from_numpy(rows), frozenset(self.augmenter.sources)


def _collate(samples: list[Sample]) -> Pictures:
    images, targets, sources = zip(*samples, strict=True)
    for i, rows in enumerate(targets):
        rows[:, 0] = i
    return Pictures(torch.stack(images), torch.cat(targets), sources)


def _one_thread(_: int) -> None:
    cv2.setNumThreads(0)
    torch.set_num_threads(1)


def batches(augmenter: Augmenter, jobs: list[list[Job]], workers: int) -> Iterator[Pictures]:
    """One batch for each entry of `jobs`, drawn ahead by so many processes."""
    loader = DataLoader(
        _Samples(augmenter),
        batch_sampler=jobs,
        collate_fn=_collate,
        num_workers=workers,
        worker_init_fn=_one_thread,
        prefetch_factor=6 if workers else None,
    )
    yield from loader


def to_input(images: Tensor, device: torch.device) -> Tensor:
    """uint8 [B,S,S,3] -> float [B,3,S,S], 0-1, channels last in memory."""
    return images.to(device).permute(0, 3, 1, 2).float().div_(255)
