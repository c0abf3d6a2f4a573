#!/usr/bin/env bash
# Writes models by today's real exporters, pinned in temporary environments: exporters.sh OUT. See README.md.
source "$(dirname "$0")/environment.sh"
export YOLO_OFFLINE=true YOLO_AUTOINSTALL=false # they would look for newer versions of themselves
"${install[@]}" torch==2.15.0 torchvision==0.29.2 onnx==1.23.2 onnxscript==0.7.2 onnxruntime==1.32.0
"${install[@]}" 'fast-plate-ocr[train,onnx]==1.1.0'
# Their own wish for other versions of what is there already does not matter for an export.
"${install[@]}" --no-deps ultralytics==8.4.190 yolov5==7.0.14 yolo9==1.0.18 sas-yolov7==1.0.7
"${install[@]}" opencv-python-headless requests tqdm psutil pyyaml onnxslim
# What the repositories of YOLOv5, 7 and 9 import besides; setuptools up to 80 has their pkg_resources.
"${install[@]}" pandas scipy matplotlib seaborn ipython gitpython 'setuptools<81'
"$temp/env/bin/python" "$here/exporters.py" "$1"

# Paddle wants other versions. The 2.x package has the exporter, paddlex the networks; paddle2onnx installs
# sympy and onnxruntime itself where they are not there.
"${PYTHON:-python3.11}" -m venv "$temp/paddle"
export PATH="$temp/paddle/bin:$PATH" # paddlex starts paddle2onnx by its name
install=("$temp/paddle/bin/pip" "${install[@]:1}")
"${install[@]}" paddlepaddle==3.3.1 paddlex==3.7.2 paddle2onnx==2.1.0 onnxruntime==1.32.0 sympy
"${install[@]}" --no-deps paddleocr==2.10.0
"${install[@]}" opencv-contrib-python-headless shapely pyclipper scikit-image rapidfuzz lmdb
"$temp/paddle/bin/python" "$here/exporters_paddle.py" "$1"
echo "$1 is written; the environments, some gigabytes, are taken away"
