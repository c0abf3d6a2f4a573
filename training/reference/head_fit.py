"""A personal last layer fitted by scipy, on data that a seeded generator draws anew elsewhere.

    pip install -r training/reference/gate-requirements.txt
    python training/reference/head_fit.py

Writes tests/fixtures/golden/head-fit.json: the least loss for each λ, and the characters that the
fitted head reads on 500 plates it has not seen.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))
from average_precision import mulberry32

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
CLASSES, WIDTH, SLOTS, SEED = 37, 16, 8, 77
TRAIN, TEST, LAMBDAS = 40, 500, (0.003, 0.1)
OUT = Path(__file__).parents[2] / "tests/fixtures/golden/head-fit.json"


def numbers(draw, count: int) -> np.ndarray:
    """Numbers from −1 to 1 in steps of 2⁻¹⁰: exact in single precision."""
    return np.array([draw(2049) / 1024 - 1 for _ in range(count)])


def problem():
    """Base head, then rows of learning and judging: features and classes. One class is always taken
    for another by the base, as a habit to be learnt.
    """
    draw = mulberry32(SEED)
    weight = numbers(draw, CLASSES * WIDTH).reshape(CLASSES, WIDTH) * 2
    bias = numbers(draw, CLASSES) / 4
    rows = []
    for count in (TRAIN * SLOTS, TEST * SLOTS):
        targets = np.array([draw(CLASSES) for _ in range(count)])
        noise = numbers(draw, count * WIDTH).reshape(count, WIDTH)
        shown = np.where(targets == 12, 8, targets)
        rows.append(((weight[shown] / 2 + noise).astype(np.float32).astype(float), targets))
    return weight, bias, rows


def main() -> None:
    """See the module's docstring."""
    weight, bias, ((features, targets), (unseen, _)) = problem()
    base = np.concatenate([weight, bias[:, None]], 1)
    inputs = np.concatenate([features, np.ones((len(features), 1))], 1)
    own = np.arange(len(targets)), targets

    def objective(x: np.ndarray, pull: float) -> tuple[float, np.ndarray]:
        head = x.reshape(base.shape)
        logits = inputs @ head.T
        logits -= logits.max(1, keepdims=True)
        p = np.exp(logits)
        p /= p.sum(1, keepdims=True)
        loss = -np.log(p[own]).mean() + pull * ((head - base) ** 2).sum()
        p[own] -= 1
        gradient = p.T @ inputs / len(targets) + 2 * pull * (head - base)
        return float(loss), gradient.ravel()

    fits = []
    for pull in LAMBDAS:
        options = {"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-10}
        fit = minimize(
            objective, base.ravel(), (pull,), jac=True, method="L-BFGS-B", options=options
        )
        head = fit.x.reshape(base.shape)
        read = (np.concatenate([unseen, np.ones((len(unseen), 1))], 1) @ head.T).argmax(1)
        text = "".join(ALPHABET[c] for c in read)
        fits.append({"lambda": pull, "loss": float(fit.fun), "read": text})
    OUT.write_text(json.dumps({"seed": SEED, "fits": fits}, indent=1) + "\n")
    print([f["loss"] for f in fits])


if __name__ == "__main__":
    main()
