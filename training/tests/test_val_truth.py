import csv
from pathlib import Path

import pytest
from PIL import Image

from platewheel.common.val_truth import main


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Three photos: two plates of which one is read, one the reader trained on, one plate-free."""
    images, labels = tmp_path / "detect/val/images", tmp_path / "detect/val/labels"
    images.mkdir(parents=True)
    labels.mkdir()
    for stem, text in {
        "a": "0 0.5 0.5 0.2 0.1\n\n0 0.25 0.75 0.1 0.2\n",
        "seen": "0 0.5 0.5 0.5 0.5\n",
        "empty": "",
    }.items():
        Image.new("RGB", (200, 100)).save(images / f"{stem}.jpg")
        (labels / f"{stem}.txt").write_text(text)
    (tmp_path / "texts.csv").write_text(
        "photo,index,text,rows,region\na,1,AB12CD,2,gb\nseen,0,ZZ1,1,xx\n"
    )
    (tmp_path / "excluded.csv").write_text("photo,reason\nseen,its crop is in ocr/train\n")
    return tmp_path


def run(made: Path) -> int:
    options = {"--data": made, "--out": made / "out/truth.csv"}
    options |= {"--texts": made / "texts.csv", "--excluded": made / "excluded.csv"}
    return main([str(part) for option in options.items() for part in option])


def test_boxes_in_pixels_with_the_text_of_their_line(made: Path) -> None:
    assert run(made) == 0
    with (made / "out/truth.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["file", "x", "y", "width", "height", "text", "rows"],
        ["a.jpg", "80.00", "45.00", "40.00", "10.00", "", ""],
        ["a.jpg", "40.00", "65.00", "20.00", "20.00", "AB12CD", "2"],
        ["empty.jpg", "", "", "", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("detect/val/labels/a.txt", "0 0.5 0.5 0.2\n", "a.txt:1"),
        ("detect/val/labels/a.txt", "0 0.5 0.5 0.2 0.1\n", "a, plate 1"),
        ("excluded.csv", None, "excluded.csv"),
        ("detect/val/labels/empty.txt", None, "empty.txt"),
    ],
)
def test_bad_input_is_named(
    made: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    content: str | None,
    message: str,
) -> None:
    path = made / file
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    assert run(made) == 2
    assert message in capsys.readouterr().err
    assert not (made / "out/truth.csv").exists()
