"""Models as the real exporters write them today: small networks of random weights.

    bash reference/exporters.sh OUT

in training/. Writes OUT/*.onnx (and a config) by ultralytics' and fast-plate-ocr's own export, each
in the variants users meet. `scripts/models/exporters.mjs OUT` then asks the product what each of
them is. Neither package nor weights are part of the product.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

NAMES = {0: "car", 1: "license_plate"}
# file ending: what export() is told
VARIANTS: dict[str, dict[str, object]] = {
    "": {},
    "-dynamic": {"dynamic": True},
    "-nms": {"nms": True},
    "-half": {"half": True},
}


def ultralytics_models(out: Path) -> None:
    """YOLOv5u, v8, 11 and 26 from their descriptions, two classes, 320 pixels."""
    from ultralytics import YOLO
    from ultralytics.nn.tasks import DetectionModel

    for family in ("yolov5n", "yolov8n", "yolo11n", "yolo26n"):
        for ending, options in VARIANTS.items():
            model = YOLO(f"{family}.yaml")
            args, task = model.model.args, model.model.task
            model.model = DetectionModel(f"{family}.yaml", nc=len(NAMES), verbose=False)
            model.model.args, model.model.task = args, task
            model.model.names = NAMES
            try:
                path = model.export(format="onnx", imgsz=320, simplify=False, **options)
            except Exception as error:  # what an exporter cannot do is a finding, not a failure
                print(f"{family}{ending}: not exported: {error}", file=sys.stderr)
                continue
            shutil.move(path, out / f"{family}{ending}.onnx")


CONFIG = """max_plate_slots: 9
alphabet: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_'
pad_char: '_'
img_height: 64
img_width: 128
image_color_mode: {mode}
"""
NETWORK = """model: cct
rescaling: {scale: 0.00392156862745098, offset: 0.0}
tokenizer:
  blocks:
    - {layer: Conv2D, filters: 16, kernel_size: 3, strides: 4}
    - {layer: Conv2D, filters: 32, kernel_size: 3, strides: 4}
transformer_encoder: {layers: 1, heads: 1, projection_dim: 32, units: [32, 32]}
"""


def plate_ocr(out: Path) -> None:
    """Small fast-plate-ocr readers, grey and in colour, by its own model builder and exporter."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    import yaml
    from fast_plate_ocr.cli.export import export_onnx
    from fast_plate_ocr.train.model.config import load_plate_config_from_yaml
    from fast_plate_ocr.train.model.model_builders import build_model
    from fast_plate_ocr.train.model.model_schema import CCTModelConfig

    network = CCTModelConfig(**yaml.safe_load(NETWORK))
    for name, mode in (("plate-ocr-grey", "grayscale"), ("plate-ocr-rgb", "rgb")):
        path = out / f"{name}.yaml"
        path.write_text(CONFIG.format(mode=mode), encoding="utf-8")
        config = load_plate_config_from_yaml(path)
        model = build_model(network, config)
        # Keras on torch writes no free batch axis; on tensorflow or jax it does.
        export_onnx(model, config, out / f"{name}.onnx", simplify=False, dynamic_batch=False)


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    out = out.resolve()
    with tempfile.TemporaryDirectory() as temp:
        os.chdir(temp)  # exporters write where they stand
        ultralytics_models(out)
        plate_ocr(out)


if __name__ == "__main__":
    main()
