"""Crops cut from photos."""

from pathlib import Path

import cv2
import numpy as np

from platewheel.reader.photo_crops import load_photo_crops


def test_cuts_the_labelled_plate_with_its_margin(tmp_path: Path) -> None:
    """The second label line is cut; the crop holds the plate and 6 % around it."""
    folder = tmp_path / "detect" / "train"
    (folder / "images").mkdir(parents=True)
    (folder / "labels").mkdir()
    image = np.zeros((100, 200, 3), np.uint8)
    image[40:60, 50:150] = 255
    cv2.imwrite(str(folder / "images" / "rfmix_a.jpg"), image)
    (folder / "labels" / "rfmix_a.txt").write_text("0 .1 .1 .05 .05\n0 .5 .5 .5 .2\n")
    texts = tmp_path / "texts.csv"
    texts.write_text("photo,index,text,rows,region\nrfmix_a,1,AB12,1,us\n")
    (crop,) = load_photo_crops(tmp_path, texts)
    assert (crop.name, crop.text, crop.rows, crop.source) == ("rfmix_a_1", "AB12", 1, "rfmix")
    height, width = crop.image.shape[:2]
    assert abs(height - 20 * 1.12) < 2
    assert abs(width - 100 * 1.12) < 2
    assert crop.image[11, 56].min() > 200
    assert crop.image[0, 0].max() < 60
