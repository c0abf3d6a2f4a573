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
    rng = np.random.default_rng(seed)
    w = np.array([weights.get(p.source, 1.0) for p in photos])
    times = np.floor(w + rng.random(len(w))).astype(int)
    order = rng.permutation(np.repeat(np.arange(len(photos)), times))
    batches, at = [], 0
    while at < len(order):
        size = int(rng.choice(plan.sizes))
        picks = order[at : at + plan.count(size)]
        seeds = rng.integers(2**62, size=len(picks))
        batches.append([(int(i), size, int(s)) for i, s in zip(picks, seeds, strict=True)])
        at += len(picks)
    if len(batches) > 1 and len(batches[-1]) < 4:
        batches.pop()  # batch norm over one or two pictures does harm
    return batches[rank : len(batches) - len(batches) % world : world]


class _Pictures(Dataset[tuple[Tensor, Tensor]]):
    def __init__(self, augmenter: Augmenter) -> None:
        self.augmenter = augmenter

    def __getitem__(self, job: Job) -> tuple[Tensor, Tensor]:
        index, size, seed = job
        image, boxes = self.augmenter.draw(index, size, np.random.default_rng(seed))
        rows = np.zeros((len(boxes), 6), np.float32)
        rows[:, 2:4] = (boxes[:, :2] + boxes[:, 2:]) / 2
        rows[:, 4:6] = boxes[:, 2:] - boxes[:, :2]
        return torch.from_numpy(image), torch.from_numpy(rows)


def _collate(samples: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    for i, (_, rows) in enumerate(samples):
        rows[:, 0] = i
    return torch.stack([s[0] for s in samples]), torch.cat([s[1] for s in samples])


def _one_thread(_: int) -> None:
    cv2.setNumThreads(0)
    torch.set_num_threads(1)


def batches(
    augmenter: Augmenter, jobs: list[list[Job]], workers: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Pictures uint8 [B,S,S,3] RGB and targets [n,6]: picture, class, cx, cy, w, h in pixels."""
    loader = DataLoader(
        _Pictures(augmenter),
        batch_sampler=jobs,
        collate_fn=_collate,
        num_workers=workers,
        worker_init_fn=_one_thread,
        prefetch_factor=6 if workers else None,
    )
    yield from loader


def to_input(pictures: Tensor, device: torch.device) -> Tensor:
    """uint8 [B,S,S,3] -> float [B,3,S,S], 0-1, channels last in memory."""
    return pictures.to(device).permute(0, 3, 1, 2).float().div_(255)
