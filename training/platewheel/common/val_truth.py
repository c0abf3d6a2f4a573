"""Writes the truth file with which `npm run eval` scores the whole app on real photos.

    python -m platewheel.common.val_truth --data DIR --out truth.csv

DIR is the data folder that holds `detect/val`. The texts come from `val_texts.csv`, and the photos
whose plate the reader trained on (`val_excluded.csv`) are left out: both lists lie in `training/`.
"""

import argparse
import csv
import sys
from pathlib import Path

from PIL import Image

TRAINING = Path(__file__).resolve().parents[2]
COLUMNS = ["file", "x", "y", "width", "height", "text", "rows"]


def read_texts(path: Path) -> dict[tuple[str, int], tuple[str, str]]:
    """(photo stem, line of its label file from 0) -> (text, rows), from `val_texts.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["photo"], int(row["index"])): (row["text"], row["rows"])
            for row in csv.DictReader(file)
        }


def read_excluded(path: Path) -> set[str]:
    """Stems of the photos that end-to-end figures leave out, from `val_excluded.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["photo"] for row in csv.DictReader(file)}


def pixel_boxes(label: Path, width: int, height: int) -> list[tuple[float, float, float, float]]:
    """Boxes (left, top, width, height) in pixels of a YOLO label file.

    Raises ValueError that names file and line when a line is no box.
    """
    boxes = []
    lines = [line for line in label.read_text(encoding="utf-8").splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        try:
            _, xc, yc, w, h = (float(part) for part in line.split())
        except ValueError as error:
            raise ValueError(
                f"{label}:{number}: expected 'class xc yc w h', got {line!r}"
            ) from error
        boxes.append(((xc - w / 2) * width, (yc - h / 2) * height, w * width, h * height))
    return boxes


def truth_rows(
    detect_val: Path, texts: dict[tuple[str, int], tuple[str, str]], excluded: set[str]
) -> list[list[str]]:
    """One row a plate, in the order of `COLUMNS`; text and rows are empty when unknown.

    A photo without a plate gives one row with an empty box, so that its false finds count.
    Raises FileNotFoundError when a photo has no label file, and ValueError for a bad label or
    for a text whose plate is not there (the lists and the data have drifted apart).
    """
    rows: list[list[str]] = []
    unused = {key for key in texts if key[0] not in excluded}
    photos = sorted((detect_val / "images").glob("*.jpg"))
    if not photos:
        raise FileNotFoundError(f"no .jpg photos in {detect_val / 'images'}")
    for photo in photos:
        if photo.stem in excluded:
            continue
        with Image.open(photo) as image:
            width, height = image.size
        boxes = pixel_boxes(detect_val / "labels" / f"{photo.stem}.txt", width, height)
        for index, box in enumerate(boxes):
            text, row_count = texts.get((photo.stem, index), ("", ""))
            unused.discard((photo.stem, index))
            rows.append([photo.name, *(f"{value:.2f}" for value in box), text, row_count])
        if not boxes:
            rows.append([photo.name, "", "", "", "", "", ""])
    if unused:
        stem, index = min(unused)
        raise ValueError(f"{len(unused)} texts have no plate, the first is {stem}, plate {index}")
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Command line; returns the exit status (2 when the input is no good)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds detect/val")
    parser.add_argument("--out", type=Path, required=True, help="truth file to write (CSV)")
    parser.add_argument("--texts", type=Path, default=TRAINING / "val_texts.csv")
    parser.add_argument("--excluded", type=Path, default=TRAINING / "val_excluded.csv")
    options = parser.parse_args(arguments)
    try:
        rows = truth_rows(
            options.data / "detect" / "val",
            read_texts(options.texts),
            read_excluded(options.excluded),
        )
    except (OSError, ValueError) as error:
        print(f"val_truth: {error}", file=sys.stderr)
        return 2
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    photos = len({row[0] for row in rows})
    read = sum(1 for row in rows if row[5])
    plates = sum(1 for row in rows if row[1])
    print(f"{options.out}: {photos} photos, {plates} plates, {read} with text")
    return 0


if __name__ == "__main__":
    sys.exit(main())
