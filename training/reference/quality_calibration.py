"""Calibration error by netcal (equal width) and numpy (equal count)."""

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import numpy as np
from golden import plain, write


class StandIn(ModuleType):
    """A package that is not there: its parts are stand-ins or, with a capital, empty classes."""

    __path__: ClassVar[list[str]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        part = type(name, (), {}) if name[0].isupper() else StandIn(f"{self.__name__}.{name}")
        setattr(self, name, part)
        return part

    def __call__(self, *args: Any, **_: Any) -> Any:
        return args[0] if args else self


def netcal_ece(confidence: np.ndarray, right: np.ndarray) -> float:
    """netcal's ECE out of its wheel; what its other modules need of torch is not touched."""
    sys.path.insert(0, str(next(Path(os.environ["WHEELS"]).glob("netcal-*.whl"))))
    heavy = ("torch", "gpytorch", "pyro", "tensorboard", "matplotlib", "tikzplotlib", "tqdm")
    for _ in range(60):  # whatever is missing is stood in for, module by module
        try:
            module = importlib.import_module("netcal.metrics.confidence.ECE")
            break
        except ModuleNotFoundError as missing:
            if str(missing.name).split(".")[0] not in heavy:
                raise
            sys.modules[missing.name] = StandIn(missing.name)
    return float(module.ECE(10).measure(confidence, right))


def main() -> None:
    rng = np.random.default_rng(8)
    confidence = np.clip(rng.beta(5, 1.2, 500), 1e-6, 1 - 1e-6)
    right = (rng.random(500) < confidence**1.6).astype(int)
    order = np.argsort(confidence, kind="stable")
    equal_count = sum(
        len(own) / 500 * abs(confidence[own].mean() - right[own].mean())
        for own in np.array_split(order, 10)
    )
    write(
        "calibration",
        {
            "confidence": plain(confidence),
            "right": plain(right),
            "equalWidth": netcal_ece(confidence, right),
            "equalCount": float(equal_count),
        },
    )


if __name__ == "__main__":
    main()
