"""Label formats read by the detector: YOLO folders, Pascal VOC XML, UFPR-ALPR text files.

Every reader returns photos and a list of problems (file, line, what); nothing raises on bad
labels, so that one bad file never stops a run unless the caller wants it to.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from platewheel.detector.data import IMAGE_SUFFIXES, Photo, list_images, make_photo, read_rgb

Row = tuple[float, float, float, float, float]


@dataclass(frozen=True)
class Problem:
    """One fault of a data set, precise enough to be found with an editor (line 0: whole file)."""

    file: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def checked_row(
    values: tuple[float, float, float, float], cls: int, classes: int, size: tuple[float, float]
) -> tuple[Row | None, str]:
    """x1, y1, x2, y2 in units of `size` -> a row in fractions, and what is wrong with it.

    A box that sticks out by more than a hundredth of the picture is reported; what lies inside
    is still usable. Zero size, wrong class and boxes wholly outside give no row.
    """
    x1, y1, x2, y2 = (v / s for v, s in zip(values, (*size, *size), strict=True))
    if not np.isfinite([x1, y1, x2, y2]).all():
        return None, "not a number"
    if not 0 <= cls < classes:
        return None, f"class {cls} is not in 0..{classes - 1}"
    if x2 <= x1 or y2 <= y1:
        return None, "zero-size box"
    if x2 <= 0 or y2 <= 0 or x1 >= 1 or y1 >= 1:
        return None, "box outside the image"
    row = (float(cls), max(0.0, x1), max(0.0, y1), min(1.0, x2), min(1.0, y2))
    outside = max(-x1, -y1, x2 - 1, y2 - 1)
    return row, "box partly outside the image" if outside > 0.01 else ""


def read_yolo(split: Path, classes: int = 1) -> tuple[list[Photo], list[Problem]]:
    """A folder with `images/` and `labels/`. An empty label file is a photo without plates."""
    photos, problems = [], []
    for image in list_images(split / "images"):
        relative = image.relative_to(split / "images").with_suffix(".txt")
        label, rows = split / "labels" / relative, []
        if not label.exists():
            problems.append(Problem(label, 0, "no label file; an empty one means no plates"))
            continue
        for n, line in enumerate(label.read_text("utf-8", "replace").splitlines(), 1):
            if not line.strip():
                continue
            try:
                number, xc, yc, w, h = map(float, line.split()[:5])
                cls = int(number)
            except (ValueError, OverflowError):
                problems.append(Problem(label, n, f"not `class xc yc w h`: {line[:60]!r}"))
                continue
            corners = (xc - w / 2, yc - h / 2, xc + w / 2, yc + h / 2)
            row, what = checked_row(corners, cls, classes, (1, 1))
            if what:
                problems.append(Problem(label, n, what))
            if row:
                rows.append(row)
        photos.append(make_photo(image, rows))
    return photos, problems


def read_voc(folder: Path, classes: int = 1) -> tuple[list[Photo], list[Problem]]:
    """Pascal VOC as of Kaggle car-plate-detection: `annotations/*.xml` beside `images/`.

    Every object counts as a plate. The size in the XML is trusted only where it is there.
    """
    photos, problems = [], []
    for label in sorted(folder.rglob("*.xml")):
        try:
            root = ET.parse(label).getroot()
        except ET.ParseError as error:
            problems.append(Problem(label, error.position[0], "not XML"))
            continue
        name = root.findtext("filename") or label.stem
        image = _find_image(folder, Path(name).stem)
        if image is None:
            problems.append(Problem(label, 0, f"no photo named {name}"))
            continue
        size = (_number(root, "size/width"), _number(root, "size/height"))
        if not all(size):
            height, width = read_rgb(image).shape[:2]
            size = (width, height)
        rows = []
        for k, box in enumerate(root.iterfind("object/bndbox"), 1):
            x1, y1, x2, y2 = (_number(box, tag) for tag in ("xmin", "ymin", "xmax", "ymax"))
            row, what = checked_row((x1, y1, x2, y2), 0, classes, size)
            if what:
                problems.append(Problem(label, 0, f"object {k}: {what}"))
            if row:
                rows.append(row)
        photos.append(make_photo(image, rows))
    return photos, problems


_POSITION = re.compile(r"^\s*position_plate:\s*([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)")
_CORNERS = re.compile(r"^\s*corners:\s*(.+)$")


def read_ufpr(folder: Path, classes: int = 1) -> tuple[list[Photo], list[Problem]]:
    """UFPR-ALPR: a text file beside each photo with `position_plate:` or `corners:`.

    Both are pixels of the photo: `x y w h`, or four `x,y` pairs whose bounding box is taken.
    """
    photos, problems = [], []
    for label in sorted(folder.rglob("*.txt")):
        image = next((p for s in IMAGE_SUFFIXES if (p := label.with_suffix(s)).exists()), None)
        if image is None:
            problems.append(Problem(label, 0, "no photo of this name"))
            continue
        shape = _shape(image)
        if shape is None:
            problems.append(Problem(image, 0, "unreadable photo"))
            continue
        rows = []
        for n, line in enumerate(label.read_text("utf-8", "replace").splitlines(), 1):
            corners = _ufpr_box(line)
            if corners is None:
                continue
            row, what = checked_row(corners, 0, classes, shape)
            if what:
                problems.append(Problem(label, n, what))
            if row:
                rows.append(row)
        if not rows:
            problems.append(Problem(label, 0, "no usable position_plate or corners"))
        photos.append(make_photo(image, rows))
    return photos, problems


def _ufpr_box(line: str) -> tuple[float, float, float, float] | None:
    if m := _POSITION.match(line):
        x, y, w, h = map(float, m.groups())
        return x, y, x + w, y + h
    if m := _CORNERS.match(line):
        points = [tuple(map(float, p.split(","))) for p in m.group(1).split()]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)
    return None


def _find_image(folder: Path, stem: str) -> Path | None:
    places = (folder / "images", folder)
    candidates = (place / f"{stem}{suffix}" for place in places for suffix in IMAGE_SUFFIXES)
    return next((p for p in candidates if p.exists()), None)


def _number(node: ET.Element, tag: str) -> float:
    try:
        return float(node.findtext(tag) or 0)
    except ValueError:
        return float("nan")


def _shape(image: Path) -> tuple[float, float] | None:
    decoded = cv2.imread(str(image), cv2.IMREAD_REDUCED_GRAYSCALE_8)
    if decoded is None:
        return None
    height, width = read_rgb(image).shape[:2]
    return width, height


FORMATS: dict[str, Callable[[Path, int], tuple[list[Photo], list[Problem]]]] = {
    "yolo": read_yolo,
    "voc": read_voc,
    "ufpr": read_ufpr,
}
