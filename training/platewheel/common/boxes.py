"""IoU, non-maximum suppression and the decoding of a detector's output, as the app does them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from platewheel.common.resample import Letterbox

Floats = NDArray[np.float32]

# Most boxes handed to suppression; far more than any photo has plates.
CANDIDATE_LIMIT = 3000


def iou_matrix(a: Floats, b: Floats) -> NDArray[np.float64]:
    """Corners [n,4] and [m,4] -> IoU [n,m], 0-1, reckoned in doubles.

    >>> a, b = np.array([[0, 0, 2, 2]], np.float32), np.array([[1, 0, 3, 2]], np.float32)
    >>> round(iou_matrix(a, b).item(), 4)
    0.3333
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    inter = (high - low).clip(0).prod(2)
    area_a = (a[:, 2:] - a[:, :2]).prod(1)
    area_b = (b[:, 2:] - b[:, :2]).prod(1)
    return np.asarray(inter / np.maximum(area_a[:, None] + area_b[None] - inter, 1e-9))


def nms(boxes: Floats, scores: Floats, iou: float = 0.45) -> NDArray[np.int64]:
    """Greedy: the best box stays, those that overlap it by more than `iou` go. Best first."""
    order = np.argsort(-scores, kind="stable")
    kept: list[np.int64] = []
    while len(order):
        best, rest = order[0], order[1:]
        kept.append(best)
        order = rest[iou_matrix(boxes[best : best + 1], boxes[rest])[0] <= iou]
    return np.array(kept, np.int64)


def decode(
    output0: Floats, plan: Letterbox, threshold: float, iou: float = 0.45
) -> tuple[Floats, Floats]:
    """output0 [N,5+nc] -> corners [n,4] in photo pixels (cut to the photo), confidences [n].

    Confidence is objectness times the best class score; suppression ignores classes and runs on
    input pixels, before boxes are cut.
    """
    confidence = output0[:, 4] * output0[:, 5:].max(1)
    keep = confidence >= threshold
    best = np.flatnonzero(keep)[np.argsort(-confidence[keep], kind="stable")][:CANDIDATE_LIMIT]
    rows, scores = output0[best], confidence[best]
    low, high = rows[:, :2] - rows[:, 2:4] / 2, rows[:, :2] + rows[:, 2:4] / 2
    corners = np.concatenate((low, high), 1).astype(np.float32)
    picked = nms(corners, scores, iou)
    photo = np.array([plan.width, plan.height] * 2, np.float32)
    return plan.to_photo(corners[picked]).clip(0, photo), scores[picked]
