from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from detector_data import write_yolo

from platewheel.detector import paste, photometric, views
from platewheel.detector.anchors import fit_anchors, sample_sizes
from platewheel.detector.augment import Augmenter
from platewheel.detector.augment_config import AugmentConfig
from platewheel.detector.data import PixelCache
from platewheel.detector.dataset_formats import read_yolo
from platewheel.detector.loader import BatchPlan, batches, plan_epoch
from platewheel.detector.text_distractors import add_text_distractor
from platewheel.synth.plate import random_plate

STILL = AugmentConfig(
    mosaic=0, background=0, recolour=0, cover=0, paste=0, night=0, colour=0, blur=0, noise=0, jpeg=0
)


@pytest.fixture
def augmenter(tmp_path: Path) -> Augmenter:
    photos, _ = read_yolo(write_yolo(tmp_path))
    return Augmenter(photos, PixelCache(photos, tmp_path / "cache"), AugmentConfig())


def test_the_same_seed_draws_the_same_picture(augmenter: Augmenter):
    one = augmenter.draw(0, 128, np.random.default_rng(5))
    two = augmenter.draw(0, 128, np.random.default_rng(5))
    np.testing.assert_array_equal(one[0], two[0])
    np.testing.assert_array_equal(one[1], two[1])


def test_boxes_lie_in_the_picture_and_have_a_size(augmenter: Augmenter):
    for seed in range(120):
        image, boxes = augmenter.draw(seed % 6, 128, np.random.default_rng(seed))
        assert image.shape == (128, 128, 3)
        assert image.dtype == np.uint8
        assert (boxes >= 0).all()
        assert (boxes <= 128).all()
        assert (boxes[:, 2:] - boxes[:, :2] >= 2.9).all()


def test_the_box_stays_on_the_plate_through_every_view(augmenter: Augmenter):
    """The made plate is the only bright thing: its pixels must fill the box and nothing else."""
    config = replace(STILL, min_visible=0.95)
    checked = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        photo = augmenter.photos[0]
        image, boxes = views.view(augmenter.cache[0], photo.boxes, (160, 160), config, rng)
        bright = (image.min(2) > 150).astype(np.uint8)
        if len(boxes) != 1 or bright.sum() < 40:
            continue
        x, y, w, h = cv2.boundingRect(bright)
        np.testing.assert_allclose(boxes[0], [x, y, x + w, y + h], atol=0.06 * 160)
        checked += 1
    assert checked > 25


def test_a_hard_negative_is_looked_at_closely_and_gets_no_box(augmenter: Augmenter):
    """The made plate as a hard negative of a photo without plates: seen large in targeted views."""
    config, none = replace(STILL, targeted=1.0), np.zeros((0, 4), np.float32)
    shares = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        alike = augmenter.photos[0].boxes
        image, boxes = views.view(augmenter.cache[0], none, (160, 160), config, rng, alike)
        assert len(boxes) == 0
        shares.append((image.min(2) > 150).mean())
    assert np.median(shares) > 0.005
    assert max(shares) > 0.1


def test_sizes_of_plates_span_near_and_far(augmenter: Augmenter):
    sizes = sample_sizes(augmenter, BatchPlan(), 300, 0)
    low, high = np.percentile(sizes[:, 0], [3, 97])
    assert low < 30
    assert high > 5 * low


def test_anchors_are_dealt_from_small_to_large():
    rng = np.random.default_rng(0)
    sizes = np.exp(rng.normal(4, 1, (2000, 2)))
    anchors = fit_anchors(sizes, 3, 3, 0)
    areas = [w * h for level in anchors for w, h in level]
    assert len(areas) == 9
    assert areas == sorted(areas)


def test_added_plates_get_boxes_that_touch_no_other():
    source = np.random.default_rng(0)
    plates = [random_plate(source).image for _ in range(10)]
    for seed in range(20):
        image = np.full((256, 256, 3), 90, np.uint8)
        boxes = paste.add(
            image, np.zeros((0, 4), np.float32), plates, 0.9, np.random.default_rng(seed)
        )
        for i, a in enumerate(boxes):
            x1, y1, x2, y2 = a.astype(int)
            assert image[y1 : y2 + 1, x1 : x2 + 1].std() > 0
            for b in boxes[i + 1 :]:
                assert (np.maximum(a[:2], b[:2]) >= np.minimum(a[2:], b[2:])).any()


def test_text_distractors_leave_plates_alone_and_change_the_rest():
    changed = 0
    for seed in range(40):
        image = np.full((200, 200, 3), 90, np.uint8)
        boxes = np.array([[60, 90, 140, 120]], np.float32)
        add_text_distractor(image, boxes, np.random.default_rng(seed))
        assert (image[90:120, 60:140] == 90).all()
        changed += bool((image != 90).any())
    assert changed > 30


@pytest.mark.parametrize("effect", ["colour", "night", "blur"])
def test_camera_faults_keep_shape_and_type(effect: str):
    image = np.random.default_rng(0).integers(0, 256, (65, 97, 3), np.uint8)
    for seed in range(12):
        out = getattr(photometric, effect)(image, np.random.default_rng(seed))
        assert out.shape == image.shape
        assert out.dtype == np.uint8


def test_an_epoch_shows_each_photo_by_its_weight_and_repeats_by_seed(augmenter: Augmenter):
    plan = BatchPlan(sizes=(64, 96), batch_at_320=1)
    jobs = plan_epoch(augmenter.photos, {"neg": 2.0}, plan, 3)
    shown = [index for batch in jobs for index, _, _ in batch]
    assert sorted(shown) == [0, 1, 2, 3, 4, 4, 5, 5]
    assert jobs == plan_epoch(augmenter.photos, {"neg": 2.0}, plan, 3)
    assert jobs != plan_epoch(augmenter.photos, {"neg": 2.0}, plan, 4)


def test_many_processes_share_an_epoch_without_overlap(augmenter: Augmenter):
    plan = BatchPlan(sizes=(640,), batch_at_320=4)
    shares = [plan_epoch(augmenter.photos, {"made": 6.0}, plan, 0, r, 2) for r in range(2)]
    assert len(shares[0]) == len(shares[1])
    seeds = [seed for share in shares for batch in share for _, _, seed in batch]
    assert len(seeds) == len(set(seeds))


def test_batches_number_their_targets(augmenter: Augmenter):
    jobs = [[(0, 64, 1), (2, 64, 2), (1, 64, 3)]]
    (batch,) = batches(augmenter, jobs, 0)
    assert tuple(batch.images.shape) == (3, 64, 64, 3)
    assert batch.targets.shape[1] == 6
    assert set(batch.targets[:, 0].tolist()) <= {0.0, 1.0, 2.0}
