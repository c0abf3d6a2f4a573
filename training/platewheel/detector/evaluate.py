"""Measures a detector on labelled photos as the app would run it.

    python -m platewheel.detector.evaluate --model ../models/detector-v3.onnx \
        --data DIR/detect/val --sizes 320 416 640 --app-size 640 --out runs/v3/eval.json

--model takes an .onnx, a checkpoint or a run folder. Every figure comes with n and a 95 %
interval: Wilson for rates, bootstrap over photos for average precision.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from platewheel.common.keep import weights_file
from platewheel.common.metrics import (
    PhotoResult,
    bootstrap,
    false_boxes,
    map_of,
    recall_at,
    sampled_curve,
    wilson,
)
from platewheel.common.resample import plan_letterbox
from platewheel.detector.attributes import Attributes, read_attributes
from platewheel.detector.data import Photo, image_size, read_rgb, select_sources
from platewheel.detector.dataset_formats import FORMATS
from platewheel.detector.plate_free import largest_plate_free_part
from platewheel.detector.predict import (
    Finder,
    Runner,
    find_in_photos,
    find_multi_scale,
    find_plates,
    match_photos,
    onnx_runner,
    torch_runner,
)
from platewheel.detector.review import apply_review
from platewheel.detector.state import load_detector

SMALL_SOURCE = 20  # sources with fewer plates are pooled as `rest`
HEIGHTS = ((0, 10), (10, 20), (20, 60), (60, 10_000))


def main(argv: list[str] | None = None) -> dict[str, Any]:
    """By the command line; returns what it writes."""
    args = parse(argv)
    torch.set_num_threads(args.threads)
    run = load_runner(args.model, args.threads)
    photos, problems = FORMATS[args.format](args.data, 1)
    photos = select_sources(photos, args.source, args.leave_out)
    attributes = read_attributes(args.attributes) if args.attributes else {}
    reviewed = apply_review(photos, args.review, args.data.name) if args.review else []
    report: dict[str, Any] = {
        "threshold": args.threshold,
        "photos": len(photos),
        "problems_in_labels": len(problems),
        "sizes": {},
    }
    wanted: list[tuple[str, int, Finder]] = [(str(size), size, find_plates) for size in args.sizes]
    if args.app_size:
        wanted.append((f"app {args.app_size}", args.app_size, find_multi_scale))
    for name, size, find in wanted:
        figures = measure(
            run, photos, size, args.threshold, attributes, args.rounds, reviewed, find
        )
        report["sizes"][name] = figures
        print(f"{name}: {json.dumps(summary(figures))}", flush=True)
    if args.out:
        args.out.write_text(json.dumps(report, indent=1))
    return report


def load_runner(model: Path, threads: int) -> Runner:
    """An .onnx through onnxruntime, anything else through the network itself."""
    if model.suffix == ".onnx":
        return onnx_runner(model, threads)
    return torch_runner(load_detector(weights_file(model)))


def measure(
    run: Runner,
    photos: Sequence[Photo],
    size: int,
    threshold: float,
    attributes: dict[tuple[str, int], Attributes],
    rounds: int = 500,
    reviewed: Sequence[Photo] = (),
    find: Finder = find_plates,
) -> dict[str, Any]:
    """All figures at one input size."""
    found = find_in_photos(run, photos, size, find=find)
    figures = score(photos, match_photos(photos, found), size, threshold, attributes, rounds)
    figures["plate_free"] = measure_plate_free(run, photos, size, threshold, find)
    if reviewed:
        # The same detections against the labels as corrected by picture.
        results = match_photos(reviewed, found)
        figures["reviewed_labels"] = score(reviewed, results, size, threshold, {}, rounds)
        free = measure_plate_free(run, reviewed, size, threshold, find)
        figures["reviewed_labels"]["plate_free"] = free
    return figures


def score(
    photos: Sequence[Photo],
    results: Sequence[PhotoResult],
    size: int,
    threshold: float,
    attributes: dict[tuple[str, int], Attributes],
    rounds: int,
) -> dict[str, Any]:
    """Figures of detections that are matched already."""
    groups = group_by_source(photos, results)
    named: dict[str, Any] = {}
    for name, group in groups.items():
        named[name] = {
            "photos": len(group),
            "plates": sum(r.plates for r in group),
            "map50": map_of(group),
            "map50_interval": bootstrap(group, map_of, rounds),
            "map50_95": map_of(group, None),
            "recall": rate(*recall_at(group, threshold)),
        }
    tagged = [(p, r) for p, r in zip(photos, results, strict=True)]
    return {
        "map50_mean_of_sources": float(np.mean([g["map50"] for g in named.values()])),
        "map50_mean_interval": _bootstrap_mean(groups, rounds),
        "map50_95_mean_of_sources": float(np.mean([g["map50_95"] for g in named.values()])),
        "map50_pooled": map_of(results),
        "map50_pooled_interval": bootstrap(results, map_of, rounds),
        "recall": rate(*recall_at(results, threshold)),
        "false_boxes": false_boxes(results, threshold),
        "sources": named,
        "height_in_input": recall_by_height(tagged, size, threshold),
        "attributes": recall_by_attribute(tagged, attributes, threshold),
        "pr_curve": sampled_curve(results),
    }


def group_by_source(
    photos: Sequence[Photo], results: Sequence[PhotoResult]
) -> dict[str, list[PhotoResult]]:
    """Sources with plates; those with fewer than `SMALL_SOURCE` together as `rest`."""
    groups: dict[str, list[PhotoResult]] = {}
    for photo, result in zip(photos, results, strict=True):
        groups.setdefault(photo.source, []).append(result)
    kept, rest = {}, []
    for name, group in sorted(groups.items()):
        plates = sum(r.plates for r in group)
        if plates >= SMALL_SOURCE:
            kept[name] = group
        elif plates:
            rest += group
    return kept | ({"rest": rest} if rest else {})


def recall_by_height(
    tagged: Sequence[tuple[Photo, PhotoResult]], size: int, threshold: float
) -> dict[str, Any]:
    """Plates found, by their height in pixels of the network input."""
    table: dict[str, list[bool]] = {_bin_name(low, high): [] for low, high in HEIGHTS}
    for photo, result in tagged:
        w, h = image_size(photo.path)
        scaled = plan_letterbox(w, h, size).scaled_height
        for box, confidence in zip(photo.boxes, result.found, strict=True):
            height = float(box[3] - box[1]) * scaled
            low, high = next(b for b in HEIGHTS if b[0] <= height < b[1])
            table[_bin_name(low, high)].append(bool(confidence >= threshold))
    return {name: rate(sum(found), len(found)) for name, found in table.items()}


def recall_by_attribute(
    tagged: Sequence[tuple[Photo, PhotoResult]],
    attributes: dict[tuple[str, int], Attributes],
    threshold: float,
) -> dict[str, Any]:
    """Plates found among those that carry an attribute, for photos that were looked at."""
    table: dict[str, list[bool]] = {}
    for photo, result in tagged:
        for k, confidence in enumerate(result.found):
            seen = attributes.get((photo.path.stem, k))
            for name in seen.names() if seen else ():
                table.setdefault(name, []).append(bool(confidence >= threshold))
    return {name: rate(sum(found), len(found)) for name, found in sorted(table.items())}


def measure_plate_free(
    run: Runner, photos: Sequence[Photo], size: int, threshold: float, find: Finder
) -> dict[str, Any]:
    """False boxes on photos without plates, and on plate-free parts of the others."""
    whole = {"photos": 0, "false_boxes": 0}
    parts = {"photos": 0, "false_boxes": 0}
    for photo in photos:
        image, tally = read_rgb(photo.path), whole
        if len(photo.boxes):
            part = largest_plate_free_part(image, photo.boxes)
            if part is None:
                continue
            image, tally = part, parts
        _, scores = find(run, image, size, threshold)
        tally["photos"] += 1
        tally["false_boxes"] += len(scores)
    return {"photos": whole, "parts_of_photos": parts}


def rate(hits: int, n: int) -> dict[str, Any]:
    """A rate with its n and Wilson interval."""
    return {"rate": hits / n if n else None, "n": n, "interval": wilson(hits, n)}


def summary(report: dict[str, Any]) -> dict[str, Any]:
    """The few figures worth a line on the screen."""
    named = {k: round(v["map50"], 3) for k, v in report["sources"].items()}
    parts = report["plate_free"]["parts_of_photos"]
    line = {
        "map50_mean": round(report["map50_mean_of_sources"], 4),
        "interval": [round(v, 3) for v in report["map50_mean_interval"]],
        "map50_95": round(report["map50_95_mean_of_sources"], 4),
        "recall": round(report["recall"]["rate"], 4),
        "plate_free": [report["plate_free"]["photos"], parts],
        "by_height": {k: (v["rate"], v["n"]) for k, v in report["height_in_input"].items()},
        "sources": named,
    }
    if "reviewed_labels" in report:
        line["map50_mean_reviewed"] = round(report["reviewed_labels"]["map50_mean_of_sources"], 4)
    return line


def _bootstrap_mean(groups: dict[str, list[PhotoResult]], rounds: int) -> tuple[float, float]:
    """Interval of the mean over sources: photos are drawn anew within each source."""
    rng = np.random.default_rng(0)
    means = []
    for _ in range(rounds):
        values = []
        for group in groups.values():
            drawn = [group[i] for i in rng.integers(len(group), size=len(group))]
            values.append(map_of(drawn))
        means.append(np.nanmean(values))
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _bin_name(low: int, high: int) -> str:
    return f"{low}-{high} px" if high < 10_000 else f"over {low} px"


def parse(argv: list[str] | None) -> argparse.Namespace:
    """The command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--data", type=Path, required=True, help="a folder such as DIR/detect/val")
    p.add_argument("--format", choices=sorted(FORMATS), default="yolo")
    p.add_argument("--sizes", type=int, nargs="+", default=(320, 416, 640))
    p.add_argument(
        "--app-size", type=int, help="also with the app's multi-scale inference, at this size"
    )
    p.add_argument("--threshold", type=float, default=0.4, help="the app's default")
    p.add_argument("--source", action="append", default=[], help="only these")
    p.add_argument("--leave-out", action="append", default=[])
    p.add_argument("--attributes", type=Path, help="CSV of labels by eye, see attributes.py")
    p.add_argument("--review", type=Path, help="corrected labels, see review.py: both figures")
    p.add_argument("--rounds", type=int, default=500, help="of the bootstrap")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--out", type=Path)
    return p.parse_args(argv)


if __name__ == "__main__":
    main()
