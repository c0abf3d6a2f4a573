"""Doubt, k-center and typicality by scikit-activeml."""

import numpy as np
from golden import blobs, plain, write
from skactiveml.pool import uncertainty_scores
from skactiveml.pool._core_set import k_greedy_center
from skactiveml.pool._typi_clust import _typicality
from sklearn.neighbors import NearestNeighbors


def main() -> None:
    rng = np.random.default_rng(6)
    logits = rng.normal(0, 2, (80, 7))
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    points = blobs(120, 6, 4, 12).astype(np.float64)
    labels = np.full(120, np.nan)
    labels[[5, 60]] = 0
    picks, _ = k_greedy_center(points, labels, batch_size=15, random_state=0)
    k = 20
    typical = _typicality(points, np.arange(120), k)
    distances, indices = NearestNeighbors(n_neighbors=k).fit(points).kneighbors()
    order = lambda method: plain(  # noqa: E731
        np.argsort(-uncertainty_scores(probabilities, method=method), kind="stable")
    )
    write(
        "queue",
        {
            "probabilities": plain(probabilities),
            "leastConfident": order("least_confident"),
            "margin": order("margin_sampling"),
            "entropy": order("entropy"),
            "points": plain(points),
            "labelled": [5, 60],
            "picks": plain(picks),
            "k": k,
            "indices": plain(indices),
            "distances": plain(distances),
            "typical": plain(np.argsort(-typical, kind="stable")),
        },
    )


if __name__ == "__main__":
    main()
