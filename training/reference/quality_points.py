"""Neighbours, k-means, silhouette, PCA, kappa by scikit-learn; uniqueness by FiftyOne."""

import ast
import os
import zipfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from golden import blobs, plain, write
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import cohen_kappa_score, silhouette_score
from sklearn.neighbors import NearestNeighbors


def fiftyone_uniqueness(points: np.ndarray) -> np.ndarray:
    """`_compute_uniqueness` as it stands in the wheel, without the package's database."""
    wheel = next(Path(os.environ["WHEELS"]).glob("fiftyone_brain-*.whl"))
    path = "fiftyone/brain/internal/core/uniqueness.py"
    tree = ast.parse(zipfile.ZipFile(wheel).read(path))
    wanted = [n for n in tree.body if getattr(n, "name", "") == "_compute_uniqueness"]
    scope: dict = {"np": np}
    exec(compile(ast.Module(wanted, []), path, "exec"), scope)
    distances, indices = NearestNeighbors(n_neighbors=4).fit(points).kneighbors(points)
    index = SimpleNamespace(
        config=SimpleNamespace(method="sklearn"),
        _kneighbors=lambda k, return_dists: (indices, distances),
    )
    return scope["_compute_uniqueness"](points, index)


def main() -> None:
    points = blobs(300, 16, 5, 1)
    points[17] = points[3]  # copies: distance 0, ties by index
    points[40] = points[3]
    wide = points.astype(np.float64)
    distances, indices = NearestNeighbors(n_neighbors=8, algorithm="brute").fit(wide).kneighbors()
    start = wide[[0, 50, 100, 150, 200]]
    means = KMeans(5, init=start, n_init=1, tol=0, max_iter=300).fit(wide)
    pca = PCA(6, svd_solver="full").fit(wide)
    whitened = PCA(6, svd_solver="full", whiten=True).fit_transform(wide)
    rng = np.random.default_rng(5)
    first = rng.integers(0, 5, 200)
    second = np.where(rng.random(200) < 0.8, first, rng.integers(0, 5, 200))
    write(
        "points",
        {
            "points": plain(points),
            "k": 8,
            "neighbours": plain(indices),
            "distances": plain(distances),
            "start": plain(start),
            "kmeans": {
                "labels": plain(means.labels_),
                "centres": plain(means.cluster_centers_),
                "inertia": float(means.inertia_),
            },
            "silhouette": float(silhouette_score(wide, means.labels_)),
            "pca": {
                "axes": plain(pca.components_),
                "variances": plain(pca.explained_variance_),
                "share": float(pca.explained_variance_ratio_.sum()),
                "projected": plain(pca.transform(wide)),
                "whitened": plain(whitened),
            },
            "uniqueness": plain(fiftyone_uniqueness(wide)),
            "kappa": {
                "first": plain(first),
                "second": plain(second),
                "value": float(cohen_kappa_score(first, second)),
            },
        },
    )


if __name__ == "__main__":
    main()
