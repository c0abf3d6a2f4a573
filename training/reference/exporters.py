"""Models as the real exporters write them today: small networks of random weights.

    bash reference/exporters.sh OUT

in training/. Writes OUT/*.onnx (and a config) by the own export of ultralytics, of YOLOv5's,
YOLOv7's and YOLOv9's repositories and of fast-plate-ocr, each in the variants users meet.
`scripts/models/exporters.mjs OUT` then asks the product what each of them is. Neither packages nor
weights are part of the product.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
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


def untaught(network, names: dict[int, str] | None):
    """A network of random weights as its repository's exporter takes it from a file."""
    if names:
        network.names = names
    return network.fuse().eval()


def repository_models(out: Path) -> None:
    """YOLOv5's own export (one class, or 80 without names) and YOLOv9's, of one or two branches."""
    import yolo9.export
    import yolov5.export
    from yolo9.models.yolo import DetectionModel as Yolo9
    from yolov5.models.yolo import DetectionModel as Yolo5

    v5 = (yolov5.export, Yolo5, Path(yolov5.export.__file__).parent / "models/yolov5n.yaml")
    detect = Path(yolo9.export.__file__).parent / "models/detect"
    plate = {0: "license_plate"}
    # name: exporter, network, its description, names, what run() is told, torch's tracing exporter
    cases = {
        "own-yolov5n": (*v5, plate, {}, False),
        "own-yolov5n-dynamic": (*v5, plate, {"dynamic": True}, False),
        "own-yolov5n-traced": (*v5, plate, {}, True),
        "own-yolov5n-nameless": (*v5, None, {}, True),
        "own-yolov9t": (yolo9.export, Yolo9, detect / "yolov9-t.yaml", plate, {}, True),
        "own-gelan-t": (yolo9.export, Yolo9, detect / "gelan-t.yaml", plate, {}, True),
    }
    for name, (exporter, network, description, names, options, is_traced) in cases.items():
        model = network(str(description), nc=len(names) if names else 80)
        exporter.attempt_load = lambda *_, m=model, n=names, **__: untaught(m, n)
        Path(f"{name}.pt").touch()  # it tells the size of the file it thinks it has read
        with traced(is_traced):
            exporter.run(weights=f"{name}.pt", imgsz=(320, 320), include=("onnx",), **options)
        shutil.move(f"{name}.onnx", out / f"{name}.onnx")


@contextmanager
def traced(is_traced: bool):
    """Lets torch export by tracing, as it did of itself until 2.8: what most files were made by."""
    import torch

    before = torch.onnx.export
    if is_traced:
        torch.onnx.export = partial(before, dynamo=False)
    yield
    torch.onnx.export = before


def yolov7_models(out: Path) -> None:
    """YOLOv7 with and without NMS in the graph: its `[n, 7]` is what open-image-models' files have.

    What its export.py, a script, does; YOLOv9's own NMS for onnxruntime does not run (1.0.18).
    """
    import sas_yolov7
    import torch
    from sas_yolov7.models.experimental import End2End
    from sas_yolov7.models.yolo import Model

    description = Path(sas_yolov7.__file__).parent / "cfg/deploy/yolov7-tiny.yaml"
    image = torch.zeros(1, 3, 320, 320)
    for classes in (1, 2):
        model = untaught(Model(str(description), nc=classes), None)
        model.model[-1].export = False
        with torch.no_grad(), traced(True):
            model(image)
            for ending, threshold in (("-nms", 1e-4), ("-none", 0.9), ("", None)):
                model.model[-1].concat = threshold is None
                whole = model
                if threshold is not None:
                    whole = End2End(model, 100, 0.45, threshold, 640, None, classes)
                torch.onnx.export(
                    whole,
                    image,
                    out / f"own-yolov7-{classes}{ending}.onnx",
                    opset_version=12,
                    input_names=["images"],
                    output_names=["output"],
                )
                model.model[-1].end2end = False


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
        repository_models(out)
        yolov7_models(out)
        plate_ocr(out)


if __name__ == "__main__":
    main()
