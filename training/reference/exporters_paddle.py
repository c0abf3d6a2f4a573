"""PP-OCR readers as PaddleOCR and Paddle2ONNX write them today: small networks of random weights.

    bash reference/exporters.sh OUT

in training/. Writes OUT/pp-ocr-*.onnx with their dictionary (TXT) or PaddleOCR's own config
(`inference.yml`), and to each a `.reading.json`: crops, and the text that PaddleOCR's arithmetic,
onnxruntime and PaddleOCR's decoder make of them. Neither packages nor weights are part of the
product.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import types
from pathlib import Path

import numpy as np
import onnxruntime
import paddle

# paddleocr's wheel says `ppocr` where it means its own folder, and comes without the networks;
# those of PP-OCRv5 are in paddlex.
ROOT = Path(importlib.util.find_spec("paddleocr").submodule_search_locations[0])
sys.path.insert(0, str(ROOT))
networks = types.ModuleType("ppocr.modeling.architectures")
networks.build_model = None  # what is exported is given
sys.modules.update({"ppocr.modeling": types.ModuleType("m"), networks.__name__: networks})

from paddlex.inference.models.text_recognition.modeling import PPOCRV5MobileRec  # noqa: E402
from ppocr.postprocess import build_post_process  # noqa: E402
from ppocr.utils.export_model import export  # noqa: E402

# The strides of PP-OCRv5's mobile reader, a block or two a stage: kernel, channels, stride, SE.
BLOCKS = [
    [[3, 16, 32, 1, False]],
    [[3, 32, 64, 1, False]],
    [[3, 64, 128, [2, 1], False]],
    [[3, 128, 256, [1, 2], False]],
    [[5, 256, 512, [2, 1], True], [5, 512, 512, [2, 1], True]],
]
# name: dictionary in paddleocr, what lies beside the model, who converts
READERS = {
    "pp-ocr-txt": ("ppocr/utils/ic15_dict.txt", "txt", "paddle2onnx"),
    "pp-ocr-yml": ("ppocr/utils/en_dict.txt", "yml", "paddlex"),
}
HEIGHT = 48
SHARPER = 1000
WIDTHS = (160, 320, 480)  # padded, as it is, wider than usual


class Reader(paddle.nn.Layer):
    """The network of a PP-OCRv5 mobile reader, from picture to probabilities."""

    def __init__(self, classes: int):
        super().__init__()
        backbone = {"scale": 0.25, "divisor": 16, "block_configs": BLOCKS}
        config = PPOCRV5MobileRec.config_class(
            backbone_config=backbone, head_out_channels=classes, depth=1
        )
        self.network = PPOCRV5MobileRec(config)
        # Over all steps no class is likelier than another, so that texts have several characters.
        self.eval()
        mean = paddle.log(self(paddle.randn([1, 3, HEIGHT, 320]))).mean([0, 1])
        last = self.network.head.head
        last.weight.set_value(last.weight * SHARPER)
        last.bias.set_value((last.bias - mean) * SHARPER)

    def forward(self, x):
        return self.network.head(self.network.model(x))


def settings(dictionary: Path) -> dict:
    """What export() wants of a training config."""
    transforms = [
        {"DecodeImage": {"img_mode": "BGR", "channel_first": False}},
        {"RecResizeImg": {"image_shape": [3, HEIGHT, 320]}},
    ]
    return {
        "Global": {
            "character_dict_path": str(dictionary),
            "use_space_char": True,
            "export_with_pir": True,
        },
        "Architecture": {
            "model_type": "rec",
            "algorithm": "SVTR_LCNet",
            "Backbone": {"name": "PPLCNetV3"},
            "Head": {"name": "CTCHead"},
        },
        "PostProcess": {"name": "CTCLabelDecode"},
        "Eval": {"dataset": {"transforms": transforms}},
    }


def to_onnx(folder: Path, by: str) -> Path:
    """Converts as PaddleOCR 2's documents say, or 3's."""
    if by == "paddlex":
        arguments = ["--paddle_model_dir", folder, "--onnx_model_dir", folder]
        subprocess.run(["paddlex", "--paddle2onnx", *arguments], check=True)
    else:
        names = ["--model_filename", "inference.json", "--params_filename", "inference.pdiparams"]
        out = ["--save_file", folder / "inference.onnx", "--opset_version", "11"]
        subprocess.run(["paddle2onnx", "--model_dir", folder, *names, *out], check=True)
    return folder / "inference.onnx"


def readings(model: Path, decode) -> list[dict]:
    """Noise in crops of the reader's height, and what is read in them."""
    session = onnxruntime.InferenceSession(model)
    random = np.random.default_rng(1)
    crops = []
    for width in WIDTHS:
        blocks = random.integers(0, 256, (HEIGHT // 8, width // 8, 3), dtype=np.uint8)
        rgb = blocks.repeat(8, 0).repeat(8, 1)  # so that steps differ
        tensor = np.zeros((1, 3, HEIGHT, max(320, width)), np.float32)
        bgr = rgb[:, :, ::-1].astype(np.float32).transpose(2, 0, 1)
        tensor[0, :, :, :width] = (bgr / 255 - 0.5) / 0.5
        (answer,) = session.run(None, {session.get_inputs()[0].name: tensor})
        ((text, _),) = decode(answer)
        data = base64.b64encode(rgb.tobytes()).decode()
        crops.append({"width": width, "height": HEIGHT, "rgb": data, "text": text})
    return crops


def main() -> None:
    out = Path(sys.argv[1])
    paddle.seed(1)
    for name, (path, beside, by) in READERS.items():
        dictionary = ROOT / path
        config = settings(dictionary)
        decode = build_post_process(config["PostProcess"], config["Global"])
        with tempfile.TemporaryDirectory() as temp:
            export(config, base_model=Reader(len(decode.character)), save_path=temp)
            model = to_onnx(Path(temp), by)
            shutil.copy(model, out / f"{name}.onnx")
            config_file = dictionary if beside == "txt" else Path(temp) / "inference.yml"
            shutil.copy(config_file, out / f"{name}.{beside}")
        crops = readings(out / f"{name}.onnx", decode)
        (out / f"{name}.reading.json").write_text(json.dumps(crops), encoding="utf-8")


if __name__ == "__main__":
    main()
