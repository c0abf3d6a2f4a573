"""The kit for a lent GPU: packed, a chunk run, taken back, and the next chunk goes on from it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from detector_data import write_yolo

GPU = Path(__file__).resolve().parents[1] / "gpu"
sys.path.insert(0, str(GPU))

import chunk as gpu_chunk  # noqa: E402

import go_on as gpu_go_on  # noqa: E402
import kit as gpu_kit  # noqa: E402
import pack as gpu_pack  # noqa: E402

SMALL = ["--widths", "8", "8", "16", "16", "16", "--depths", "1", "1", "1", "1", "--neck", "16"]
SMALL += ["--anchor-samples", "40", "--batch-at-320", "2", "--workers", "0", "--seed", "31"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Photos with plates as JPEG, no crops."""
    for split in ("train", "val"):
        folder = write_yolo(tmp_path / "data/detect" / split)
        for picture in (folder / "images").glob("*.png"):
            cv2.imwrite(str(picture.with_suffix(".jpg")), cv2.imread(str(picture)))
            picture.unlink()
    return tmp_path / "data"


def test_every_stage_of_the_plan_begins_from_weights_that_are_here() -> None:
    for stage in json.loads((GPU / "plan.json").read_text()):
        for word in " ".join(stage["arguments"]).split():
            assert not word.startswith("checkpoints/") or (GPU.parent / word).exists(), word


def test_a_chunk_ends_with_a_checkpoint_that_the_next_goes_on_from(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platewheel.detector.augment.DRAWN_PLATES", 20)
    monkeypatch.setattr(gpu_chunk, "install_fonts", lambda folder: None)
    stage = {"name": "tiny", "task": "detector", "module": "platewheel.detector.train", "plates": 0}
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps([stage | {"arguments": [*SMALL, "--total-steps", "3"]}]))
    cache, runs = tmp_path / "cache", tmp_path / "runs"
    places = ["--cache", str(cache), "--runs", str(runs), "--plan", str(plan)]
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    (fonts / "a.ttf").write_bytes(b"face")
    kit = cache / "gpu/detector.zip"
    gpu_pack.main(
        ["--data", str(data), "--task", "detector", "--out", str(kit), "--fonts", str(fonts)]
    )
    assert kit.stat().st_size < 60e6
    monkeypatch.setattr(gpu_chunk, "find_stage", _limited(gpu_chunk.find_stage, "--max-steps", "1"))
    seen = []
    for number in range(3):
        out = tmp_path / f"out-{number}"
        gpu_chunk.main(["--out", str(out), *places])
        note = json.loads((out / "chunk.json").read_text())
        seen.append(note["steps"])
        for path in out.iterdir():
            assert path.stat().st_size <= gpu_kit.PART_BYTES
        said = gpu_go_on.go_on(out, runs, plan)
        if note["finished"]:
            break
    assert seen == sorted(seen)
    assert seen[-1] >= 3
    assert "finished" in said
    with pytest.raises(SystemExit, match="every stage"):
        gpu_kit.find_stage(gpu_kit.read_plan(plan), runs)


def _limited(find, *more):  # type: ignore[no-untyped-def]
    """The stage with options that make a chunk stop early."""

    def found(plan, runs, name=""):  # type: ignore[no-untyped-def]
        stage = find(plan, runs, name)
        return gpu_kit.Stage(
            stage.name, stage.task, stage.module, 0, (*stage.arguments, *more, "--max-epochs", "9")
        )

    return found


def test_a_file_comes_back_from_its_parts(tmp_path: Path) -> None:
    whole = tmp_path / "last.pt"
    torch.save({"a": torch.rand(50_000)}, whole)
    data = whole.read_bytes()
    parts, out = tmp_path / "parts", tmp_path / "out"
    parts.mkdir()
    gpu_kit.split_file(whole, parts, 60_000)
    assert len(list(parts.iterdir())) == -(-len(data) // 60_000)
    joined = gpu_kit.join_file("last.pt", parts, out)
    assert joined is not None
    assert joined.read_bytes() == data
    assert gpu_kit.join_file("none.pt", parts, out) is None


def test_an_older_checkpoint_never_undoes_a_chunk(tmp_path: Path) -> None:
    returned, run = tmp_path / "returned", tmp_path / "runs/a"
    for folder, steps in ((returned, 5), (run, 9)):
        folder.mkdir(parents=True)
        note = {"stage": "a", "steps": steps, "of": 10, "finished": False}
        (folder / "chunk.json").write_text(json.dumps(note))
    with pytest.raises(SystemExit, match="farther already"):
        gpu_go_on.go_on(returned, tmp_path / "runs", GPU / "plan.json")


def test_every_stage_of_the_plan_has_a_module_that_takes_its_options() -> None:
    from importlib import import_module

    for stage in gpu_kit.read_plan(GPU / "plan.json"):
        module = import_module(stage.module)
        command = gpu_chunk.arguments_of(stage, Path("d"), Path("c"), Path("r"), 100, dry=True)
        assert callable(module.main)
        if not stage.once:
            parse = module.parse
            parsed = parse(command, "") if stage.task == "detector" else parse(command)
            assert parsed.total_steps == 3
            assert parsed.max_seconds == 100


def test_photos_are_packed_as_large_as_fits(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (600, 800, 3)).astype(np.uint8)
    paths = [tmp_path / f"{i}.jpg" for i in range(4)]
    for path in paths:
        cv2.imwrite(str(path), noise)
    large, small = (gpu_pack.best_quality(paths, room) for room in (10**7, 5 * 10**5))
    assert large == gpu_pack.QUALITIES[0]
    assert small[0] < large[0]
    with pytest.raises(SystemExit, match="do not fit"):
        gpu_pack.best_quality(paths, 1000)
