"""Running a detector over photos with the app's own preprocessing and decoding."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from platewheel.common.boxes import decode
from platewheel.common.metrics import PhotoResult, match_photo
from platewheel.common.resample import letterbox
from platewheel.detector.data import Photo, read_rgb
from platewheel.detector.model import Detector

Floats = NDArray[np.float32]
# input [1,3,H,W] -> output0 [N,5+nc]
Runner = Callable[[Floats], Floats]


def torch_runner(model: Detector) -> Runner:
    """The network as it trains; the caller keeps it in eval mode."""

    def run(images: Floats) -> Floats:
        with torch.inference_mode():
            out = model.decode(model(torch.from_numpy(images)))[0]
        return np.asarray(out.numpy(), np.float32)

    return run


def onnx_runner(path: Path, threads: int = 2) -> Runner:
    """The file that ships, in onnxruntime on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(images: Floats) -> Floats:
        return np.asarray(session.run(["output0"], {"images": images})[0][0], np.float32)

    return run


def find_plates(
    run: Runner, image: NDArray[np.uint8], size: int, threshold: float = 0.001
) -> tuple[Floats, Floats]:
    """image [h,w,3] -> corners [n,4] in its pixels, confidences [n], best first."""
    tensor, plan = letterbox(image, size)
    return decode(run(tensor), plan, threshold)


def run_photos(
    run: Runner, photos: Iterable[Photo], size: int, threshold: float = 0.001
) -> list[PhotoResult]:
    """Match what is found in each photo with its labels."""
    results = []
    for photo in photos:
        image = read_rgb(photo.path)
        h, w = image.shape[:2]
        boxes, scores = find_plates(run, image, size, threshold)
        truth = photo.boxes * np.array([w, h, w, h], np.float32)
        results.append(match_photo(boxes, scores, truth))
    return results
