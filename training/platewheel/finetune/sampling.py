"""Sampling weights of a dataset: its `weights.csv`, as the app's Balance screen writes it.

Two headers are read: `file,weight` (a path in the dataset, or its last part) and
`source_sha256,weight,…` (the hash of the photo as it was chosen, which the manifest lists). What is
not listed counts 1. A photo's weight holds for the crops cut from it.
"""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platewheel.common.app_dataset import DatasetError

NAME = "weights.csv"
MOST = 20.0


def read_weights(dataset: Path, given: Path | None = None) -> dict[str, float]:
    """Weights by stem of the file, 0 to `MOST`: of `given`, else of the dataset; empty without.

    Raises DatasetError, with the line, for a weight that is none.
    """
    text = given.read_text("utf-8-sig") if given else _member(dataset, NAME)
    if text is None:
        return {}
    rows = csv.DictReader(io.StringIO(text, newline=""))
    fields = set(rows.fieldnames or ())
    key = next((k for k in ("file", "source_sha256") if k in fields), None)
    if key is None or "weight" not in fields:
        raise DatasetError(f"{NAME}: needs a header of file,weight or source_sha256,weight")
    stems = _stems(dataset) if key == "source_sha256" else {}
    out: dict[str, float] = {}
    for number, row in enumerate(rows, 2):
        try:
            weight = float(row["weight"])
        except (TypeError, ValueError):
            weight = math.nan
        if not 0 <= weight <= MOST:
            raise DatasetError(f"{NAME}, line {number}: a weight is a number from 0 to {MOST:g}")
        name = row[key] or ""
        out[stems.get(name, "") if stems else Path(name).stem] = weight
    out.pop("", None)
    return out


def weight_of(name: str, weights: Mapping[str, float]) -> float:
    """Of a photo or a crop by its stem, with or without the `own_` that unpacking puts before it.

    >>> weight_of("own_ab12_0", {"ab12": 3.0}), weight_of("own_cd", {"ab12": 3.0})
    (3.0, 1.0)
    """
    stem = name.removeprefix("own_")
    photo = stem.rpartition("_")[0]
    return weights.get(stem, weights.get(photo, 1.0))


def _stems(dataset: Path) -> dict[str, str]:
    """Hash of a chosen photo -> stem of its file in the dataset."""
    manifest: dict[str, Any] = json.loads(_member(dataset, "manifest.json") or "{}")
    return {p["sourceSha256"]: Path(p["path"]).stem for p in manifest.get("photos", [])}


def _member(dataset: Path, name: str) -> str | None:
    if dataset.is_dir():
        path = dataset / name
        return path.read_text("utf-8-sig") if path.is_file() else None
    with zipfile.ZipFile(dataset) as file:
        return file.read(name).decode("utf-8-sig") if name in file.namelist() else None
