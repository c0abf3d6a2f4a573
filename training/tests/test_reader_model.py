"""The network and its export keep the contract."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from platewheel.reader import export
from platewheel.reader.model import ALPHABET, Reader, ReaderConfig, count_macs


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Reader]:
    folder = tmp_path_factory.mktemp("reader")
    torch.manual_seed(0)
    model = Reader()
    with torch.no_grad():
        model.counts.out.weight.normal_(0, 0.05)
        model.head.weight.mul_(8)
    state = {"ema": model.state_dict(), "config": model.config.__dict__}
    torch.save(state, folder / "last.pt")
    export.export(folder / "last.pt", folder / "reader.onnx")
    return folder / "reader.onnx", model.eval()


def plates(count: int) -> np.ndarray:
    return np.random.default_rng(1).random((count, 3, 64, 160), np.float32)


def test_cost_stays_below_a_quarter_of_the_detectors_class() -> None:
    assert 2 * count_macs() < 0.21e9


@pytest.mark.parametrize("count", [1, 2, 7])
def test_any_batch_gives_probabilities(exported: tuple[Path, Reader], count: int) -> None:
    chars, features, places = export.session(exported[0]).run(None, {"plates": plates(count)})
    assert chars.shape == (count, 12, 37)
    assert places.shape == (count, 12, 2)
    assert ((places > 0) & (places < 1)).all()
    assert features.shape == (count, 12, ReaderConfig().widths[3])
    assert np.allclose(chars.sum(-1), 1, atol=1e-5)


def test_chars_are_softmax_of_features_and_named_head(exported: tuple[Path, Reader]) -> None:
    path, _ = exported
    chars, features = export.session(path).run(["chars", "features"], {"plates": plates(4)})
    weight, bias = export.head_of(path)
    assert weight.shape == (37, features.shape[-1])
    assert bias.shape == (37,)
    assert np.abs(export.softmax(features @ weight.T + bias) - chars).max() < 1e-4


def test_file_answers_as_the_network(exported: tuple[Path, Reader]) -> None:
    path, model = exported
    (chars,) = export.session(path).run(["chars"], {"plates": plates(3)})
    with torch.no_grad():
        own = model(torch.from_numpy(plates(3)))[0].numpy()
    assert np.abs(own - chars).max() < 0.02


def test_metadata_size_and_half_weights(exported: tuple[Path, Reader]) -> None:
    proto = onnx.load(exported[0])
    meta = {p.key: p.value for p in proto.metadata_props}
    assert meta["alphabet"] == ALPHABET
    assert len(ALPHABET) == 37
    assert meta["slots"] == "12"
    assert float(meta["dropout"]) == ReaderConfig().dropout
    assert exported[0].stat().st_size < export.MAX_BYTES
    large = [i for i in proto.graph.initializer if np.prod(i.dims) > 4000]
    assert all(i.data_type == onnx.TensorProto.FLOAT16 for i in large if i.name != "head.weight")


def test_a_plate_is_read_alike_alone_and_in_a_batch(exported: tuple[Path, Reader]) -> None:
    runner = export.session(exported[0])
    (many,) = runner.run(["chars"], {"plates": plates(5)})
    (one,) = runner.run(["chars"], {"plates": plates(5)[2:3]})
    assert np.abs(many[2] - one[0]).max() < 1e-5


def test_a_broken_file_is_refused(exported: tuple[Path, Reader], tmp_path: Path) -> None:
    proto = onnx.load(exported[0])
    for weight in proto.graph.initializer:
        if weight.name == "head.bias":
            other_bias = np.arange(37, dtype=np.float32)
            weight.CopyFrom(onnx.numpy_helper.from_array(other_bias, "head.bias"))
    other = tmp_path / "broken.onnx"
    onnx.save(proto, other)
    with pytest.raises(RuntimeError, match="the network disagree"):
        export.verify(other, exported[1])


def test_counts_are_running_sums_in_reading_order() -> None:
    counts = Reader().counts
    cells = torch.randn(2, 160, 96)
    with torch.no_grad():
        gates = torch.sigmoid(counts.gate(cells)).view(2, 4, 40, 8)
        counts.out.weight.zero_()
        counts.out.weight[0, 0] = 4.0  # the first gate's sum to the left
        counts.out.weight[1, 8] = 4.0  # the first gate's sum in the rows above
        got = counts(cells).view(2, 4, 40, 96)
    assert torch.allclose(got[..., 0], gates[..., 0].cumsum(2), atol=1e-4)
    above = gates[..., 0].sum(2).cumsum(1) - gates[..., 0].sum(2)
    assert torch.allclose(got[..., 1], above[..., None].expand(2, 4, 40), atol=1e-4)
