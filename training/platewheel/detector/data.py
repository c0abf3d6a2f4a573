"""Photos with plate boxes: reading folders, and a cache of decoded pixels.

Several formats end in one form, `Photo`; the augmentation and the evaluation see nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp")


@dataclass(frozen=True)
class Photo:
    """One photo and its labels. `boxes` are x1, y1, x2, y2 as fractions of width and height.

    `hard_negatives` are boxes of what is no plate but was taken for one: badges, lamps, signs.
    """

    path: Path
    source: str
    boxes: NDArray[np.float32]  # [n, 4]
    classes: NDArray[np.int64]  # [n]
    hard_negatives: NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((0, 4), np.float32)
    )


def source_of(path: Path) -> str:
    """The part before the first `_` of the file name; names without one are `own`."""
    head, underscore, _ = path.name.partition("_")
    return head if underscore and head else "own"


def make_photo(path: Path, rows: Iterable[Sequence[float]]) -> Photo:
    """Rows are `class, x1, y1, x2, y2` in fractions; boxes are cut to the picture."""
    table = np.array(list(rows), np.float32).reshape(-1, 5)
    boxes = table[:, 1:].clip(0, 1)
    return Photo(path, source_of(path), boxes, table[:, 0].astype(np.int64))


def list_images(folder: Path) -> list[Path]:
    """All photos under a folder, sorted by path, so that every machine has the same order."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in IMAGE_SUFFIXES)


def select_sources(
    photos: list[Photo], include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> list[Photo]:
    """Keep some sources or drop some; a name that matches nothing is a mistake and raises."""
    known = {p.source for p in photos}
    missing = (set(include) | set(exclude)) - known
    if missing:
        raise ValueError(f"no such source: {sorted(missing)}; there are {sorted(known)}")
    kept = [p for p in photos if not include or p.source in include]
    return [p for p in kept if p.source not in exclude]


def count_by_source(photos: list[Photo]) -> dict[str, dict[str, int]]:
    """Photos and plates per source, for logs and cards."""
    images = Counter(p.source for p in photos)
    plates: Counter[str] = Counter()
    for p in photos:
        plates[p.source] += len(p.boxes)
    return {s: {"photos": images[s], "plates": plates[s]} for s in sorted(images)}


def hash_of_list(photos: list[Photo]) -> str:
    """SHA-256 over file names and boxes: two runs with the same hash saw the same labels."""
    digest = hashlib.sha256()
    for p in photos:
        digest.update(p.path.name.encode())
        digest.update(np.round(p.boxes, 4).astype("<f4").tobytes())
    return digest.hexdigest()


class PixelCache:
    """Decoded photos, long side at most `cap` pixels, in one memory-mapped file.

    Decoding costs more than augmenting; a map is shared between loader processes for nothing.
    `cache[i]` is a read-only uint8 RGB array [h, w, 3].
    """

    def __init__(self, photos: list[Photo], folder: Path, cap: int = 640) -> None:
        stats = [(str(p.path), p.path.stat().st_size) for p in photos]
        key = hashlib.sha256(json.dumps([cap, stats]).encode()).hexdigest()[:16]
        self._pixels = folder / f"{key}.u8"
        self._index = folder / f"{key}.json"
        if not self._index.exists():
            folder.mkdir(parents=True, exist_ok=True)
            self._write(photos, cap)
        self._shapes: list[tuple[int, int, int]] = json.loads(self._index.read_text())
        self._map: NDArray[np.uint8] | None = None

    def _write(self, photos: list[Photo], cap: int) -> None:
        # Aside and then moved into place: processes of a shared run may write it at the same time.
        pixels, index = (
            p.with_name(f"{p.name}.{os.getpid()}") for p in (self._pixels, self._index)
        )
        shapes, offset = [], 0
        with pixels.open("wb") as out:
            for p in photos:
                image = read_rgb(p.path)
                scale = cap / max(image.shape[:2])
                if scale < 1:
                    size = [max(1, round(n * scale)) for n in image.shape[1::-1]]
                    image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
                out.write(image.tobytes())
                shapes.append((offset, image.shape[0], image.shape[1]))
                offset += image.size
        index.write_text(json.dumps(shapes))
        # The index comes last: it exists only beside a complete pixel file.
        pixels.replace(self._pixels)
        index.replace(self._index)

    def __len__(self) -> int:
        return len(self._shapes)

    def __getitem__(self, i: int) -> NDArray[np.uint8]:
        if self._map is None:
            self._map = np.memmap(self._pixels, np.uint8, "r")
        offset, h, w = self._shapes[i]
        return self._map[offset : offset + h * w * 3].reshape(h, w, 3)


def image_size(path: Path) -> tuple[int, int]:
    """Width and height from the header, without decoding."""
    with Image.open(path) as image:
        return image.size


def read_rgb(path: Path) -> NDArray[np.uint8]:
    """Decode a photo to uint8 RGB [h, w, 3]; raises ValueError when it cannot be read."""
    raw = np.fromfile(path, np.uint8)
    image = cv2.imdecode(raw, cv2.IMREAD_COLOR_RGB) if raw.size else None
    if image is None:
        raise ValueError(f"{path}: not a readable photo")
    return np.asarray(image, np.uint8)
