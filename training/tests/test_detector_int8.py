"""The 8-bit detector: what torch trains is what the file gives; it learns to be the float one."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper

from platewheel.detector.export import export
from platewheel.detector.int8_graph import Int8Detector, calibrate, fold
from platewheel.detector.model import Detector, ModelConfig
from platewheel.detector.quantise import differences, distil, main
from tests.detector_data import write_yolo

TINY = ModelConfig(widths=(8, 8, 16, 16, 16), depths=(1, 1, 1, 1), neck_width=16)


@pytest.fixture
def detector() -> Detector:
    torch.manual_seed(0)
    return Detector(TINY).eval()


@pytest.fixture
def int8(detector: Detector, tmp_path: Path) -> Int8Detector:
    rng = np.random.default_rng(0)
    export(detector, tmp_path / "float.onnx")
    fold(tmp_path / "float.onnx", tmp_path / "folded.onnx")
    pictures = (rng.random((1, 3, 64, 96), np.float32) for _ in range(4))
    calibrate(tmp_path / "folded.onnx", pictures, tmp_path / "int8.onnx")
    return Int8Detector(tmp_path / "folded.onnx", tmp_path / "int8.onnx")


def test_as_float_it_is_the_network_that_was_exported(detector: Detector, int8: Int8Detector):
    images = torch.rand(1, 3, 64, 96)
    with torch.no_grad():
        features, embedding = detector.features(images)
        heads, given = int8(images, as_float=True)
    for head, level, raw in zip(detector.heads, features, heads, strict=True):
        # The file's weights are float16.
        assert torch.allclose(head(level), raw, atol=0.02)
    assert torch.allclose(embedding, given, atol=0.02)


def test_what_is_written_gives_in_the_runtime_what_torch_gives(int8: Int8Detector, tmp_path: Path):
    import onnxruntime

    with torch.no_grad():
        for weight in int8.weights.values():
            weight += torch.randn_like(weight) * 0.01  # as training would
    int8.write(tmp_path / "written.onnx")
    images = torch.rand(1, 3, 64, 96)
    with torch.no_grad():
        heads, embedding = int8(images)
        floats = int8(images, as_float=True)[0]
    # Without fusion into integer kernels, which may round a step otherwise.
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(str(tmp_path / "written.onnx"), options)
    output, given = session.run(None, {"images": images.numpy()})
    logits = torch.cat([h.view(3, 6, -1).transpose(1, 2).reshape(-1, 6) for h in heads])
    confidences = torch.from_numpy(output[0, :, 4])
    assert torch.allclose(logits[:, 4].sigmoid(), confidences, atol=1e-4)
    assert torch.allclose(embedding, torch.from_numpy(given), atol=1e-3)
    # And that is not the float network, whose weights did not move.
    assert not torch.allclose(heads[0], floats[0], atol=1e-3)
    kinds = {
        i.name: numpy_helper.to_array(i).dtype
        for i in onnx.load(str(tmp_path / "written.onnx")).graph.initializer
    }
    int8_weights = [name for name, kind in kinds.items() if kind == np.int8 and "zero" not in name]
    assert (
        len(int8_weights)
        == sum(isinstance(m, torch.nn.Conv2d) for m in Detector(TINY).modules()) - 3
    )


def test_learning_brings_it_nearer_to_the_float_network(int8: Int8Detector, tmp_path: Path):
    files = sorted((write_yolo(tmp_path / "train", count=6) / "images").iterdir())
    with torch.no_grad():
        for name in [node.input[2] for node in int8.nodes if node.name in int8.heads]:
            # An untrained network expects nothing: its anchors are to count as seen, and to be off.
            int8.original[name] += 3
            int8.weights[name] += 3.5
    probe = [torch.rand(1, 3, 64, 96)]
    before = differences(int8, probe)
    assert before["anchors"] > 0
    distil(int8, files, 0.2, 5e-2, np.random.default_rng(0))
    after = differences(int8, probe)
    assert after["confidence"] < 0.95 * before["confidence"]


def test_the_command_writes_a_file_of_the_contract(detector: Detector, tmp_path: Path):
    export(detector, tmp_path / "float.onnx")
    write_yolo(tmp_path / "data" / "train", count=6)
    out = tmp_path / "out.onnx"
    main(
        f"--model {tmp_path / 'float.onnx'} --data {tmp_path / 'data'} --out {out} "
        "--calibration 2 --held-out 2 --minutes 0".split()
    )
    graph = onnx.load(str(out)).graph
    assert [o.name for o in graph.output] == ["output0", "embedding"]
    with pytest.raises(SystemExit, match="too few"):
        main(
            f"--model {tmp_path / 'float.onnx'} --data {tmp_path / 'data'} --out {out} "
            "--held-out 9".split()
        )
