from pathlib import Path

import pytest
from detector_data import write_photo, write_yolo

from platewheel.detector.check import main, read_checked


def test_sound_data_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main([str(write_yolo(tmp_path))])
    assert "6 usable photos, 0 problems" in capsys.readouterr().out


def test_unreadable_photos_and_equal_stems_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write_yolo(tmp_path)
    (tmp_path / "images/made_0.png").write_bytes(b"\x89PNG no")
    write_photo(tmp_path / "images/made_1.jpg")
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    out = capsys.readouterr().out
    assert "made_0.png:0: unreadable photo" in out
    assert "made_1.png:0: same stem as made_1.jpg" in out
    photos, _ = read_checked("yolo", tmp_path)
    assert [p.path.name for p in photos if p.source == "made"] == [
        "made_1.jpg",
        "made_3.png",
        "made_4.png",
    ]


def test_an_unknown_format_is_an_error(tmp_path: Path):
    with pytest.raises(ValueError, match="coco"):
        read_checked("coco", tmp_path)
