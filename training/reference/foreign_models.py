"""Graphs with shapes, names and metadata as exporters write them: models of others, in tests.

    pip install -r training/reference/gate-requirements.txt
    python training/reference/foreign_models.py

Writes tests/fixtures/models/. Each answers the same whatever it sees: one plate in the middle, or
the text AB123. None holds weights or code of the tools it stands for.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

OUT = Path(__file__).parents[2] / "tests/fixtures/models"
SIDE = 160
CELLS = sum((SIDE // s) ** 2 for s in (8, 16, 32))
TEXT = "AB123"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_"


def answer(name, array, *, take=None, give="output0", metadata=None, ir=10, opset=17, kind=None):
    """A graph that gives `array`, plus nothing of its input, so that the input is used."""
    take = take or ("images", [1, 3, SIDE, SIDE])
    kind = kind or TensorProto.FLOAT
    nodes = [
        helper.make_node("Cast", [take[0]], ["float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["float"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "nothing"], ["none"]),
        helper.make_node("Add", ["answer", "none"], [give]),
    ]
    graph = helper.make_graph(
        nodes,
        "main_graph",
        [helper.make_tensor_value_info(take[0], kind, take[1])],
        [helper.make_tensor_value_info(give, TensorProto.FLOAT, list(array.shape))],
        [
            numpy_helper.from_array(array.astype(np.float32), "answer"),
            numpy_helper.from_array(np.float32(0), "nothing"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=ir)
    helper.set_model_props(model, metadata or {})
    save(model, OUT / name)


def two_branches():
    """YOLOv9 with its auxiliary branch, which comes first and is less sure."""
    branches = []
    for name, confidence in (("output0", 0.5), ("cat_47", 0.93)):
        boxes = np.zeros((1, 5, CELLS), np.float32)
        boxes[0, :, 5] = SIDE / 2, SIDE / 2, 80, 24, confidence
        branches.append((name, boxes))
    nodes = [helper.make_node("ReduceMean", ["images"], ["mean"], keepdims=0)]
    nodes.append(helper.make_node("Mul", ["mean", "nothing"], ["none"]))
    nodes += [helper.make_node("Add", [f"{name}_", "none"], [name]) for name, _ in branches]
    graph = helper.make_graph(
        nodes,
        "main_graph",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 5, CELLS]) for n, _ in branches],
        [numpy_helper.from_array(np.float32(0), "nothing")]
        + [numpy_helper.from_array(boxes, f"{name}_") for name, boxes in branches],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    helper.set_model_props(model, {"stride": "32", "names": "{0: 'License Plate'}"})
    save(model, OUT / "yolov9.onnx")


def characters():
    """Boxes of single characters in YOLOv8's layout: 39 classes, the text in one row."""
    names = ["plate", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *"0123456789", "car", "motorcycle"]
    found = np.zeros((1, 4 + len(names), CELLS))
    for i, char in enumerate(TEXT):
        found[0, :4, i] = 30 + 22 * i, 80, 16, 30
        found[0, 4 + names.index(char), i] = 0.9
    text = "{" + ", ".join(f"{i}: '{n}'" for i, n in enumerate(names)) + "}"
    answer("characters.onnx", found, metadata={"names": text, "task": "detect", "stride": "32"})


def detectors():
    """One plate in the middle, in each layout."""
    v5 = np.zeros((1, 3 * CELLS, 6))
    v5[0, 7] = SIDE / 2, SIDE / 2, 80, 24, 0.95, 0.98
    answer("yolov5.onnx", v5, metadata={"stride": "32", "names": "{0: 'license'}"})
    numbers = str([str(i) for i in range(12)])  # what it writes for classes that nobody named
    nameless = np.zeros((1, 3 * CELLS, 17), np.float32)
    nameless[0, 7, :6] = SIDE / 2, SIDE / 2, 80, 24, 0.95, 0.98
    answer("nameless.onnx", nameless, metadata={"stride": "32", "names": numbers})
    names = {"names": "{0: 'car', 1: 'license_plate'}", "stride": "32", "task": "detect"}
    v8 = np.zeros((1, 6, CELLS))
    v8[0, :, 5] = SIDE / 2, SIDE / 2, 80, 24, 0.02, 0.93
    v8[0, :, 9] = 20, 20, 30, 30, 0.99, 0.01
    answer("yolov8.onnx", v8, metadata=names)
    end2end = np.zeros((1, 300, 6))
    end2end[0, 0] = 40, 68, 120, 92, 0.94, 0
    names = {"names": "{0: 'License_Plate'}", "stride": "32", "end2end": "True"}
    answer("end2end.onnx", end2end, metadata=names)
    rows = np.array([[0, 40, 68, 120, 92, 0, 0.94]])
    answer("rows7.onnx", rows, give="output", metadata={})


def readers():
    """The text in slots, with fast-plate-ocr's config beside it; in steps, with a dictionary."""
    slots = np.full((1, 10, 37), 0.001)
    for slot, char in enumerate(TEXT.ljust(10, "_")):
        slots[0, slot, ALPHABET.index(char)] = 1 - 0.036
    take = ("input", [1, 64, 128, 3])
    flat = slots.reshape(1, 370)
    answer("fast-plate-ocr.onnx", flat, take=take, give="plate", kind=TensorProto.UINT8)
    (OUT / "fast-plate-ocr.yaml").write_text(
        f"# Config of the plates\nmax_plate_slots: 10\nalphabet: '{ALPHABET}'\npad_char: '_'\n"
        "img_height: 64\nimg_width: 128\nkeep_aspect_ratio: false\ninterpolation: linear\n"
        "image_color_mode: rgb\n"
    )
    steps = np.full((1, 20, 38), 0.001)
    order = ["", *ALPHABET[:36], " "]
    for step, char in enumerate(["", "A", "A", "", "B", "", "1", "2", "", "3"] + [""] * 10):
        steps[0, step, order.index(char)] = 1 - 0.037
    answer("ctc.onnx", steps, take=("x", [1, 3, 48, 320]), give="softmax_0.tmp_0")
    (OUT / "ctc.txt").write_text("\n".join(ALPHABET[:36]) + "\n")


def refused():
    """What cannot be used, each for a reason of its own."""
    plain = np.zeros((1, 5, CELLS))
    answer("newer.onnx", plain, ir=14, opset=28)
    answer("nan.onnx", np.full((1, 5, CELLS), np.nan))
    above = plain.copy()
    above[0, :, 0] = 80, 80, 40, 20, 22896
    answer("no-sigmoid.onnx", above)
    answer("classifier.onnx", np.zeros((1, 1000)))
    weights = numpy_helper.from_array(np.zeros((8, 8), np.float32), "w")
    weights.ClearField("raw_data")
    weights.data_location = TensorProto.EXTERNAL
    entry = weights.external_data.add()
    entry.key, entry.value = "location", "model.onnx.data"
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["images", "w"], ["output0"])],
        "main_graph",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, 8, 8])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [1, 3, 8, 8])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    (OUT / "external-data.onnx").write_bytes(model.SerializeToString())
    node = helper.make_node("Upsidedown", ["images"], ["output0"], domain="com.example")
    graph = helper.make_graph([node], "main_graph", graph.input, graph.output)
    ids = [helper.make_opsetid("", 17), helper.make_opsetid("com.example", 1)]
    model = helper.make_model(graph, opset_imports=ids, ir_version=10)
    (OUT / "operator.onnx").write_bytes(model.SerializeToString())


def main() -> None:
    """See the module's docstring."""
    OUT.mkdir(parents=True, exist_ok=True)
    detectors()
    two_branches()
    characters()
    readers()
    refused()


if __name__ == "__main__":
    main()
