"""A detector in 8 bits as a graph of quantise and dequantise nodes, and the same graph in torch.

Everything before the three head convolutions is quantised: activations to uint8, whose ranges are
the extremes over calibration photos, weights to int8, one scale an output channel. That is what
the SIMD kernels of the app's wasm runtime are fast at; heads in 8 bits lose a tenth of mAP50-95.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional as F

Floats = NDArray[np.float32]
QUANTISED = {"Conv", "Sigmoid", "Mul", "Add", "Concat", "MaxPool", "Resize"}


def fold(model: Path, out: Path) -> None:
    """The same graph with float32 weights: the Casts of a file that stores float16 are folded."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(out)
    onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def head_convolutions(graph: Any) -> list[Any]:
    """The convolutions that give a level's raw outputs, finest level first."""
    return [n for n in graph.node if n.name.startswith("/heads.") and n.op_type == "Conv"]


def ancestors(graph: Any, names: Iterable[str]) -> list[Any]:
    """Nodes that the named values need, each after those it needs itself."""
    made_by = {output: node for node in graph.node for output in node.output}
    wanted, todo = set(), list(names)
    while todo:
        node = made_by.get(todo.pop())
        if node is not None and node.name not in wanted:
            wanted.add(node.name)
            todo += node.input
    return [node for node in graph.node if node.name in wanted]


def calibrate(folded: Path, inputs: Iterable[Floats], out: Path) -> None:
    """Writes the quantised graph; inputs [1,3,H,W] RGB 0-1 give the ranges of activations."""
    from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static

    class Reader(CalibrationDataReader):
        def __init__(self) -> None:
            self.rest: Iterator[Floats] = iter(inputs)

        def get_next(self) -> dict[str, Floats] | None:
            images = next(self.rest, None)
            return None if images is None else {"images": images}

    graph = onnx.load(str(folded)).graph
    before = ancestors(graph, [i for head in head_convolutions(graph) for i in head.input])
    quantize_static(
        str(folded),
        str(out),
        Reader(),
        nodes_to_quantize=[node.name for node in before if node.op_type in QUANTISED],
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )


class _Rounded(torch.autograd.Function):
    """uint8 and back; the gradient passes where nothing was cut off (straight-through)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, scale: float, zero: float) -> Tensor:
        steps = (x / scale).round_().add_(zero)
        ctx.save_for_backward((steps >= 0) & (steps <= 255))
        return steps.clamp_(0, 255).sub_(zero).mul_(scale)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        (inside,) = ctx.saved_tensors
        return gradient * inside, None, None


class Int8Detector(nn.Module):
    """The quantised graph up to the raw heads, trainable, and as float for comparison."""

    def __init__(self, folded: Path, quantised: Path) -> None:
        super().__init__()
        self.quantised = quantised
        float_graph = onnx.load(str(folded)).graph
        floats = {i.name: numpy_helper.to_array(i) for i in float_graph.initializer}
        named = {n.name: n for n in float_graph.node if n.op_type == "Conv"}
        self.graph = onnx.load(str(quantised)).graph
        self.constants = {i.name: numpy_helper.to_array(i) for i in self.graph.initializer}
        self.heads = [head.name for head in head_convolutions(self.graph)]
        self.outputs = [head.output[0] for head in head_convolutions(self.graph)] + ["embedding"]
        self.nodes = ancestors(self.graph, self.outputs)
        self.made_by = {o: node for node in self.graph.node for o in node.output}
        # By the names that convolutions have for them; the quantiser copies those that were shared.
        self.original = {
            name: torch.tensor(floats[own])
            for node in self.nodes
            if node.op_type == "Conv"
            for name, own in zip(node.input[1:], named[node.name].input[1:], strict=True)
        }
        self.weights = {name: nn.Parameter(value.clone()) for name, value in self.original.items()}

    def forward(self, images: Tensor, as_float: bool = False) -> tuple[list[Tensor], Tensor]:
        """images [1,3,H,W], RGB 0-1 -> raw logits of each level [1,A*(5+nc),h,w], embedding [1,D].

        `as_float`: by the weights it began with, nothing rounded.
        """
        weights = self.original if as_float else self.weights
        values: dict[str, Tensor] = {"images": images}
        for node in self.nodes:
            first, out = node.input[0], node.output[0]
            if node.op_type == "DequantizeLinear":
                if first not in self.constants:
                    values[out] = values[first]
            elif node.op_type == "QuantizeLinear":
                scale, zero = (float(self.constants[name]) for name in node.input[1:3])
                value = values[first]
                values[out] = value if as_float else _Rounded.apply(value, scale, zero)
            elif node.op_type == "Conv":
                weight, bias = (weights[name] for name in node.input[1:])
                if not as_float and node.name not in self.heads:
                    weight = _rounded_weight(weight)
                values[out] = _convolved(node, values[first], weight, bias)
            else:
                values[out] = _run(node, [values[name] for name in node.input if name in values])
        return [values[name] for name in self.outputs[:-1]], values["embedding"]

    @torch.no_grad()
    def write(self, out: Path) -> None:
        """The quantised file with the weights as they are now; ranges of activations stay."""
        new: dict[str, NDArray[Any]] = {}
        for node in self.nodes:
            if node.op_type != "Conv":
                continue
            weight, bias = (self.weights[name].numpy() for name in node.input[1:])
            if node.name in self.heads:
                new |= {node.input[1]: weight, node.input[2]: bias}
                continue
            of_x, of_weight, of_bias = (self.made_by[name] for name in node.input)
            scale = _scales(torch.from_numpy(weight)).numpy().reshape(-1)
            new[of_weight.input[0]] = np.round(weight / scale[:, None, None, None]).astype(np.int8)
            new[of_weight.input[1]] = scale
            of_sum = (float(self.constants[of_x.input[1]]) * scale).astype(np.float32)
            steps = np.clip(np.round(bias.astype(np.float64) / of_sum), -(2**31), 2**31 - 1)
            new[of_bias.input[0]] = steps.astype(np.int32)
            new[of_bias.input[1]] = of_sum
        model = onnx.load(str(self.quantised))
        for initializer in model.graph.initializer:
            if initializer.name in new:
                initializer.CopyFrom(
                    numpy_helper.from_array(new[initializer.name], initializer.name)
                )
        onnx.save(model, str(out))


def _scales(weight: Tensor) -> Tensor:
    """[O,I,h,w] -> [O,1,1,1]: a channel's largest weight is 127 steps."""
    return (weight.detach().abs().amax((1, 2, 3), keepdim=True) / 127).clamp_min(1e-8)


def _rounded_weight(weight: Tensor) -> Tensor:
    scale = _scales(weight)
    steps = weight / scale
    return (steps + (steps.round() - steps).detach()) * scale


def _options(node: Any) -> dict[str, Any]:
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def _convolved(node: Any, image: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    options = _options(node)
    return F.conv2d(image, weight, bias, options["strides"], options["pads"][:2])


def _run(node: Any, inputs: list[Tensor]) -> Tensor:
    """One other float node of a detector of `model.py`."""
    options = _options(node)
    match node.op_type:
        case "Sigmoid":
            return inputs[0].sigmoid()
        case "Mul":
            return inputs[0] * inputs[1]
        case "Add":
            return inputs[0] + inputs[1]
        case "Concat":
            return torch.cat(inputs, options["axis"])
        case "MaxPool":
            return F.max_pool2d(inputs[0], options["kernel_shape"], 1, options["pads"][:2])
        case "Resize":
            return F.interpolate(inputs[0], scale_factor=2.0)
        case "ReduceMean":
            return inputs[0].mean((2, 3))
    raise ValueError(f"{node.op_type} is in no detector of model.py")
