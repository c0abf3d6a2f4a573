from pathlib import Path

import numpy as np
import pytest
from detector_data import write_photo, write_yolo

from platewheel.detector import data
from platewheel.detector.data import (
    PixelCache,
    count_by_source,
    hash_of_list,
    read_rgb,
    select_sources,
)
from platewheel.detector.dataset_formats import read_ufpr, read_voc, read_yolo


def label(folder: Path, text: str) -> Path:
    write_photo(folder / "images/a_1.png")
    path = folder / "labels/a_1.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_yolo_folder_with_negatives(tmp_path: Path):
    photos, problems = read_yolo(write_yolo(tmp_path))
    assert problems == []
    assert [len(p.boxes) for p in photos] == [1, 1, 1, 1, 0, 0]
    assert count_by_source(photos)["neg"] == {"photos": 2, "plates": 0}
    np.testing.assert_allclose(photos[0].boxes, [[0.245, 0.495, 0.505, 0.665]], atol=1e-6)


@pytest.mark.parametrize(
    ("line", "what", "kept"),
    [
        ("0 0.5 0.5 0 0.1", "zero-size box", 0),
        ("0 0.5 0.5 -0.2 0.1", "zero-size box", 0),
        ("3 0.5 0.5 0.2 0.1", "class 3 is not in 0..0", 0),
        ("0 1.5 0.5 0.2 0.1", "box outside the image", 0),
        ("0 0.95 0.5 0.2 0.1", "box partly outside the image", 1),
        ("0 nan 0.5 0.2 0.1", "not a number", 0),
        ("0 0.5 0.5", "not `class xc yc w h`", 0),
        ("plate 0.5 0.5 0.1 0.1", "not `class xc yc w h`", 0),
        ("nan 0.5 0.5 0.1 0.1", "not `class xc yc w h`", 0),
    ],
)
def test_bad_lines_are_named_by_file_and_line(tmp_path: Path, line: str, what: str, kept: int):
    path = label(tmp_path, f"0 0.5 0.5 0.2 0.1\n{line}\n")
    photos, problems = read_yolo(tmp_path)
    assert len(photos[0].boxes) == 1 + kept
    (problem,) = problems
    assert (problem.file, problem.line) == (path, 2)
    assert what in problem.what
    assert photos[0].boxes.max() <= 1


def test_a_photo_without_label_file_is_reported_and_left_out(tmp_path: Path):
    write_photo(tmp_path / "images/a.png")
    photos, problems = read_yolo(tmp_path)
    assert photos == []
    assert "no label file" in str(problems[0])


VOC = """<annotation><filename>Cars0.png</filename>
<size><width>{w}</width><height>{h}</height></size>
<object><name>licence</name><bndbox>
<xmin>24</xmin><ymin>32</ymin><xmax>48</xmax><ymax>42</ymax></bndbox></object></annotation>"""


@pytest.mark.parametrize("size", [(96, 64), (0, 0)])
def test_kaggle_voc_also_without_a_size(tmp_path: Path, size: tuple[int, int]):
    write_photo(tmp_path / "images/Cars0.png")
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations/Cars0.xml").write_text(VOC.format(w=size[0], h=size[1]))
    photos, problems = read_voc(tmp_path)
    assert problems == []
    np.testing.assert_allclose(photos[0].boxes, [[0.25, 0.5, 0.5, 42 / 64]], atol=1e-6)


def test_broken_voc_is_reported(tmp_path: Path):
    (tmp_path / "a.xml").write_text("<annotation>")
    (tmp_path / "b.xml").write_text("<annotation><filename>gone.png</filename></annotation>")
    photos, problems = read_voc(tmp_path)
    assert photos == []
    assert [p.what for p in problems] == ["not XML", "no photo named gone.png"]


@pytest.mark.parametrize(
    "text",
    [
        "camera: GoPro\nposition_plate: 24 32 24 10\nplate: ABC-1234\n\tchar 1: 25 33 3 8\n",
        "type: car\nplate: ABC-1234\ncorners: 24,32 48,33 48,42 24,41\n",
    ],
)
def test_ufpr_both_variants(tmp_path: Path, text: str):
    write_photo(tmp_path / "track0001/track0001[01].png")
    (tmp_path / "track0001/track0001[01].txt").write_text(text)
    photos, problems = read_ufpr(tmp_path)
    assert problems == []
    np.testing.assert_allclose(photos[0].boxes, [[0.25, 0.5, 0.5, 42 / 64]], atol=1e-6)


def test_ufpr_faults_are_reported(tmp_path: Path):
    (tmp_path / "a.txt").write_text("position_plate: 1 2 3 4\n")
    write_photo(tmp_path / "b.png")
    (tmp_path / "b.txt").write_text("plate: ABC-1234\n")
    (tmp_path / "c.png").write_bytes(b"no picture")
    (tmp_path / "c.txt").write_text("position_plate: 1 2 3 4\n")
    _, problems = read_ufpr(tmp_path)
    assert [p.what for p in problems] == [
        "no photo of this name",
        "no usable position_plate or corners",
        "unreadable photo",
    ]


def test_sources_are_chosen_by_name_and_a_wrong_name_is_an_error(tmp_path: Path):
    photos, _ = read_yolo(write_yolo(tmp_path))
    assert {p.source for p in select_sources(photos, exclude=["neg"])} == {"made"}
    assert {p.source for p in select_sources(photos, include=["neg"])} == {"neg"}
    with pytest.raises(ValueError, match="olpr"):
        select_sources(photos, exclude=["olpr"])


def test_the_list_hash_changes_with_a_label(tmp_path: Path):
    photos, _ = read_yolo(write_yolo(tmp_path))
    before = hash_of_list(photos)
    (tmp_path / "labels/made_0.txt").write_text("0 0.4 0.58 0.26 0.17\n")
    assert hash_of_list(read_yolo(tmp_path)[0]) != before


def test_the_cache_shows_nothing_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Another process of a shared run may look at any moment."""
    photos, _ = read_yolo(write_yolo(tmp_path))
    folder = tmp_path / "cache"

    def looking(path: Path) -> np.ndarray:
        assert not [f for f in folder.iterdir() if f.suffix in (".u8", ".json")]
        return read_rgb(path)

    monkeypatch.setattr(data, "read_rgb", looking)
    PixelCache(photos, folder)
    assert sorted(f.suffix for f in folder.iterdir()) == [".json", ".u8"]


def test_cached_pixels_are_the_photos(tmp_path: Path):
    photos, _ = read_yolo(write_yolo(tmp_path))
    cache = PixelCache(photos, tmp_path / "cache")
    again = PixelCache(photos, tmp_path / "cache")
    assert len(again) == 6
    np.testing.assert_array_equal(again[3], read_rgb(photos[3].path))
    small = PixelCache(photos, tmp_path / "cache", cap=48)
    assert small[0].shape == (32, 48, 3)
    assert cache[0].shape == (64, 96, 3)
