"""Checks a data set before it costs a night: everything wrong with it, by file and line.

    python -m platewheel.detector.check DIR/detect/train [--format voc]

Exits with an error when there is anything to report.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from platewheel.detector.data import Photo, read_rgb
from platewheel.detector.dataset_formats import FORMATS, Problem


def read_checked(form: str, folder: Path) -> tuple[list[Photo], list[Problem]]:
    """Photos that can be used, and all problems, those of the pictures themselves included."""
    if form not in FORMATS:
        raise ValueError(f"no format {form!r}; there are {sorted(FORMATS)}")
    photos, problems = FORMATS[form](folder, 1)
    usable = []
    seen: dict[str, Path] = {}
    for photo in photos:
        first = seen.setdefault(photo.path.stem, photo.path)
        if first != photo.path:
            # Labels are found by the stem: one of two photos would wear the other's boxes.
            problems.append(Problem(photo.path, 0, f"same stem as {first.name}"))
            if first.parent == photo.path.parent:
                continue
        try:
            read_rgb(photo.path)
        except ValueError:
            problems.append(Problem(photo.path, 0, "unreadable photo"))
            continue
        usable.append(photo)
    return usable, problems


def main(argv: list[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("folder", type=Path)
    p.add_argument("--format", choices=sorted(FORMATS), default="yolo")
    args = p.parse_args(argv)
    photos, problems = read_checked(args.format, args.folder)
    for problem in problems:
        print(problem)
    print(f"{len(photos)} usable photos, {len(problems)} problems")
    if problems:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
