"""Writes `export.zip`: seven made photos as the app's own export code packs them.

    python tests/app_export/make.py          # needs node and the app's node_modules

Only rerun when the app's format changes; the zip is committed, so that tests need neither.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import cv2

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from detector_data import write_photo  # noqa: E402

SPLITS = ("train", "train", "train", "train", "train", "val", "test")
#: x, y, width, height of the plate that `write_photo` draws, in its 96 × 64 pixels.
BOX = {"x": 24, "y": 32, "width": 25, "height": 11}
NEGATIVE = 4


def kept(folder: Path) -> dict[str, Any]:
    """What the app's database would hold: one plate a photo, but for a negative."""
    samples, photos, derived = [], {}, {}
    for index, split in enumerate(SPLITS):
        path = folder / f"{index}.jpg"
        write_photo(path, seed=index)
        data = path.read_bytes()
        id_ = hashlib.sha256(data).hexdigest()
        photos[id_] = base64.b64encode(data).decode()
        what = "crop " + ",".join(str(v) for v in BOX.values())
        derived[f"{id_} {what}"] = base64.b64encode(crop(path)).decode()
        samples.append(
            {
                "sample": sample(id_, path.name, len(data)),
                "label": label(id_, index),
                "prediction": None,
                "split": split,
            }
        )
    options = {
        "formats": [
            "yolo",
            "coco",
            "voc",
            "csv",
            "crops",
            "fast-plate-ocr",
            "cvat",
            "label-studio",
        ],
        "states": ["labelled", "negative"],
        "from": None,
        "until": None,
        "blurMargin": None,
        "only": None,
        "keepNames": True,
        "appVersion": "0.1.0",
    }
    samples.sort(key=lambda s: s["sample"]["id"])
    return {"samples": samples, "photos": photos, "derived": derived, "options": options}


def crop(photo: Path) -> bytes:
    """The plate with a little margin, as PNG."""
    image = cv2.imread(str(photo))
    x, y, w, h = BOX.values()
    return bytes(cv2.imencode(".png", image[y - 1 : y + h + 1, x - 1 : x + w + 1])[1])


def sample(id_: str, file: str, size: int) -> dict[str, Any]:
    """A `Sample` of the app, as far as its export looks."""
    return {
        "id": id_,
        "file": file,
        "kind": "photo",
        "source": "photo",
        "addedAt": 0,
        "size": {"width": 96, "height": 64},
        "orientation": 1,
        "type": "image/jpeg",
        "bytes": size,
        "sha256": id_,
    }


def label(id_: str, index: int) -> dict[str, Any]:
    """A `Label` of the app; the texts try the quoting of the table."""
    plate = {
        "id": "p",
        "box": BOX,
        "verdict": "plate",
        "text": f"AB{index}",
        "raw": f'=A,"B" {index}',
        "unreadable": None,
        "region": "de" if index % 2 else None,
        "rows": 2 if index % 2 else None,
        "origin": None,
    }
    plates = [] if index == NEGATIVE else [plate]
    return {"sample": id_, "plates": plates, "noPlate": not plates, "prediction": None}


def main() -> None:
    """See the module's docstring."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kept.json"
        path.write_text(json.dumps(kept(Path(folder))))
        command = ["node", str(HERE / "export.mjs"), str(path), str(HERE / "export.zip")]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
