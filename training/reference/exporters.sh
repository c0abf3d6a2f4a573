#!/usr/bin/env bash
# Writes models by today's real exporters, pinned in a temporary environment: exporters.sh OUT. See README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
export YOLO_CONFIG_DIR=$temp
"${PYTHON:-python3.11}" -m venv "$temp/env"
install=("$temp/env/bin/pip" install --quiet --disable-pip-version-check)
"${install[@]}" torch==2.15.0 torchvision==0.29.2 onnx==1.23.2 onnxscript==0.7.2 onnxruntime==1.32.0
"${install[@]}" 'fast-plate-ocr[train,onnx]==1.1.0'
# Its own wish for other versions of what is there already does not matter for an export.
"${install[@]}" --no-deps ultralytics==8.4.190
"${install[@]}" opencv-python-headless requests tqdm psutil pyyaml onnxslim
"$temp/env/bin/python" "$here/exporters.py" "$1"
