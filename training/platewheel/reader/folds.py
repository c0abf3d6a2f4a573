"""Five-fold cross-validation over all labelled crops, grouped so that no plate or photo is in two.

    for k in 0 1 2 3 4; do
        python -m platewheel.reader.train --data ../../data --synth cache/synth \\
            --start runs/drawn-only/last.pt --real 0.45 --minutes 6 --fold $k --out runs/fold-$k
    done
    python -m platewheel.reader.folds --data DIR --baseline runs/baseline.json --runs runs/fold-*

The start must not have seen real crops.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from .crops import Crop, load_crops, source_of
from .leave_one_source_out import groups_of, read_all, score, table
from .photo_crops import with_photo_crops

FOLDS = 5
_PLATE_NUMBER = re.compile(r"_\d{1,2}$")


def photo_of(name: str) -> str:
    """The photo that a crop was cut from: its name without the plate's number, if any.

    >>> photo_of("olpr_us_12_0"), photo_of("vnr_11d7173eef")
    ('olpr_us_12', 'vnr_11d7173eef')
    """
    return _PLATE_NUMBER.sub("", name)


def folds_of(crops: Sequence[Crop], count: int = FOLDS) -> dict[str, int]:
    """Fold of each crop by its name. Crops of one photo or of one text are together; each source is
    dealt evenly.
    """
    parent = list(range(len(crops)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[tuple[str, str], int] = {}
    for i, crop in enumerate(crops):
        for key in (("photo", photo_of(crop.name)), ("text", crop.text)):
            parent[root(i)] = root(first.setdefault(key, i))
    together: dict[int, list[str]] = defaultdict(list)
    for i, crop in enumerate(crops):
        together[root(i)].append(crop.name)
    folds: dict[str, int] = {}
    dealt: dict[str, int] = defaultdict(int)
    for names in sorted(together.values(), key=min):
        source = source_of(min(names))
        folds |= dict.fromkeys(names, dealt[source] % count)
        dealt[source] += 1
    return folds


def in_fold(data: Path, fold: int, listed_photos: bool) -> tuple[list[Crop], list[Crop]]:
    """What is trained on when this fold is kept out, and the labelled crops that are kept out.

    Crops cut from photos (photo_crops.py) go with the labelled ones of their photo and text.
    """
    labelled = load_crops(data, "train") + load_crops(data, "val")
    crops = with_photo_crops(labelled, data, listed_photos)
    folds = folds_of(crops)
    trained = [c for c in crops if folds[c.name] != fold]
    return trained, [c for c in labelled if folds[c.name] == fold]


def main(argv: Sequence[str] | None = None) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--runs", type=Path, nargs=FOLDS, required=True, help="in order of folds")
    parser.add_argument("--baseline", type=Path, help="from baseline.py, of both splits")
    args = parser.parse_args(argv)
    crops: list[Crop] = []
    ours: dict[str, str] = {}
    for fold, run in enumerate(args.runs):
        _, held = in_fold(args.data, fold, listed_photos=True)
        crops += held
        ours |= dict(zip((c.name for c in held), read_all(run / "last.pt", held), strict=True))
    readers = {"five-fold": ours}
    if args.baseline:
        readers["PP-OCRv4"] = json.loads(args.baseline.read_text())
    groups = groups_of(crops)
    groups |= {f"{n} row{'s' * (n - 1)}": [c for c in crops if c.rows == n] for n in (1, 2)}
    groups["all"] = crops
    result = {
        source: {
            "n": len(of),
            "readers": {n: score([texts[c.name] for c in of], of) for n, texts in readers.items()},
        }
        for source, of in groups.items()
    }
    print(table(result, list(readers)))


if __name__ == "__main__":
    main()
