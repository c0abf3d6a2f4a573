import json
from pathlib import Path

import pytest

from platewheel.detector import card, report


def figures(map50: float) -> dict[str, object]:
    rate = {"rate": 0.9, "n": 10, "interval": [0.6, 0.98]}
    source = {"plates": 10, "map50": map50, "map50_interval": [0.7, 0.9]}
    return {
        "map50_mean_of_sources": map50,
        "map50_mean_interval": [0.7, 0.9],
        "map50_95_mean_of_sources": 0.5,
        "map50_pooled": 0.85,
        "map50_pooled_interval": [0.8, 0.9],
        "recall": rate,
        "false_boxes": 3,
        "sources": {"made": source},
        "height_in_input": {"0-10 px": {"rate": None, "n": 0, "interval": [0, 1]}},
        "attributes": {"two rows": rate},
        "plate_free": {
            "photos": {"photos": 5, "false_boxes": 1},
            "parts_of_photos": {"photos": 4, "false_boxes": 0},
        },
        "pr_curve": [[0.5, 1.0, 0.9]],
    }


@pytest.fixture
def run(tmp_path: Path) -> Path:
    start = {
        "epoch": 0,
        "argv": ["--data", "/somewhere/detect", "--minutes", "1"],
        "files": {"sha256": "ab", "sources": {"made": {"photos": 4, "plates": 5}}},
    }
    again = {**start, "epoch": 3, "argv": [*start["argv"], "--resume"]}
    config = {"model": {"names": ["plate"]}, "parts": [start, again]}
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "metrics.jsonl").write_text('{"epoch": 0, "minutes": 1, "box": 2.5, "photos": 4}\n')
    evaluation = {"threshold": 0.25, "photos": 4, "sizes": {"320": figures(0.8)}}
    (tmp_path / "eval.json").write_text(json.dumps(evaluation))
    return tmp_path


def test_tables_show_value_interval_and_n(run: Path):
    text = report.tables(json.loads((run / "eval.json").read_text()))
    assert "| mean of sources |  | 0.800 (0.70–0.90) |" in text
    assert "| two rows | 0.900 (0.60–0.98), 10 |" in text
    assert "| 0-10 px | – |" in text
    assert "| plate-free photos | 1 in 5 |" in text


def test_false_boxes_are_counted_again_with_reviewed_labels():
    again = {**figures(0.9), "plate_free": {"parts_of_photos": {"photos": 3, "false_boxes": 2}}}
    sizes = {"320": {**figures(0.8), "reviewed_labels": again}, "640": figures(0.8)}
    text = report.tables({"threshold": 0.4, "sizes": sizes})
    assert "| the same, labels as reviewed | 2 in 3 |  |" in text


def test_the_card_names_every_start_of_the_run_without_the_machines_folders(run: Path):
    made = card.build_card("d-1", "1", run, run / "eval.json")
    assert "/somewhere" not in json.dumps(made)
    assert made["command"].count("platewheel.detector.train") == 2
    assert made["command"].endswith("--data DIR/detect --minutes 1 --resume")
    assert made["data"]["photos"] == 4
    assert made["confusion"]["320"] == {"found": 9, "missed": 1, "false": 3}
    assert made["curves"]["epochs"] == [{"epoch": 0, "minutes": 1, "box": 2.5}]
    assert "pr_curve" not in json.dumps(made["metrics"])
