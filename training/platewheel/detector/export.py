"""Exports a checkpoint to the ONNX file that ships, and proves that both agree.

    python -m platewheel.detector.export --checkpoint runs/v3 --out ../models/detector-v3.onnx

Exits with an error when the file and the network differ by more than a hundredth of a pixel or
of a confidence would explain.
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch

from platewheel.common.keep import weights_file
from platewheel.common.onnx_file import halve_weights, set_metadata
from platewheel.detector.model import Detector, ExportedDetector
from platewheel.detector.predict import onnx_runner
from platewheel.detector.state import load_detector

OPSET = 17
SIZES = ((192, 320), (320, 320), (416, 256))


def export(model: Detector, path: Path) -> None:
    """Write the contract's graph: `images` [1,3,H,W] -> `output0`, `embedding`."""
    fused = ExportedDetector(model).eval()
    example = torch.rand(1, 3, 256, 320)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is marked as old, and works
        torch.onnx.export(
            fused,
            (example,),
            str(path),
            input_names=["images"],
            output_names=["output0", "embedding"],
            dynamic_axes={"images": {2: "height", 3: "width"}, "output0": {1: "boxes"}},
            opset_version=OPSET,
            dynamo=False,
        )
    graph = onnx.load(str(path))
    halve_weights(graph)
    names = {i: n for i, n in enumerate(model.config.names)}
    set_metadata(
        graph, {"names": str(names), "stride": str(max(model.config.strides)), "task": "detect"}
    )
    onnx.checker.check_model(graph)
    onnx.save(graph, str(path))


def largest_difference(model: Detector, path: Path) -> tuple[float, float]:
    """Worst difference of box coordinates (pixels) and of scores (0-1) on random pictures.

    The network gets the same float16-rounded weights, so that only the export is judged.
    """
    rounded = Detector(model.config)
    state = {
        k: v.half().float() if v.is_floating_point() and v.ndim > 1 else v
        for k, v in model.state_dict().items()
    }
    rounded.load_state_dict(state)
    rounded.eval()
    run, rng = onnx_runner(path), np.random.default_rng(0)
    box, score = 0.0, 0.0
    for h, w in SIZES:
        images = rng.random((1, 3, h, w), np.float32)
        with torch.inference_mode():
            wanted = rounded.decode(rounded(torch.from_numpy(images)))[0].numpy()
        difference = np.abs(run(images) - wanted)
        box, score = (
            max(box, float(difference[:, :4].max())),
            max(score, float(difference[:, 4:].max())),
        )
    return box, score


def main(argv: list[str] | None = None) -> None:
    """By the command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument(
        "--checkpoint", type=Path, required=True, help="folder with last.pt, or a .pt file"
    )
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args(argv)
    checkpoint = weights_file(args.checkpoint)
    model = load_detector(checkpoint)
    export(model, args.out)
    box, score = largest_difference(model, args.out)
    size = args.out.stat().st_size
    print(f"{args.out.name}: {size:,} bytes, differs by {box:.4f} px and {score:.5f} in confidence")
    if box > 1.0 or score > 0.02 or size > 4_000_000:
        raise SystemExit("the exported file does not keep the contract")


if __name__ == "__main__":
    main()
