"""`model.zip`: the ONNX file, its card and the settings of the run, as the app imports them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from platewheel.common.card import write_card
from platewheel.common.onnx_file import sha256_of

STAMP = (1980, 1, 1, 0, 0, 0)  # equal content gives equal bytes


def write_bundle(
    onnx: Path, parent: Path, training: dict[str, Any], config: dict[str, Any], out: Path
) -> None:
    """Writes the card beside the file and packs both; `parent` is the parent's ONNX file.

    What the card inherits (input, classes, alphabet, calibration) is the parent's: a reading's
    meaning has not changed. Its figures are not: they are measured by the app, on the person's own
    plates.
    """
    inherited = ("task", "licence", "input", "classes", "alphabet", "calibration")
    card = json.loads(parent.with_suffix(".json").read_text("utf-8"))
    curves = training.pop("curves")
    data = training.pop("data")
    write_card(
        onnx,
        {k: card[k] for k in inherited if k in card}
        | {
            "id": onnx.stem,
            "version": "1",
            "data": data,
            "curves": curves,
            "parent": {"id": card["id"], "sha256": sha256_of(parent)},
            "training": training,
            "command": "python -m platewheel finetune export.zip",
        },
    )
    part = out.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as file:
        for path in (onnx, onnx.with_suffix(".json")):
            file.writestr(zipfile.ZipInfo(path.name, STAMP), path.read_bytes())
        settings = json.dumps(config, indent=1) + "\n"
        file.writestr(zipfile.ZipInfo("config.json", STAMP), settings)
    part.replace(out)
