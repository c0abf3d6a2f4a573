#!/usr/bin/env bash
# Writes models by today's real exporters, pinned in a temporary environment: exporters.sh OUT. See README.md.
source "$(dirname "$0")/environment.sh"
"${install[@]}" torch==2.15.0 torchvision==0.29.2 onnx==1.23.2 onnxscript==0.7.2 onnxruntime==1.32.0
"${install[@]}" 'fast-plate-ocr[train,onnx]==1.1.0'
# Its own wish for other versions of what is there already does not matter for an export.
"${install[@]}" --no-deps ultralytics==8.4.190
"${install[@]}" opencv-python-headless requests tqdm psutil pyyaml onnxslim
"$temp/env/bin/python" "$here/exporters.py" "$1"
