"""Renders synthetic plates once, into shards of JPEG bytes, so that training does not wait for
drawing.

    python -m platewheel.synth.cache --out cache/synth --plates 160000 --seed 0

Rerunning goes on after the shards that are there; a shard's content depends on seed and number
only.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from .plate import Plate, random_plate

SHARD_PLATES = 4000
JPEG_QUALITY = 93


def render_shard(seed: int, number: int, count: int = SHARD_PLATES) -> dict[str, np.ndarray]:
    """Arrays of one shard: jpeg bytes end to end with their ends, texts, rows, countries, boxes
    end to end.
    """
    rng = np.random.default_rng([seed, number])
    plates = [random_plate(rng) for _ in range(count)]
    blobs = [
        cv2.imencode(".jpg", p.image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1]
        for p in plates
    ]
    return {
        "jpeg": np.concatenate(blobs),
        "ends": np.cumsum([len(b) for b in blobs]),
        "text": np.array([p.text for p in plates]),
        "rows": np.array([p.rows for p in plates], np.int8),
        "country": np.array([p.country for p in plates]),
        "boxes": np.concatenate([p.boxes for p in plates]),
    }


def write_shards(out: Path, plates: int, seed: int) -> None:
    """Renders the shards that are missing."""
    out.mkdir(parents=True, exist_ok=True)
    for number in range(-(-plates // SHARD_PLATES)):
        write_shard(out, seed, number)


def write_shard(out: Path, seed: int, number: int) -> None:
    """One of them, whole or not at all; nothing when it is there."""
    path = out / f"{seed}-{number:04d}.npz"
    if path.exists():
        return
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        np.savez(file, **render_shard(seed, number))  # type: ignore[arg-type]
    partial.rename(path)


@dataclass
class PlateCache:
    """Random access to rendered plates."""

    jpeg: list[np.ndarray]
    starts: list[np.ndarray]
    texts: np.ndarray
    rows: np.ndarray
    countries: np.ndarray
    boxes: list[np.ndarray]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, index: int) -> Plate:
        shard, place = divmod(index, SHARD_PLATES)
        start, end = self.starts[shard][place], self.starts[shard][place + 1]
        image = np.asarray(cv2.imdecode(self.jpeg[shard][start:end], cv2.IMREAD_COLOR))[..., ::-1]
        return Plate(
            image,
            str(self.texts[index]),
            int(self.rows[index]),
            self.boxes[index],
            str(self.countries[index]),
        )


def load(folder: Path) -> PlateCache:
    """All whole shards of a folder, in memory (about 5 KB a plate)."""
    shards = [np.load(path) for path in sorted(folder.glob("*.npz"))]
    if not shards:
        raise FileNotFoundError(
            f"no shards in {folder}: run python -m platewheel.synth.cache --out {folder}"
        )
    texts = np.concatenate([s["text"] for s in shards])
    ends = np.cumsum([len(t) for t in texts])
    boxes = np.split(np.concatenate([s["boxes"] for s in shards]), ends[:-1])
    return PlateCache(
        jpeg=[s["jpeg"] for s in shards],
        starts=[np.concatenate([[0], s["ends"]]) for s in shards],
        texts=texts,
        rows=np.concatenate([s["rows"] for s in shards]),
        countries=np.concatenate([s["country"] for s in shards]),
        boxes=boxes,
    )


def main(argv: Sequence[str] | None = None) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--plates", type=int, default=160_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    cv2.setNumThreads(1)
    write_shards(args.out, args.plates, args.seed)


if __name__ == "__main__":
    main()
