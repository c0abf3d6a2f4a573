"""Wrong texts, mixed-up characters, wrong boxes, copies and strangers by cleanlab."""

import numpy as np
from cleanlab import Datalab
from cleanlab.count import compute_confident_joint
from cleanlab.filter import find_label_issues
from cleanlab.object_detection.rank import (
    compute_badloc_box_scores,
    compute_overlooked_box_scores,
)
from cleanlab.token_classification.rank import get_label_quality_scores
from golden import blobs, plain, write
from scipy.sparse import csr_matrix
from sklearn.neighbors import NearestNeighbors

FROM = 0.5  # ours for both bounds


def texts(rng: np.random.Generator) -> dict:
    """Sequences of slots with probabilities and labels, some of them wrong."""
    probabilities, labels = [], []
    for _ in range(20):
        slots = int(rng.integers(4, 12))
        sharp = rng.random((slots, 37)) ** 12
        own = sharp / sharp.sum(1, keepdims=True)
        given = own.argmax(1)
        wrong = rng.random(slots) < 0.05
        given[wrong] = rng.integers(0, 37, int(wrong.sum()))
        probabilities.append(own)
        labels.append([int(v) for v in given])
    scores, _ = get_label_quality_scores(
        labels, probabilities, token_score_method="self_confidence", sentence_score_method="min"
    )
    return {
        "probabilities": [plain(p) for p in probabilities],
        "labels": labels,
        "scores": plain(scores),
    }


def joint(rng: np.random.Generator) -> dict:
    """Characters of six classes, some mixed up."""
    truth = rng.integers(0, 6, 160)
    logits = rng.normal(0, 1, (160, 6))
    logits[np.arange(160), truth] += 3
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    labels = np.where(rng.random(160) < 0.9, truth, (truth + 1) % 6)
    return {
        "labels": plain(labels),
        "probabilities": plain(probabilities),
        "joint": plain(compute_confident_joint(labels, probabilities, calibrate=False)),
        "issues": plain(
            np.flatnonzero(
                find_label_issues(labels, probabilities, filter_by="confident_learning", n_jobs=1)
            )
        ),
    }


def boxes(rng: np.random.Generator) -> dict:
    """Photos of one class: labels moved, left out, or with none at all."""
    labels, predictions = [], []
    for photo in range(40):
        truth = []
        for _ in range(int(rng.integers(0, 4))):
            x, y = rng.uniform(0, 500, 2)
            w, h = rng.uniform(30, 120), rng.uniform(10, 50)
            truth.append([x, y, x + w, y + h])
        given = [np.add(b, rng.normal(0, 6, 4)) for b in truth if rng.random() > 0.15]
        labels.append(
            {"bboxes": np.reshape(given, (-1, 4)), "labels": np.zeros(len(given), dtype=int)}
        )
        found = [
            [*np.add(b, rng.normal(0, 2, 4)), rng.uniform(0.3, 1)]
            for b in truth
            if rng.random() > 0.1
        ]
        if photo % 7 == 0:
            found.append([10, 10, 60, 30, 0.9])
        predictions.append([np.reshape(found, (-1, 5))])
    as_objects = []
    for own in predictions:
        item = np.empty(1, dtype=object)
        item[0] = own[0]
        as_objects.append(item)
    overlooked = compute_overlooked_box_scores(
        labels=labels, predictions=as_objects, high_probability_threshold=FROM
    )
    badloc = compute_badloc_box_scores(
        labels=labels, predictions=as_objects, low_probability_threshold=FROM
    )
    return {
        "labels": [plain(item["bboxes"]) for item in labels],
        "predictions": [plain(item[0]) for item in predictions],
        "overlooked": [[None if np.isnan(v) else float(v) for v in s] for s in overlooked],
        "badloc": [plain(s) for s in badloc],
    }


def similar(rng: np.random.Generator) -> dict:
    """Copies and strangers from one graph of ten neighbours."""
    points = blobs(120, 8, 3, 9).astype(np.float64)
    points[100:104] = points[:4] + rng.normal(0, 1e-3, (4, 8))
    points[110] += 60
    points[111] -= 45
    k = 10
    distances, indices = NearestNeighbors(n_neighbors=k).fit(points).kneighbors()
    graph = csr_matrix(
        (distances.ravel(), indices.ravel(), np.arange(0, 120 * k + 1, k)), shape=(120, 120)
    )
    lab = Datalab(data={"id": list(range(120))})
    lab.find_issues(knn_graph=graph, issue_types={"outlier": {}, "near_duplicate": {}})
    sets = lab.get_info("near_duplicate")["near_duplicate_sets"]
    return {
        "k": k,
        "indices": plain(indices),
        "distances": plain(distances),
        "near": [sorted(int(j) for j in own) for own in sets],
        "outliers": plain(lab.get_issues("outlier")["is_outlier_issue"].to_numpy()),
    }


def main() -> None:
    rng = np.random.default_rng(3)
    write(
        "labels",
        {"texts": texts(rng), "joint": joint(rng), "boxes": boxes(rng), "similar": similar(rng)},
    )


if __name__ == "__main__":
    main()
