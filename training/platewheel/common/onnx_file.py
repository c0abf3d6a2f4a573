"""ONNX files as they ship: weights kept as float16, computed with as float32, named metadata."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def halve_weights(
    model: onnx.ModelProto, keep: tuple[str, ...] = (), smallest: int = 64
) -> onnx.ModelProto:
    """Store float32 initializers as float16 with a Cast in front, in place; returns the model.

    onnxruntime folds the casts when it loads the file: half the download, float32 arithmetic.
    Initializers named in `keep`, small ones and those float16 cannot hold stay as they are.
    """
    graph, casts, halved = model.graph, [], []
    for weight in graph.initializer:
        if weight.data_type != TensorProto.FLOAT or weight.name in keep:
            continue
        values = numpy_helper.to_array(weight)
        if values.size < smallest or np.abs(values).max(initial=0) > 65_000:
            continue
        halved.append((weight, values.astype(np.float16)))
    for weight, values in halved:
        name = weight.name
        short = f"{name}.fp16"
        weight.CopyFrom(numpy_helper.from_array(values, short))
        casts.append(
            helper.make_node("Cast", [short], [name], f"widen {name}", to=TensorProto.FLOAT)
        )
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    # An initializer that is also a graph input could be replaced from outside: not foldable.
    names = {c.output[0] for c in casts}
    inputs = [i for i in graph.input if i.name not in names]
    del graph.input[:]
    graph.input.extend(inputs)
    return model


def set_metadata(model: onnx.ModelProto, values: dict[str, str]) -> None:
    """Replace all `metadata_props`; the app reads names and sizes from here."""
    del model.metadata_props[:]
    for key, value in values.items():
        model.metadata_props.add(key=key, value=value)
    # Traces of where and how the graph was made do not belong into a published file.
    model.doc_string = ""
    model.graph.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for entry in (*model.graph.value_info, *model.graph.input, *model.graph.output):
        del entry.metadata_props[:]


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
