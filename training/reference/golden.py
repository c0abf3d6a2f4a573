"""Where reference values go, and made inputs that all scripts share."""

import json
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parents[2] / "tests" / "fixtures" / "golden" / "quality"


def write(name: str, values: dict[str, Any]) -> None:
    """Writes one golden file; numbers in full."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(values, separators=(",", ":")) + "\n")


def blobs(count: int, dim: int, clusters: int, seed: int) -> np.ndarray:
    """Points in clusters, in single precision as the app has them."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 4, (clusters, dim))
    points = centres[rng.integers(0, clusters, count)] + rng.normal(0, 1, (count, dim))
    return points.astype(np.float32)


def plain(values: np.ndarray) -> Any:
    """An array as nested lists."""
    return np.asarray(values).tolist()
