"""Reads a dataset the app exported with the tools it is for, and compares every box and text.

    bash training/reference/read_export.sh [DATASET.zip]

What is true comes from `csv/annotations.csv`, which the app's own tests hold to the labels.
Prints a line for each tool with its version; exits 1 at the first that reads anything else.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from importlib.metadata import version
from pathlib import Path

SPLITS = ("train", "val", "test")
#: Pixels; tools that keep float32 or whole shares are off by less.
TOLERANCE = 0.01

Plate = tuple[float, float, float, float, "str | None"]
Photos = dict[str, list[Plate]]


def truth(root: Path) -> Photos:
    """Plates by `split/image`, x, y, width, height, text."""
    photos: Photos = {}
    for row in table(root / "csv/annotations.csv"):
        plates = photos.setdefault(f"{row['split']}/{row['image']}", [])
        if row["width"]:
            box = [float(row[side]) for side in ("x", "y", "width", "height")]
            plates.append((box[0], box[1], box[2], box[3], row["text"] or None))
    return photos


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def compare(tool: str, found: Photos, expected: Photos, *, texts: bool) -> None:
    """Raises SystemExit unless the same photos have the same plates."""
    if set(found) != set(expected):
        sys.exit(f"{tool}: photos differ: {sorted(set(found) ^ set(expected))[:5]}")
    for name, plates in expected.items():
        got = sorted(found[name], key=lambda p: p[:4])
        want = sorted(plates, key=lambda p: p[:4])
        if len(got) != len(want):
            sys.exit(f"{tool}: {name}: {len(got)} plates instead of {len(want)}")
        for a, b in zip(got, want, strict=True):
            if max(abs(x - y) for x, y in zip(a[:4], b[:4], strict=True)) > TOLERANCE:
                sys.exit(f"{tool}: {name}: box {a[:4]} instead of {b[:4]}")
            if texts and a[4] != b[4]:
                sys.exit(f"{tool}: {name}: text {a[4]!r} instead of {b[4]!r}")
    kept = "boxes and texts" if texts else "boxes"
    print(f"{tool} {version(tool)}: {kept} of {len(expected)} photos are the same")


def read_pycocotools(root: Path) -> Photos:
    """The COCO files of the splits."""
    from pycocotools.coco import COCO

    photos: Photos = {}
    for split in SPLITS:
        path = root / f"annotations/instances_{split}.json"
        if not path.exists():
            continue
        coco = COCO(str(path))
        for image in coco.imgs.values():
            rows = coco.loadAnns(coco.getAnnIds(imgIds=image["id"]))
            photos[f"{split}/{image['file_name']}"] = [
                (*row["bbox"], row["attributes"]["text"]) for row in rows
            ]
    return photos


def read_datumaro(root: Path) -> Photos:
    """As COCO: the box of each pair of box and polygon that it makes."""
    import datumaro

    dataset = datumaro.Dataset.import_from(str(root), "coco_instances")
    photos: Photos = {}
    for item in dataset:
        name = Path(item.media.path).name
        boxes = [a for a in item.annotations if a.type == datumaro.AnnotationType.bbox]
        photos[f"{item.subset}/{name}"] = [
            (b.x, b.y, b.w, b.h, b.attributes["text"]) for b in boxes
        ]
    return photos


def read_supervision(root: Path) -> Photos:
    """As YOLO."""
    import supervision

    photos: Photos = {}
    for split in SPLITS:
        if not (root / "images" / split).is_dir():
            continue
        dataset = supervision.DetectionDataset.from_yolo(
            str(root / "images" / split), str(root / "labels" / split), str(root / "data.yaml")
        )
        for path, _, detections in dataset:
            photos[f"{split}/{Path(path).name}"] = [
                (x1, y1, x2 - x1, y2 - y1, None) for x1, y1, x2, y2 in detections.xyxy.tolist()
            ]
    return photos


def read_ultralytics(root: Path) -> Photos:
    """As YOLO, through the very check its trainer makes."""
    from ultralytics.data.utils import check_det_dataset, verify_image_label

    data = check_det_dataset(str(root / "data.yaml"), autodownload=False)
    photos: Photos = {}
    for split in SPLITS:
        for image in sorted(Path(data[split]).glob("*")) if data.get(split) else []:
            label = root / "labels" / split / f"{image.stem}.txt"
            args = (str(image), str(label), "", False, len(data["names"]), 0, 0, False)
            path, rows, (height, width), *_ = verify_image_label(args)
            photos[f"{split}/{Path(path).name}"] = [
                ((x - w / 2) * width, (y - h / 2) * height, w * width, h * height, None)
                for _, x, y, w, h in rows.tolist()
            ]
    return photos


def read_globox(root: Path) -> Photos:
    """As Pascal VOC."""
    from globox import AnnotationSet

    photos: Photos = {}
    for split in SPLITS:
        if not (root / "voc" / split).is_dir():
            continue
        for annotation in AnnotationSet.from_pascal_voc(str(root / "voc" / split)):
            photos[f"{split}/{annotation.image_id}"] = [
                (b.xmin, b.ymin, b.xmax - b.xmin, b.ymax - b.ymin, None) for b in annotation.boxes
            ]
    return photos


def read_pandas(root: Path) -> Photos:
    """The table, texts as text."""
    import pandas

    path = root / "csv/annotations.csv"
    photos: Photos = {}
    for row in pandas.read_csv(path, dtype={"text": str}, keep_default_na=False).itertuples():
        plates = photos.setdefault(f"{row.split}/{row.image}", [])
        if row.width != "":
            box = [float(v) for v in (row.x, row.y, row.width, row.height)]
            plates.append((box[0], box[1], box[2], box[3], row.text or None))
    return photos


def check_fast_plate_ocr(root: Path) -> None:
    """Its configuration is taken, and its CSVs name pictures and texts it can learn."""
    from fast_plate_ocr.train.model.config import load_plate_config_from_yaml

    config = load_plate_config_from_yaml(root / "crops/fast-plate-ocr.yaml")
    rows = 0
    for split in SPLITS:
        path = root / f"crops/{split}/annotations.csv"
        if not path.exists():
            continue
        texts = {row["file"]: row["text"] for row in table(path.parent / "labels.csv")}
        for row in table(path):
            image, text = row["image_path"], row["plate_text"]
            if texts[image] != text or not (path.parent / image).is_file():
                sys.exit(f"fast-plate-ocr: {image}: {text!r}")
            if len(text) > config.max_plate_slots or set(text) - set(config.alphabet):
                sys.exit(f"fast-plate-ocr: {text!r} does not fit the configuration")
            rows += 1
    print(f"fast-plate-ocr {version('fast-plate-ocr')}: configuration and {rows} texts fit")


def check_labelling_tools(root: Path, expected: Photos) -> None:
    """What CVAT and Label Studio are given, by their rules; the tools themselves are servers."""
    cvat: Photos = {}
    for image in ET.parse(root / "cvat/annotations.xml").getroot().iter("image"):
        plates: list[Plate] = []
        for box in image.iter("box"):
            x1, y1, x2, y2 = (float(box.attrib[k]) for k in ("xtl", "ytl", "xbr", "ybr"))
            said = {a.attrib["name"]: a.text for a in box.iter("attribute")}
            plates.append((x1, y1, x2 - x1, y2 - y1, said["text"] or None))
        cvat[image.attrib["name"].removeprefix("images/")] = plates
    tasks: Photos = {}
    for task in json.loads((root / "label-studio/tasks.json").read_text()):
        texts = {}
        boxes = {}
        for result in task["annotations"][0]["result"]:
            value = result["value"]
            if result["type"] == "textarea":
                texts[result["id"]] = value["text"][0]
            elif result["type"] == "rectanglelabels":
                w, h = result["original_width"] / 100, result["original_height"] / 100
                boxes[result["id"]] = (
                    value["x"] * w, value["y"] * h, value["width"] * w, value["height"] * h
                )  # fmt: skip
        name = task["data"]["image"].split("images/")[1]
        tasks[name] = [(*box, texts.get(key)) for key, box in boxes.items()]
    for name, found in (("CVAT XML", cvat), ("Label Studio tasks", tasks)):
        for photo, plates in expected.items():
            for a, b in zip(found[photo], plates, strict=True):
                if max(abs(x - y) for x, y in zip(a[:4], b[:4], strict=True)) > TOLERANCE:
                    sys.exit(f"{name}: {photo}: {a} instead of {b}")
                if a[4] != b[4]:
                    sys.exit(f"{name}: {photo}: {a[4]!r} instead of {b[4]!r}")
        print(f"{name}: boxes and texts of {len(expected)} photos are the same")


def main() -> None:
    """See the module's docstring."""
    default = Path(__file__).parent.parent / "tests/app_export/export.zip"
    dataset = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        zipfile.ZipFile(dataset).extractall(root)
        expected = truth(root)
        compare("pycocotools", read_pycocotools(root), expected, texts=True)
        compare("datumaro", read_datumaro(root), expected, texts=True)
        compare("pandas", read_pandas(root), expected, texts=True)
        compare("supervision", read_supervision(root), expected, texts=False)
        compare("globox", read_globox(root), expected, texts=False)
        compare("ultralytics", read_ultralytics(root), expected, texts=False)
        check_fast_plate_ocr(root)
        check_labelling_tools(root, expected)


if __name__ == "__main__":
    main()
