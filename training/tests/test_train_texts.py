import csv
import re
from pathlib import Path

import pytest

TRAINING = Path(__file__).resolve().parent.parent


def rows(name: str) -> list[dict[str, str]]:
    with (TRAINING / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["train_texts.csv", "val_texts.csv"])
def test_rows_are_well_formed_and_unique(name: str) -> None:
    seen = set()
    for row in rows(name):
        assert list(row) == ["photo", "index", "text", "rows", "region"], row
        assert re.fullmatch(r"\d+", row["index"]), row
        assert re.fullmatch(r"[A-Z0-9]{1,12}", row["text"]), row
        assert row["rows"] in {"1", "2"}, row
        assert re.fullmatch(r"[a-z]{2}", row["region"]), row
        seen.add((row["photo"], int(row["index"])))
    assert 0 < len(seen) == len(rows(name))


def test_no_plate_of_val_is_trained_on() -> None:
    train, val = rows("train_texts.csv"), rows("val_texts.csv")
    assert {row["text"] for row in train}.isdisjoint(row["text"] for row in val)
    assert {row["photo"] for row in train}.isdisjoint(row["photo"] for row in val)
