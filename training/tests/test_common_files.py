import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from platewheel.common.app_figures import READING, figures_of, put_into_card
from platewheel.common.card import activate, write_card
from platewheel.common.onnx_file import halve_weights, set_metadata, sha256_of


def make_model() -> onnx.ModelProto:
    weights = np.random.default_rng(0).normal(size=(16, 16)).astype(np.float32)
    big = np.full((16, 16), 1e6, np.float32)
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["y"]),
        helper.make_node("MatMul", ["y", "big"], ["z"]),
    ]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 16])],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, 16])],
        [numpy_helper.from_array(weights, "w"), numpy_helper.from_array(big, "big")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def run(model: onnx.ModelProto) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, {"x": np.ones((1, 16), np.float32)})[0]


def test_halved_weights_give_nearly_the_same_answer_from_half_the_bytes():
    before = run(make_model())
    model = halve_weights(make_model())
    types = {w.name: w.data_type for w in model.graph.initializer}
    assert types == {"w.fp16": TensorProto.FLOAT16, "big": TensorProto.FLOAT}
    np.testing.assert_allclose(run(model), before, rtol=1e-2)


def test_weights_that_must_stay_float32_stay():
    model = halve_weights(make_model(), keep=("w",))
    assert all(w.data_type == TensorProto.FLOAT for w in model.graph.initializer)


def test_metadata_is_replaced_whole():
    model = make_model()
    set_metadata(model, {"names": "{0: 'plate'}"})
    set_metadata(model, {"stride": "32"})
    assert [(p.key, p.value) for p in model.metadata_props] == [("stride", "32")]


def test_a_card_carries_hash_and_size_and_refuses_misspelt_fields(tmp_path: Path):
    path = tmp_path / "m.onnx"
    path.write_bytes(b"not really a model")
    card = json.loads(write_card(path, {"id": "m", "metrics": {"map50": float("nan")}}).read_text())
    assert card["sha256"] == sha256_of(path)
    assert card["bytes"] == 18
    assert card["metrics"]["map50"] is None
    with pytest.raises(ValueError, match="metrix"):
        write_card(path, {"id": "m", "metrix": {}})


def test_activating_a_model_keeps_the_others(tmp_path: Path):
    activate(tmp_path, "detector", "d-1")
    activate(tmp_path, "reader", "r-1")
    index = json.loads((tmp_path / "index.json").read_text())
    assert index == {"detector": "d-1", "reader": "r-1", "models": ["d-1", "r-1"]}


def test_figures_of_the_app_go_into_the_card_of_the_file_that_ran(tmp_path: Path):
    path = tmp_path / "m.onnx"
    path.write_bytes(b"weights")
    card = json.loads(write_card(path, {"id": "m", "task": "detector"}).read_text())
    ran = {"id": "m", "sha256": card["sha256"], "backend": "wasm"}
    rate = {"hits": 1, "n": 2, "rate": 0.5, "low": 0.1, "high": 0.9}
    report = {
        "photos": 2,
        "inputSize": 640,
        "threshold": 0.4,
        "threads": 2,
        "detector": ran,
        "reader": ran,
        "detection": {"map50": 0.9},
        "reading": {**dict.fromkeys(READING, rate), "misses": []},
        "time": {"medianMs": 1.0, "p95Ms": 2.0},
        "results": [{}, {}],
    }
    figures = figures_of(report, "two photos")
    after = json.loads(put_into_card(path, ran, figures).read_text())
    assert after["app"]["reading"]["exact"]["n"] == 2
    assert "results" not in after["app"]
    assert {k: v for k, v in after.items() if k != "app"} == card
    path.write_bytes(b"other weights")
    write_card(path, {"id": "m"})
    with pytest.raises(ValueError, match="another file"):
        put_into_card(path, ran, figures)
