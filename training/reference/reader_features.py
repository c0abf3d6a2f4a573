"""What a reader's last layer sees of every labelled crop: the data of `scripts/learning/`.

    python -m platewheel.reader.export --checkpoint checkpoints/reader-drawn-only.pt --out R.onnx
    python reference/reader_features.py --model R.onnx --data DATA --out OUT [--most 400]

Runs in the environment of training/. Writes OUT.json (crops, shapes) and OUT.f32, little endian:
head weights [37, D], head bias [37], then of each crop its views [views, slots, D]: three, and
five more where those leave doubt, as the app looks at photos. `--most` takes that many crops of
each source, spread evenly.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort

sys.path.insert(0, str(Path(__file__).parents[1]))
from platewheel.reader import tta
from platewheel.reader.crops import Crop, load_crops
from platewheel.reader.export import head_of, session
from platewheel.reader.predict import reading_of

AT_ONCE = 64


def features_of(reader: ort.InferenceSession, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Inputs [n, 3, 64, 160] → chars [n, slots, 37], features [n, slots, D]."""
    parts = [
        reader.run(["chars", "features"], {"plates": inputs[i : i + 16]})
        for i in range(0, len(inputs), 16)
    ]
    chars, features = (np.concatenate(part) for part in zip(*parts, strict=True))
    return chars, features


def thinned(crops: list[Crop], most: int) -> list[Crop]:
    """At most that many of each source."""
    sources = sorted({c.source for c in crops})
    by_source = [[c for c in crops if c.source == source] for source in sources]
    return [c for of in by_source for c in of[:: max(1, -(-len(of) // most))]]


def views_of(reader: ort.InferenceSession, images: list[np.ndarray]) -> list[np.ndarray]:
    """Crops → features of the views of each [views, slots, D]."""
    first = tta.crop_inputs(images)
    chars, seen = features_of(reader, first[tta.TTA_FIRST])
    merged = tta.ensemble(chars[None])
    doubtful = [i for i, p in enumerate(merged) if reading_of(p).confidence < tta.TTA_DOUBT]
    views = [[features] for features in seen]
    margins = [of for i, of in enumerate(first) if i != tta.TTA_FIRST]
    others = [of[doubtful] for of in margins]
    others += [tta.augmented(first[how.of][doubtful], how) for how in tta.TTA_AUGMENTATIONS]
    for inputs in others if doubtful else ():
        for i, of in zip(doubtful, features_of(reader, inputs)[1], strict=True):
            views[i].append(of)
    return [np.stack(v) for v in views]


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=10**6)
    args = parser.parse_args()
    reader = session(args.model)
    weight, bias = head_of(args.model)
    rows = []
    every = [("train", c) for c in load_crops(args.data, "train")]
    every += [("val", c) for c in load_crops(args.data, "val")]
    split_of = {c.name: split for split, c in every}
    crops = thinned([c for _, c in every], args.most)
    with args.out.with_suffix(".f32").open("wb") as file:
        file.write(weight.astype("<f4").tobytes())
        file.write(bias.astype("<f4").tobytes())
        for start in range(0, len(crops), AT_ONCE):
            part = crops[start : start + AT_ONCE]
            seen = views_of(reader, [c.image for c in part])
            for crop, views in zip(part, seen, strict=True):
                file.write(views.astype("<f4").tobytes())
                rows.append(
                    {
                        "name": crop.name,
                        "split": split_of[crop.name],
                        "source": crop.source,
                        "text": crop.text,
                        "rows": crop.rows,
                        "views": len(views),
                    }
                )
    facts = {"slots": seen[0].shape[1], "width": weight.shape[1], "crops": rows}
    args.out.with_suffix(".json").write_text(json.dumps(facts))
    print(f"{len(rows)} crops, {sum(r['views'] for r in rows)} views")


if __name__ == "__main__":
    main()
