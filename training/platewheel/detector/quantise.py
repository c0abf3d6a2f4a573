"""Makes the 8-bit detector of a float one, for runtimes on the processor (wasm).

    python -m platewheel detector quantise --model ../models/detector-v3.onnx --data DIR/detect \
        --out runs/detector-v3-int8.onnx --minutes 28

Ranges of activations come from training photos at both sizes of the app's cascade. Then, for so
many minutes of processor time, the quantised network learns to give what the float one gives, with
rounding in the loop (distillation: labels are not looked at); 0 leaves it as it was calibrated.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from platewheel.common.resample import letterbox
from platewheel.detector.data import list_images, read_rgb
from platewheel.detector.int8_graph import Int8Detector, calibrate, fold

#: Sizes of a photo's two looks in the app, pixels.
LOOKS = (320, 640)
#: Sizes to learn at.
SIZES = (224, 320, 320, 416, 640)
PICTURES_A_STEP = 8
#: Logits are compared where the float network gives an object at least this confidence.
SEEN = 0.02
AVERAGED_OVER = 50


def main(argv: Sequence[str] | None = None) -> None:
    """By the command line."""
    args = parse(argv)
    torch.set_num_threads(args.threads)
    cv2.setNumThreads(0)
    rng = np.random.default_rng(args.seed)
    files = [path for path in list_images(args.data / "train" / "images")]
    rng.shuffle(files)
    if len(files) <= args.held_out:
        raise SystemExit(f"{len(files)} photos are too few: {args.held_out} are held out")
    held_out, files = files[: args.held_out], files[args.held_out :]
    with tempfile.TemporaryDirectory() as folder:
        folded, calibrated = Path(folder) / "folded.onnx", Path(folder) / "calibrated.onnx"
        fold(args.model, folded)
        shown = files[: args.calibration]
        calibrate(folded, (picture(path, size) for path in shown for size in LOOKS), calibrated)
        model = Int8Detector(folded, calibrated)
        probe = [torch.from_numpy(picture(path, size)) for path in held_out for size in LOOKS]
        print(json.dumps({"step": 0, **differences(model, probe)}), flush=True)
        if args.minutes > 0:
            steps = distil(model, files, args.minutes, args.learning_rate, rng)
            print(json.dumps({"step": steps, **differences(model, probe)}), flush=True)
        model.write(args.out)
    print(f"{args.out}: {args.out.stat().st_size} bytes")


def picture(path: Path, size: int) -> np.ndarray:
    """A photo as the app feeds it: [1,3,H,W] float32, RGB 0-1."""
    return letterbox(read_rgb(path), size)[0]


def varied(path: Path, size: int, rng: np.random.Generator) -> np.ndarray:
    """A part of a photo, perhaps mirrored, lighter or darker."""
    image = read_rgb(path)
    share = rng.uniform(0.6, 1.0) if rng.random() < 0.5 else 1.0
    high, wide = (max(1, int(side * share)) for side in image.shape[:2])
    top, left = (int(rng.integers(0, image.shape[n] - s + 1)) for n, s in ((0, high), (1, wide)))
    image = image[top : top + high, left : left + wide]
    if rng.random() < 0.5:
        image = image[:, ::-1]
    seen, _ = letterbox(np.ascontiguousarray(image), size)
    return np.clip(seen * np.float32(rng.uniform(0.7, 1.25)), 0, 1).astype(np.float32)


def distil(
    model: Int8Detector,
    files: list[Path],
    minutes: float,
    learning_rate: float,
    rng: np.random.Generator,
) -> int:
    """Learns for so many minutes of processor time, one cosine; leaves averaged weights.

    Returns the number of steps.
    """
    parameters = list(model.weights.values())
    optimiser = torch.optim.Adam(parameters, learning_rate, betas=(0.9, 0.99))
    average = [p.detach().clone() for p in parameters]
    began, step = time.process_time(), 0
    while (done := (time.process_time() - began) / (60 * minutes)) < 1:
        rate = min(1, (step + 1) / 20) * (0.02 + 0.98 * (1 + math.cos(math.pi * done)) / 2)
        optimiser.param_groups[0]["lr"] = learning_rate * rate
        optimiser.zero_grad()
        for _ in range(PICTURES_A_STEP):
            path = files[int(rng.integers(len(files)))]
            images = torch.from_numpy(varied(path, int(rng.choice(SIZES)), rng))
            (loss_of(model, images) / PICTURES_A_STEP).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step += 1
        keep = min(1 - 1 / AVERAGED_OVER, step / (step + 10))
        with torch.no_grad():
            for mean, now in zip(average, parameters, strict=True):
                mean.lerp_(now, 1 - keep)
    with torch.no_grad():
        for mean, now in zip(average, parameters, strict=True):
            now.copy_(mean)
    return step


def loss_of(model: Int8Detector, images: Tensor) -> Tensor:
    """How far the rounded network is from the float one: confidences, logits where something is
    seen, each level's logits as a whole, and the embedding.
    """
    with torch.no_grad():
        wanted, wanted_embedding = model(images, as_float=True)
    given, embedding = model(images)
    right, now = flat(wanted), flat(given)
    sure = right[:, 4].sigmoid()
    cross = F.binary_cross_entropy_with_logits
    loss = (cross(now[:, 4], sure, reduction="sum") - cross(right[:, 4], sure, reduction="sum")) / 3
    seen = sure > SEEN
    if seen.any():
        loss = loss + ((now - right)[seen].square() * sure[seen, None].sqrt()).mean()
    for level, aim in zip(given, wanted, strict=True):
        loss = loss + 0.3 * (level - aim).square().mean() / aim.square().mean()
    return loss + 1 - F.cosine_similarity(embedding, wanted_embedding).mean()


def flat(levels: list[Tensor], outputs: int = 6) -> Tensor:
    """Levels [1,A*outputs,h,w] -> [N,outputs]."""
    parts = [
        level.view(-1, outputs, *level.shape[2:]).permute(0, 2, 3, 1).reshape(-1, outputs)
        for level in levels
    ]
    return torch.cat(parts)


@torch.no_grad()
def differences(model: Int8Detector, probe: Sequence[Tensor]) -> dict[str, float]:
    """What rounding does, root mean squares of logits where something may be seen."""
    errors, cosines = [], []
    for images in probe:
        (wanted, wanted_embedding), (given, embedding) = model(images, as_float=True), model(images)
        right = flat(wanted)
        errors.append((flat(given) - right)[right[:, 4] > -3])
        cosines.append(F.cosine_similarity(embedding, wanted_embedding).item())
    error = torch.cat(errors)
    rms = error.square().mean(0).sqrt()
    return {
        "anchors": len(error),
        "confidence": round(rms[4].item(), 4),
        "confidence_bias": round(error[:, 4].mean().item(), 4),
        "box": round(rms[:4].square().mean().sqrt().item(), 4),
        "embedding_cosine": round(float(np.mean(cosines)), 4),
    }


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True, help="float detector, ONNX")
    parser.add_argument("--data", type=Path, required=True, help="folder with train/images")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--calibration", type=int, default=100, help="photos that give the ranges")
    parser.add_argument("--held-out", type=int, default=40, help="photos to compare on")
    parser.add_argument("--minutes", type=float, default=28, help="of processor time")
    parser.add_argument("--learning-rate", type=float, default=1e-5)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args(argv)


if __name__ == "__main__":
    main()
