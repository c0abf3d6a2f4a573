"""Golden files for the app: decoded RGBA crops, the input they become, the probabilities they give.

    python -m platewheel.reader.golden --check    compares with the committed files
    python -m platewheel.reader.golden --write    after the maths or the model changed
    python -m platewheel.reader.golden --crops    draws the crops anew first (needs the typefaces)

Their form is told in `tests/fixtures/golden/reader/README.md`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from platewheel.common.card import active_model
from platewheel.common.onnx_file import sha256_of

from .export import session
from .model import BLANK
from .predict import input_of, reading_of, rows_of
from .tta import TTA_AUGMENTATIONS, augmented, crop_inputs, ensemble, read_with_tta

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests" / "fixtures" / "golden" / "reader"
MODEL = active_model(ROOT / "models", "reader")
INPUT_STEPS = 65535
#: Other processors round differently in the last bits.
PROBABILITY_TOLERANCE, INPUT_TOLERANCE = 1e-4, 2 / INPUT_STEPS


def draw_crops() -> None:
    """One-row, two-row, small, plate-free and far crops as raw RGBA; drawn plates, so that no
    licence applies. The far one leaves doubt.
    """
    from platewheel.synth.americas import DESIGNS
    from platewheel.synth.designs import BIKE, Design
    from platewheel.synth.plate import draw

    rng = np.random.default_rng(11)
    usual = next(d for d in DESIGNS if d.country == "ar")
    two_row = Design("xx", ("99-A9/999.99",), sizes=(BIKE[2],))
    small = draw(Design("xx", ("AA99 AAA",), palettes=("yellow",)), rng).image[::3, ::3]
    images = {
        "one-row": draw(usual, rng).image,
        "two-row": draw(two_row, rng).image,
        "small": small,
        "no-plate": rng.integers(90, 140, (40, 90, 3)).astype(np.uint8),
        "far": draw(usual, rng).image[::4, ::4],
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, image in images.items():
        h, w = image.shape[:2]
        rgba = np.dstack([image, np.full((h, w), 255, np.uint8)])
        (FOLDER / f"{name}.rgba.bin").write_bytes(rgba.tobytes())
        (FOLDER / f"{name}.json").write_text(json.dumps({"width": w, "height": h}) + "\n")


def compute(name: str) -> tuple[dict[str, object], np.ndarray]:
    """Description with probabilities, and the input as uint16 [3, 64, 160] of 1/65535."""
    size = json.loads((FOLDER / f"{name}.json").read_text())
    raw = np.frombuffer((FOLDER / f"{name}.rgba.bin").read_bytes(), np.uint8)
    crop = raw.reshape(size["height"], size["width"], 4)
    plate = input_of(crop)
    runner = session(MODEL)
    chars, places = (o[0] for o in runner.run(["chars", "places"], {"plates": plate[None]}))
    reading = reading_of(chars)
    first = crop_inputs([crop])

    def run(inputs: np.ndarray) -> np.ndarray:
        return np.asarray(runner.run(["chars"], {"plates": inputs})[0])

    asked: list[int] = []

    def counted(inputs: np.ndarray) -> np.ndarray:
        asked.append(len(inputs))
        return run(inputs)

    again = [run(augmented(first[how.of], how)) for how in TTA_AUGMENTATIONS]
    photo = reading_of(read_with_tta(counted, first)[0])
    described = {
        "width": size["width"],
        "height": size["height"],
        "inputShape": list(plate.shape),
        "model": sha256_of(MODEL),
        "text": reading.text,
        "rows": rows_of(places, chars.argmax(-1) != BLANK),
        "confidence": round(reading.confidence, 6),
        "chars": rounded(chars),
        "photoLooks": sum(asked),
        "photoText": photo.text,
        "photoConfidence": round(photo.confidence, 6),
        "doubtChars": rounded(ensemble(np.stack(again))[0]),
    }
    return described, np.round(plate * INPUT_STEPS).astype("<u2")


def rounded(chars: np.ndarray) -> list[list[float]]:
    """Probabilities as they are written."""
    return [[round(float(p), 6) for p in slot] for slot in chars]


def names() -> list[str]:
    """Crops there are golden files for."""
    return sorted(path.name.split(".")[0] for path in FOLDER.glob("*.rgba.bin"))


def differences() -> list[str]:
    """What in the files is not what is computed now."""
    found = []
    for name in names():
        described, plate = compute(name)
        old = json.loads((FOLDER / f"{name}.json").read_text())
        if old.get("model") != described["model"]:
            found.append(f"{name}: made with another model")
            continue
        kept = np.frombuffer((FOLDER / f"{name}.u16.bin").read_bytes(), "<u2").reshape(plate.shape)
        if np.abs(kept.astype(int) - plate).max() / INPUT_STEPS > INPUT_TOLERANCE:
            found.append(f"{name}: another input")
        for key in ("photoLooks", "photoText"):
            if old[key] != described[key]:
                found.append(f"{name}: other {key}")
        for key in ("chars", "doubtChars", "photoConfidence"):
            if np.abs(np.array(old[key]) - np.array(described[key])).max() > PROBABILITY_TOLERANCE:
                found.append(f"{name}: other {key}")
    return found or ([] if names() else ["no golden crops"])


def main(argv: Sequence[str] | None = None) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    action = parser.add_mutually_exclusive_group(required=True)
    for flag in ("--check", "--write", "--crops"):
        action.add_argument(flag, action="store_true")
    args = parser.parse_args(argv)
    if args.check:
        wrong = differences()
        if wrong:
            sys.exit("golden files of the reader: " + "; ".join(wrong))
        return
    if args.crops:
        draw_crops()
    for name in names():
        described, plate = compute(name)
        text = json.dumps(described).replace("], [", "],\n  [")
        (FOLDER / f"{name}.json").write_text(text + "\n")
        (FOLDER / f"{name}.u16.bin").write_bytes(plate.tobytes())


if __name__ == "__main__":
    main()
