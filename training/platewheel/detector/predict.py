"""Running a detector over photos with the app's own preprocessing and decoding."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from platewheel.common.boxes import decode, nms
from platewheel.common.metrics import PhotoResult, match_photo
from platewheel.common.resample import letterbox
from platewheel.detector.data import Photo, read_rgb
from platewheel.detector.model import Detector

Floats = NDArray[np.float32]
# input [1,3,H,W] -> output0 [N,5+nc]
Runner = Callable[[Floats], Floats]
# The app's rules for photos, `multiScaleSides` in its src/core/letterbox.ts.
MOST_ENLARGED = 1.5
TWICE_FROM = 448
# When the smaller scale is enough: the app's src/core/cascade.ts.
CASCADE_SEEN = 0.1
CASCADE_SURE = 0.86
CASCADE_WIDTH = 40
STRIDE = 32


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


def multi_scale_sides(width: int, height: int, size: int) -> list[int]:
    """The input sides at which the app sees a photo; `size` is the largest wanted.

    >>> multi_scale_sides(1920, 1080, 640), multi_scale_sides(300, 300, 640)
    ([640, 320], [480, 256])
    >>> multi_scale_sides(4000, 3000, 416)
    [416]
    """
    side = min(size, math.ceil(max(width, height) * MOST_ENLARGED / STRIDE) * STRIDE)
    half = math.floor(side / 2 / STRIDE + 0.5) * STRIDE
    return [side, half] if side >= TWICE_FROM else [side]


def find_multi_scale(
    run: Runner, image: NDArray[np.uint8], size: int, threshold: float = 0.001
) -> tuple[Floats, Floats]:
    """Multi-scale inference as the app does it: a cascade, merged by suppression."""
    width, height = image.shape[1], image.shape[0]
    *larger, side = multi_scale_sides(width, height, size)
    boxes, scores = find_plates(
        run, image, side, min(threshold, CASCADE_SEEN) if larger else threshold
    )
    told = scores >= threshold
    if not larger or is_enough(boxes, scores, side / max(width, height)):
        return boxes[told], scores[told]
    scales = [(boxes[told], scores[told])]
    scales += [find_plates(run, image, side, threshold) for side in larger]
    boxes, scores = (np.concatenate(part) for part in zip(*scales, strict=True))
    picked = nms(boxes, scores)
    return boxes[picked], scores[picked]


def is_enough(boxes: Floats, scores: Floats, scale: float) -> bool:
    """Whether the smaller scale has found all there is.

    boxes [n,4] corners, scores [n]; scale: pixels of the input for one of the boxes' picture.

    >>> is_enough(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), 1.0)
    False
    """
    seen = scores >= CASCADE_SEEN
    widths = (boxes[:, 2] - boxes[:, 0]) * scale
    sure = (scores >= CASCADE_SURE) & (widths >= CASCADE_WIDTH)
    return bool(seen.any() and sure[seen].all())


Finder = Callable[[Runner, NDArray[np.uint8], int, float], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Found:
    """What a detector found in one photo, in its pixels."""

    boxes: Floats  # [n,4] corners
    scores: Floats  # [n], best first
    width: int
    height: int


def find_in_photos(
    run: Runner,
    photos: Iterable[Photo],
    size: int,
    threshold: float = 0.001,
    find: Finder = find_plates,
) -> list[Found]:
    """Run over photos as they are on disk."""
    found = []
    for photo in photos:
        image = read_rgb(photo.path)
        boxes, scores = find(run, image, size, threshold)
        found.append(Found(boxes, scores, image.shape[1], image.shape[0]))
    return found


def match_photos(photos: Sequence[Photo], found: Sequence[Found]) -> list[PhotoResult]:
    """Compare with the labels."""
    results = []
    for photo, f in zip(photos, found, strict=True):
        truth = photo.boxes * np.array([f.width, f.height] * 2, np.float32)
        results.append(match_photo(f.boxes, f.scores, truth))
    return results


def run_photos(
    run: Runner, photos: Sequence[Photo], size: int, threshold: float = 0.001
) -> list[PhotoResult]:
    """FalsePositive and compare in one go."""
    return match_photos(photos, find_in_photos(run, photos, size, threshold))
