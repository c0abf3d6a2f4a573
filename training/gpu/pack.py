"""Packs what a lent machine needs of the data into one file.

    .venv/bin/python gpu/pack.py --data DIR --task reader

Photos and crops become WebP, as large as the limit allows; they are JPEG again when unpacked. The
reader's kit has only the photos that its crops are cut from.
"""

from __future__ import annotations

import argparse
import csv
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np
from kit import TRAINING

sys.path.insert(0, str(TRAINING))
from platewheel.reader.crops import source_of
from platewheel.reader.photo_crops import LINKED_SOURCES, TEXTS

#: Long side and WebP quality of photos, best first; crops are always 320 and 80.
QUALITIES = ((576, 80), (480, 75), (448, 70), (416, 65), (384, 60), (352, 55), (320, 45))
CROP = (320, 80)
SAMPLE = 80
#: Bytes that the zip spends on a photo and its label beside their content.
ENTRY = 600


def shrunk(path: Path, side: int, quality: int) -> bytes:
    """A picture as WebP, its long side at most that."""
    image = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise SystemExit(f"{path}: not a readable picture")
    scale = side / max(image.shape[:2])
    if scale < 1:
        size = [max(1, round(n * scale)) for n in image.shape[1::-1]]
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".webp", image, [cv2.IMWRITE_WEBP_QUALITY, quality])[1].tobytes()


def photos_of(data: Path, task: str) -> list[Path]:
    """Photos of both splits, or those that the reader cuts crops from."""
    if task == "detector":
        return sorted((data / "detect").glob("*/images/*.jpg"))
    stems = set()
    with (data / "ocr/train/labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            stem = Path(row["file"]).stem
            if source_of(stem) in LINKED_SOURCES:
                stems.add(stem.rpartition("_")[0])
    with TEXTS.open(encoding="utf-8", newline="") as file:
        stems |= {row["photo"] for row in csv.DictReader(file)}
    return [p for p in sorted((data / "detect/train/images").glob("*.jpg")) if p.stem in stems]


def best_quality(photos: Sequence[Path], room: int) -> tuple[int, int]:
    """The best of `QUALITIES` at which the photos fit, by a sample of them."""
    sample = photos[:: max(1, len(photos) // SAMPLE)]
    for side, quality in QUALITIES:
        mean = sum(len(shrunk(p, side, quality)) + ENTRY for p in sample) / max(len(sample), 1)
        if mean * len(photos) * 1.04 < room:
            return side, quality
    raise SystemExit("the photos do not fit; raise --limit")


def members(data: Path, task: str, limit: int, fonts: Path) -> Iterable[tuple[str, bytes]]:
    """Names and contents."""
    crops = sorted((data / "ocr").glob("*/images/*.jpg")) if task == "reader" else []
    small = [p for p in fonts.rglob("*") if p.is_file()]
    small += sorted((data / "ocr").glob("*/labels.csv")) if task == "reader" else []
    packed = [
        (f"fonts/{p.relative_to(fonts)}", p.read_bytes()) for p in small if fonts in p.parents
    ]
    packed += [(str(p.relative_to(data)), p.read_bytes()) for p in small if fonts not in p.parents]
    packed += [(str(p.relative_to(data).with_suffix(".webp")), shrunk(p, *CROP)) for p in crops]
    photos = photos_of(data, task)
    used = sum(len(content) + ENTRY // 2 for _, content in packed)
    side, quality = best_quality(photos, limit - used)
    print(f"{len(photos)} photos of at most {side} px, quality {quality}; {len(crops)} crops")
    yield from packed
    for photo in photos:
        yield str(photo.relative_to(data).with_suffix(".webp")), shrunk(photo, side, quality)
        label = photo.parent.parent / "labels" / f"{photo.stem}.txt"
        yield str(label.relative_to(data)), label.read_bytes()


def pack(data: Path, task: str, out: Path, limit: int, fonts: Path) -> None:
    """Writes the kit; SystemExit when it would be larger than `limit` bytes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as file:
        for name, content in members(data, task, limit, fonts):
            how = zipfile.ZIP_STORED if name.endswith(".webp") else zipfile.ZIP_DEFLATED
            file.writestr(name, content, how)
    if part.stat().st_size > limit:
        raise SystemExit(f"{part.stat().st_size} bytes, over {limit}")
    part.replace(out)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def main(argv: Sequence[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--data", type=Path, required=True, help="folder with ocr/ and detect/")
    p.add_argument("--task", choices=("detector", "reader"), required=True)
    p.add_argument("--out", type=Path, help="cache/gpu/TASK.zip")
    p.add_argument("--limit", type=float, default=60, help="MB")
    p.add_argument("--fonts", type=Path, default=TRAINING / "fonts/files/ttf")
    args = p.parse_args(argv)
    out = args.out or TRAINING / "cache/gpu" / f"{args.task}.zip"
    pack(args.data, args.task, out, int(args.limit * 1e6), args.fonts)


if __name__ == "__main__":
    main()
