"""Constants of the app that training must have as well, read from its source."""

import re
from pathlib import Path

CORE = Path(__file__).resolve().parents[2] / "src" / "core"


def app_numbers(file: str, name: str) -> tuple[float, ...]:
    """The number, or the list of numbers, that `file` of the app's core gives to `name`."""
    source = (CORE / file).read_text(encoding="utf-8")
    found = re.search(rf"\b{name}\b[^=]*= \[?([0-9., ]+)\]?;", source)
    assert found, f"{file} has no {name}"
    return tuple(float(v) for v in found[1].split(","))
