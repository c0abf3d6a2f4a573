"""One process or many (torchrun): the same code either way."""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel


@dataclass(frozen=True)
class Ranks:
    """This process among its peers, and the device it works on."""

    rank: int
    world: int
    device: torch.device

    @staticmethod
    def start() -> Ranks:
        """Join the peers that torchrun announced in the environment; alone without it."""
        world = int(os.environ.get("WORLD_SIZE", "1"))
        rank = int(os.environ.get("RANK", "0"))
        local = int(os.environ.get("LOCAL_RANK", "0"))
        gpu = torch.cuda.is_available()
        if world > 1:
            distributed.init_process_group("nccl" if gpu else "gloo")
        if gpu:
            torch.cuda.set_device(local)
        return Ranks(rank, world, torch.device(f"cuda:{local}" if gpu else "cpu"))

    @property
    def first(self) -> bool:
        """The one that writes files."""
        return self.rank == 0

    def wrap(self, model: nn.Module) -> nn.Module:
        """Average gradients over the peers."""
        return DistributedDataParallel(model) if self.world > 1 else model

    def agree(self, value: float) -> float:
        """The largest value among the peers."""
        if self.world == 1:
            return value
        shared = torch.tensor(value, device=self.device)
        distributed.all_reduce(shared, distributed.ReduceOp.MAX)
        return float(shared)

    def stop(self) -> None:
        """Leave together: a process that goes while the first still saves can abort the others."""
        if self.world > 1:
            distributed.barrier()
            distributed.destroy_process_group()
