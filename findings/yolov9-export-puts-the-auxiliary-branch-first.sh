#!/usr/bin/env bash
# One would guess: the first output of a YOLO export, called output0, holds the boxes to use.
# What happens: YOLOv9's own exporter, on a network with its auxiliary branch, calls that branch's boxes output0;
#   those of the main branch, which the package's own detection script reads, come second under a number for a
#   name. Both have one shape, so whoever reads output0 gets boxes of the branch that is there for training alone.
# Package: yolo9 1.0.18 (PyPI), torch 2.15.0. Source: a test of real exporters. Seen 2026-11-29.
set -euo pipefail
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
"${PYTHON:-python3.11}" -m venv "$temp/env"
install=("$temp/env/bin/pip" install --quiet --disable-pip-version-check)
"${install[@]}" torch==2.15.0 torchvision==0.29.2 onnx==1.23.2 onnxruntime==1.32.0
"${install[@]}" --no-deps yolo9==1.0.18
"${install[@]}" opencv-python-headless requests tqdm psutil pyyaml pandas scipy matplotlib seaborn ipython \
  gitpython 'setuptools<81'
cd "$temp"
export YOLO_CONFIG_DIR=$temp
env/bin/python - <<'PY' 2> log || { cat log; exit 1; }
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import yolo9.export
from yolo9.models.yolo import DetectionModel

print("yolo9", version("yolo9"), "torch", torch.__version__)
folder = Path(yolo9.export.__file__).parent
torch.manual_seed(1)
network = DetectionModel(str(folder / "models/detect/yolov9-t.yaml"), nc=1)
for module in network.modules():  # as set at first, both branches say nearly the same
    if isinstance(module, torch.nn.Conv2d):
        torch.nn.init.kaiming_normal_(module.weight)
network = network.fuse().eval()
yolo9.export.attempt_load = lambda *_, **__: network
torch.onnx.export = partial(torch.onnx.export, dynamo=False)
Path("tiny.pt").touch()
yolo9.export.run(weights="tiny.pt", imgsz=(128, 128), include=("onnx",))

image = np.random.default_rng(1).random((1, 3, 128, 128), dtype=np.float32)
session = onnxruntime.InferenceSession("tiny.onnx", providers=["CPUExecutionProvider"])
names = [output.name for output in session.get_outputs()]
outputs = session.run(None, {session.get_inputs()[0].name: image})
with torch.no_grad():
    branches = network(torch.from_numpy(image))
branches = [branch.numpy() for branch in (branches[0] if isinstance(branches[0], (list, tuple)) else branches)]
differences = [
    [float(np.abs(branch - output).mean()) if branch.shape == output.shape else np.inf for branch in branches]
    for output in outputs
]
which = [int(np.argmin(row)) for row in differences]
used = "pred[0][1]" in (folder / "detect_dual.py").read_text()
print("outputs:", *(f"{n} {o.shape} is branch {w}" for n, o, w in zip(names, outputs, which)))
print("mean differences from both branches:", differences, "- detect_dual.py reads branch 1:", used)
apart = all(min(row) < 1e-4 < max(row) for row in differences)
sys.exit(0 if names[0] == "output0" and which == [0, 1] and apart and used else 1)
PY
