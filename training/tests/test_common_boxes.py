import numpy as np

from platewheel.common.boxes import decode, iou_matrix, nms
from platewheel.common.resample import plan_letterbox


def test_iou_of_equal_touching_and_empty_boxes():
    a = np.array([[0, 0, 4, 4], [4, 0, 8, 4], [2, 2, 2, 2]], np.float32)
    np.testing.assert_allclose(iou_matrix(a, a).diagonal()[:2], 1)
    assert iou_matrix(a, a)[0, 1] == 0
    assert iou_matrix(a, a)[2, 2] == 0


def test_suppression_keeps_the_best_of_each_heap_best_first():
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 0, 60, 10]], np.float32)
    assert nms(boxes, np.array([0.5, 0.9, 0.7], np.float32)).tolist() == [1, 2]


def test_suppression_keeps_a_box_that_overlaps_by_exactly_the_limit():
    boxes = np.array([[0, 0, 4, 1], [0, 0, 2, 1]], np.float32)
    assert nms(boxes, np.array([0.9, 0.8], np.float32), 0.5).tolist() == [0, 1]


def test_decoding_multiplies_scores_and_maps_back_to_the_photo():
    plan = plan_letterbox(640, 320, 320)  # half size, no padding
    rows = np.array(
        [[100, 50, 40, 20, 0.9, 0.5], [100, 50, 40, 20, 0.8, 0.5], [10, 10, 5, 5, 0.4, 0.5]],
        np.float32,
    )
    boxes, scores = decode(rows, plan, 0.25)
    np.testing.assert_allclose(boxes, [[160, 80, 240, 120]], atol=1e-3)
    np.testing.assert_allclose(scores, [0.45])


def test_boxes_are_cut_to_the_photo():
    plan = plan_letterbox(320, 320, 320)
    boxes, _ = decode(np.array([[0, 0, 40, 40, 1, 1]], np.float32), plan, 0.25)
    assert boxes.tolist() == [[0, 0, 20, 20]]
