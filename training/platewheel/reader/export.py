"""Writes the reader as ONNX per the model contract: named head, fp16 weights behind a Cast,
metadata.

    python -m platewheel.reader.export --checkpoint runs/reader/last.pt --out
    ../models/reader-v11.onnx

Exits with an error when the file does not answer as the network did, or when
chars = softmax(features · head.weightᵀ + head.bias) does not hold to 1e-4.
"""

from __future__ import annotations

import argparse
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import helper, numpy_helper

from platewheel.common.onnx_file import halve_weights, set_metadata

from .model import ALPHABET, INPUT_HEIGHT, INPUT_WIDTH, Reader
from .state import load_reader

HEAD = ("head.weight", "head.bias")
MAX_BYTES = 3_600_000
PARITY = 1e-4
#: The network's own float32 weights against the file's fp16 ones; a bound on rounding, not on bugs.
ROUNDING = 0.05


def to_onnx(model: Reader) -> onnx.ModelProto:
    """The contract's graph with float32 weights; batch norm is folded into the convolutions."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # Sizes are meant to become constants (all but the batch), and the classic exporter is
        # meant.
        warnings.simplefilter("ignore")
        path = Path(folder) / "reader.onnx"
        torch.onnx.export(
            model,
            (torch.zeros(2, 3, INPUT_HEIGHT, INPUT_WIDTH),),
            path,
            input_names=["plates"],
            output_names=["chars", "features", "places"],
            dynamic_axes={n: {0: "batch"} for n in ("plates", "chars", "features", "places")},
            opset_version=17,
            dynamo=False,
        )
        graph = onnx.load(path)
    name_head(graph, model)
    return graph


def name_head(proto: onnx.ModelProto, model: Reader) -> None:
    """The exporter transposes linear weights and renames them: put `head.weight` [37, D] back.

    A Transpose in front of the product keeps the arithmetic; runtimes fold it when they load the
    file.
    """
    weight = model.head.weight.detach().numpy()
    graph = proto.graph
    turned = [
        i for i in graph.initializer
        if list(i.dims) == [weight.shape[1], weight.shape[0]]
        and np.array_equal(numpy_helper.to_array(i), weight.T)
    ]  # fmt: skip
    if len(turned) != 1 or not any(i.name == "head.bias" for i in graph.initializer):
        raise RuntimeError("the exported graph has no single last layer to name")
    name = turned[0].name
    turned[0].CopyFrom(numpy_helper.from_array(weight, "head.weight"))
    node = helper.make_node("Transpose", ["head.weight"], [name], "turn head.weight", perm=[1, 0])
    nodes = [node, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def export(checkpoint: Path, out: Path) -> None:
    """Exports, writes and checks the file."""
    model = load_reader(checkpoint)
    proto = halve_weights(to_onnx(model), keep=HEAD)
    config = model.config
    metadata = {
        "alphabet": ALPHABET,
        "slots": str(config.slots),
        "dropout": str(config.dropout),
        "head": ",".join(HEAD),
    }
    set_metadata(proto, metadata)
    onnx.checker.check_model(proto, full_check=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(proto, out)
    verify(out, model)


def head_of(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """The named last layer of an exported file: [37, D] and [37]."""
    found = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    return found[HEAD[0]], found[HEAD[1]]


def softmax(logits: np.ndarray) -> np.ndarray:
    """Over the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def session(path: Path, threads: int = 1) -> ort.InferenceSession:
    """A CPU session."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def verify(path: Path, model: Reader | None = None) -> None:
    """Raises unless the file keeps the contract."""
    if path.stat().st_size > MAX_BYTES:
        raise RuntimeError(f"{path.stat().st_size} bytes, over {MAX_BYTES}")
    plates = np.random.default_rng(0).random((3, 3, INPUT_HEIGHT, INPUT_WIDTH), np.float32)
    chars, features = session(path).run(["chars", "features"], {"plates": plates})
    weight, bias = head_of(path)
    gap = np.abs(softmax(features @ weight.T + bias) - chars).max()
    if gap > PARITY:
        raise RuntimeError(f"chars and features disagree by {gap}")
    if model is not None:
        with torch.no_grad():
            own = model(torch.from_numpy(plates))[0].numpy()
        if np.abs(own - chars).max() > ROUNDING:
            raise RuntimeError(f"the file and the network disagree by {np.abs(own - chars).max()}")


def main(argv: Sequence[str] | None = None) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    export(args.checkpoint, args.out)
    print(f"{args.out}: {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
