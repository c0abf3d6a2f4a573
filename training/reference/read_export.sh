#!/usr/bin/env bash
# Reads an export of the app with the tools it is for, pinned in a temporary environment. See README.md.
source "$(dirname "$0")/environment.sh"
"${install[@]}" pycocotools==2.0.11 globox==2.9.0 supervision==0.31.2 pandas==2.3.3 datumaro==1.13.12 'fast-plate-ocr[onnx]==1.1.0' pydantic==2.12.5
# Its own wish for other versions of what is there already does not matter for reading labels.
"${install[@]}" --no-deps ultralytics==8.4.190
"${install[@]}" torch==2.15.0 torchvision==0.29.2 opencv-python-headless requests tqdm psutil pyyaml
"$temp/env/bin/python" "$here/read_export.py" "$@"
