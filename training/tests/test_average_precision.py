"""Average precision against pycocotools' answers to 5,000 small cases."""

import ast
import json
from pathlib import Path

import numpy as np
import pytest

from platewheel.common.metrics import map_of, match_photo

ROOT = Path(__file__).parents[2]


def cases(seed: int, count: int):
    """The cases of the reference script, whose pycocotools this environment need not have."""
    tree = ast.parse((ROOT / "training/reference/average_precision.py").read_text())
    wanted = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name != "main"]
    scope = {"Callable": object, "SEED": seed, "COUNT": count}
    code = ast.Module([n for n in wanted if n.name in ("mulberry32", "cases")], [])
    exec(compile(code, "average_precision.py", "exec", dont_inherit=True, flags=1 << 24), scope)
    return scope["cases"](seed, count)


def corners(boxes):
    """x, y, width, height → corners."""
    whole = np.array(boxes, float).reshape(-1, 4)
    return np.concatenate([whole[:, :2], whole[:, :2] + whole[:, 2:]], 1)


def test_average_precision_is_that_of_pycocotools():
    golden = json.loads((ROOT / "tests/fixtures/golden/average-precision.json").read_text())
    for photos, (at_half, mean) in zip(
        cases(golden["seed"], len(golden["ap"])), golden["ap"], strict=True
    ):
        results = [match_photo(corners(f), np.array(s), corners(t)) for t, f, s in photos]
        if at_half is None:
            assert np.isnan(map_of(results))
        else:
            assert map_of(results) == pytest.approx(at_half, abs=1e-9)
            assert map_of(results, None) == pytest.approx(mean, abs=1e-9)
