#!/usr/bin/env bash
# One would guess: a table beside a COCO data set does not matter to who reads the COCO.
# What happens: datumaro's detection takes the folder for "coco_instances" and for "tabular" as well, and
#   Dataset.import_from refuses it; with the same CSV in a folder of its own it is COCO alone.
# Package: datumaro 1.13.12 (PyPI). Seen 2026-11-28. Source: our own export, which had annotations.csv
#   beside annotations/instances_train.json.
set -euo pipefail
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
python3 -m venv "$temp/env"
"$temp/env/bin/pip" install --quiet --disable-pip-version-check datumaro==1.13.12 protobuf
cd "$temp"
"$temp/env/bin/python" - <<'PY'
import json, os, sys
import datumaro
from PIL import Image

print("datumaro", datumaro.__version__)
os.makedirs("set/annotations"); os.makedirs("set/images/train")
Image.new("RGB", (100, 80)).save("set/images/train/a.jpg")
json.dump({
    "info": {}, "licenses": [], "categories": [{"id": 1, "name": "plate", "supercategory": ""}],
    "images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 80}],
    "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 40, 10], "area": 400,
                     "segmentation": [[10, 10, 50, 10, 50, 20, 10, 20]], "iscrowd": 0}],
}, open("set/annotations/instances_train.json", "w"))
table = "image,x,y,width,height,text\na.jpg,10,10,40,10,AB12CDE\n"
open("set/annotations.csv", "w").write(table)

detected = datumaro.Environment().detect_dataset("set")
print("CSV beside it:", detected)
try:
    datumaro.Dataset.import_from("set")
    refused = False
except Exception as error:
    print("import_from:", type(error).__name__)
    refused = True
os.makedirs("set/csv"); os.rename("set/annotations.csv", "set/csv/annotations.csv")
apart = datumaro.Environment().detect_dataset("set")
print("CSV in a folder:", apart)
sys.exit(0 if len(detected) == 2 and refused and apart == ["coco_instances"] else 1)
PY
