"""How well umap-learn keeps neighbours together on a plane, from the same start as ours."""

import numpy as np
import umap
from golden import blobs, plain, write
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness

NEIGHBOURS = 15


def main() -> None:
    points = blobs(250, 10, 6, 4)
    start = PCA(2, whiten=True).fit_transform(points.astype(np.float64))
    layout = umap.UMAP(
        n_neighbors=NEIGHBOURS + 1,  # it counts the point itself
        init=(10 * start / np.abs(start).max()).astype(np.float32),
        random_state=1,
    ).fit_transform(points)
    write(
        "map",
        {
            "points": plain(points),
            "neighbours": NEIGHBOURS,
            "trustworthiness": float(trustworthiness(points, layout, n_neighbors=10)),
        },
    )


if __name__ == "__main__":
    main()
