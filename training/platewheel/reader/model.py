"""The reader network.

A small convolutional backbone looks for characters; running counts and a transformer layer over
the 4×40 map let every cell know which character of the plate it holds; twelve learned slot
queries fetch one character each, then twice agree among themselves and look again. Nothing assumes
one row, so that two are no special case.

Contract: `plates` float32 [B, 3, 64, 160], RGB 0–1 → `chars` [B, 12, 37], softmax over the
alphabet, and `features` [B, 12, D] with chars = softmax(features · head.weightᵀ + head.bias).
Besides, `places` [B, 12, 2]: where each slot looked, x and y as parts of the crop. It tells rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
BLANK = ALPHABET.index("_")
INPUT_HEIGHT, INPUT_WIDTH = 64, 160
CELL_ROWS, CELL_COLUMNS = 4, 40
NO_SLOT = 12  # class of a cell that holds no character's centre


@dataclass(frozen=True)
class ReaderConfig:
    """Everything that shapes the network; travels with the weights."""

    widths: tuple[int, int, int, int] = (24, 40, 72, 96)
    slots: int = 12
    heads: int = 4
    encoder_layers: int = 1
    rounds: int = 2
    dropout: float = 0.1


class ReaderOutput(NamedTuple):
    """Raw outputs of a training step. C = 4·40 cells."""

    logits: Tensor  # [B, slots, 37]
    features: Tensor  # [B, slots, D]
    attentions: tuple[Tensor, ...]  # of each cross-attention to the cells, [B, slots, C], sums to 1
    cell_chars: Tensor  # [B, C, 37]
    cell_slots: Tensor  # [B, C, slots + 1]


def conv_bn(inputs: int, outputs: int, stride: tuple[int, int] = (1, 1)) -> nn.Sequential:
    """3×3 convolution with batch norm, which the export folds into the weights."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)
    )


class Residual(nn.Module):
    """Two 3×3 convolutions with a shortcut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = conv_bn(width, width)
        self.second = conv_bn(width, width)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(F.relu(self.first(x))))


class KeyValueProjection(nn.Module):
    """What may be looked at, as keys and values: made once for all layers that look at it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """[B, M, D] → keys and values, both [B, M, D]"""
        return self.key(x), self.value(x)


class Attention(nn.Module):
    """Multi-head attention, written out so that the exported graph is plain matrix products."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def split(self, x: Tensor) -> Tensor:
        """[B, N, D] → [B, heads, N, D / heads]"""
        # Whole numbers, not traced sizes: the exported graph then carries no shape arithmetic.
        tokens, width = int(x.shape[1]), int(x.shape[2])
        return x.view(-1, tokens, self.heads, width // self.heads).transpose(1, 2)

    def forward(self, x: Tensor, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Returns [B, N, D] and the attention averaged over heads [B, N, M]."""
        q, k, v = self.split(self.query(x)), self.split(keys), self.split(values)
        weights = torch.softmax(q @ k.transpose(2, 3) * int(q.shape[-1]) ** -0.5, dim=-1)
        mixed = (weights @ v).transpose(1, 2).reshape(-1, int(x.shape[1]), int(x.shape[2]))
        return self.out(mixed), weights.mean(1)


class CrossAttention(nn.Module):
    """Pre-norm block: attention to a memory, then feed-forward."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.norm_attention = nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.norm_feed = nn.LayerNorm(width)
        self.feed = nn.Sequential(
            nn.Linear(width, 2 * width), nn.ReLU(), nn.Linear(2 * width, width)
        )

    def forward(self, x: Tensor, memory: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        """[B, N, D] after looking at the memory's M places, and the attention [B, N, M]."""
        return self.look(x, self.norm_attention(x), memory)

    def look(
        self, x: Tensor, normed: Tensor, memory: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor]:
        """The block after its first norm."""
        mixed, weights = self.attention(normed, *memory)
        x = x + mixed
        return x + self.feed(self.norm_feed(x)), weights


class SelfAttention(CrossAttention):
    """The same among themselves: what is looked at is the input."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__(width, heads)
        self.memory = KeyValueProjection(width)

    def forward(self, x: Tensor) -> Tensor:  # type: ignore[override]
        """[B, N, D] → [B, N, D]"""
        normed = self.norm_attention(x)
        return self.look(x, normed, self.memory(normed))[0]


class DecoderLayer(nn.Module):
    """Slots agree among themselves who holds what, then look at the cells once more.

    Begins as the identity (residual branches at zero), so that a network with more rounds goes on
    from the weights of one with fewer.
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.agree = SelfAttention(width, heads)
        self.look = CrossAttention(width, heads)
        for block in (self.agree, self.look):
            for last in (block.attention.out, block.feed[2]):
                for parameter in last.parameters():
                    nn.init.zeros_(parameter)

    def forward(self, slots: Tensor, memory: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        """Slots [B, N, D] and where they looked [B, N, C]."""
        return self.look(self.agree(slots), memory)


class CumulativeCounts(nn.Module):
    """Running counts in reading order, which attention alone learns slowly and never exactly.

    Each cell raises gates (say, "a character begins here"); every cell is told their sum to its
    left, their sums in the rows above and in each row of the map.
    """

    before: Tensor
    above: Tensor

    def __init__(self, width: int, gates: int = 8) -> None:
        super().__init__()
        self.gate = nn.Linear(width, gates)
        self.out = nn.Linear(gates * (2 + CELL_ROWS), width)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        before = torch.triu(torch.ones(CELL_COLUMNS, CELL_COLUMNS)).T
        above = torch.tril(torch.ones(CELL_ROWS, CELL_ROWS), -1)
        self.register_buffer("before", before / 4, persistent=False)
        self.register_buffer("above", above / 4, persistent=False)

    def forward(self, cells: Tensor) -> Tensor:
        """[B, C, D] → [B, C, D]"""
        with torch.autocast(cells.device.type, enabled=False):  # bfloat16 cannot tell 9.9 from 10
            return self.count(cells.float())

    def count(self, cells: Tensor) -> Tensor:
        """The same in float32."""
        gates = torch.sigmoid(self.gate(cells))
        gates = gates.view(-1, CELL_ROWS, CELL_COLUMNS, self.gate.out_features)
        left = self.before @ gates
        totals = gates.sum(2)
        over = (self.above @ totals)[:, :, None].repeat(1, 1, CELL_COLUMNS, 1)
        each = (totals / 4).reshape(-1, 1, 1, CELL_ROWS * self.gate.out_features)
        each = each.repeat(1, CELL_ROWS, CELL_COLUMNS, 1)
        together = torch.cat([left, over, each], -1)
        return self.out(together.view(-1, CELL_ROWS * CELL_COLUMNS, self.out.in_features))


class Reader(nn.Module):
    """See the module's docstring."""

    cell_places: Tensor

    def __init__(self, config: ReaderConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or ReaderConfig()
        a, b, c, d = config.widths
        self.backbone = nn.Sequential(
            conv_bn(3, a, (2, 2)),
            nn.ReLU(),
            conv_bn(a, b, (2, 2)),
            nn.ReLU(),
            Residual(b),
            conv_bn(b, c, (2, 1)),
            nn.ReLU(),
            Residual(c),
            conv_bn(c, d, (2, 1)),
            nn.ReLU(),
        )
        self.place = nn.Parameter(torch.randn(1, CELL_ROWS * CELL_COLUMNS, d) * 0.1)
        self.counts = CumulativeCounts(d)
        self.encoder = nn.ModuleList(
            SelfAttention(d, config.heads) for _ in range(config.encoder_layers)
        )
        self.norm_memory = nn.LayerNorm(d)
        self.queries = nn.Parameter(torch.randn(1, config.slots, d) * 0.1)
        self.fetched = KeyValueProjection(d)
        self.fetch = CrossAttention(d, config.heads)
        self.looked_at = KeyValueProjection(d)
        self.rounds = nn.ModuleList(DecoderLayer(d, config.heads) for _ in range(config.rounds))
        self.norm_out = nn.LayerNorm(d)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(d, len(ALPHABET))
        self.cell_head = nn.Linear(d, len(ALPHABET))
        self.slot_head = nn.Linear(d, config.slots + 1)
        self.register_buffer("cell_places", cell_places(), persistent=False)

    def encode(self, plates: Tensor) -> Tensor:
        """float32 [B, 3, 64, 160], 0–1 → backbone cells [B, C, D]"""
        return self.backbone((plates - 0.5) * 4.0).flatten(2).transpose(1, 2)

    def run(self, plates: Tensor) -> ReaderOutput:
        """Everything a training step looks at."""
        cells = self.encode(plates)
        memory = cells + self.place + self.counts(cells)
        for layer in self.encoder:
            memory = layer(memory)
        memory = self.norm_memory(memory)
        slots = self.queries.expand(plates.shape[0], -1, -1)
        slots, attention = self.fetch(slots, self.fetched(memory))
        attentions = [attention]
        looked_at = self.looked_at(memory)
        for turn in self.rounds:
            slots, attention = turn(slots, looked_at)
            attentions.append(attention)
        features = self.norm_out(slots)
        logits = self.head(self.dropout(features))
        return ReaderOutput(
            logits, features, tuple(attentions), self.cell_head(cells), self.slot_head(memory)
        )

    def forward(self, plates: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What is exported: chars [B, slots, 37], features [B, slots, D], places [B, slots, 2]."""
        output = self.run(plates)
        places = output.attentions[0] @ self.cell_places
        return torch.softmax(output.logits, dim=-1), output.features, places


def cell_places() -> Tensor:
    """[C, 2]: x and y of every cell's centre, as parts of the input."""
    y, x = torch.meshgrid(
        (torch.arange(CELL_ROWS) + 0.5) / CELL_ROWS,
        (torch.arange(CELL_COLUMNS) + 0.5) / CELL_COLUMNS,
        indexing="ij",
    )
    return torch.stack([x.flatten(), y.flatten()], 1)


def count_macs(config: ReaderConfig | None = None) -> int:
    """Multiply-accumulates of one crop, from the layers' shapes: convolutions, linears,
    attention.
    """
    model = Reader(config).eval()
    total = 0

    def hook(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        if isinstance(module, nn.Conv2d):
            total += output[0].numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            total += output[0].numel() * module.in_features
        elif isinstance(module, Attention):
            q, k = inputs[0].shape[1], inputs[1].shape[1]
            total += 2 * q * k * inputs[0].shape[2]

    skipped = (model.cell_head, model.slot_head)
    for module in model.modules():
        if isinstance(module, nn.Conv2d | nn.Linear | Attention) and module not in skipped:
            module.register_forward_hook(hook)
    with torch.no_grad():
        model(torch.zeros(1, 3, INPUT_HEIGHT, INPUT_WIDTH))
    return total
