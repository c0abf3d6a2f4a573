"""The gate's figures by scipy and statsmodels.

    pip install -r training/reference/gate-requirements.txt
    python training/reference/gate.py

Writes tests/fixtures/golden/gate.json.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from scipy import special, stats
from statsmodels.stats.proportion import proportion_confint

OUT = Path(__file__).parents[2] / "tests/fixtures/golden/gate.json"


def e_value(f: int, b: int) -> float:
    """2^(f+b) · 2∫½¹ t^f (1−t)^b dt."""
    tail = special.betaincc(f + 1, b + 1, 0.5)
    return float(np.exp((f + b + 1) * np.log(2) + special.betaln(f + 1, b + 1) + np.log(tail)))


def mid_p(f: int, b: int) -> float:
    """P(X > f) + ½P(X = f), X ~ Bin(f + b, ½)."""
    law = stats.binom(f + b, 0.5)
    return float(law.sf(f) + law.pmf(f) / 2)


def main() -> None:
    """See the module's docstring."""
    pairs = [(f, b) for f in range(13) for b in range(13)]
    pairs += [(60, 20), (20, 60), (150, 110), (300, 10), (3, 200), (900, 850), (2000, 1900)]
    bounds = [(0, 1), (0, 30), (0, 99), (0, 100), (1, 100), (3, 300), (17, 300), (29, 30), (30, 30)]
    bounds += [(5, 1000), (400, 10000)]
    evidence = [[f, b, e_value(f, b), mid_p(f, b)] for f, b in pairs]
    rows = []
    for hits, n in bounds:
        low, high = proportion_confint(hits, n, alpha=0.1, method="beta")
        rows.append([hits, n, float(low), float(high)])
    text = json.dumps({"evidence": evidence, "bounds": rows}, separators=(",", ":"))
    OUT.write_text(text.replace("],[", "],\n[") + "\n")


if __name__ == "__main__":
    main()
