"""One step of training, a stop and a resume, and the parts it is made of."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from platewheel.common.keep import keep
from platewheel.common.trainer import save_checkpoint
from platewheel.reader import train as module
from platewheel.reader.batches import Batch, Mix, View, Views, cell_targets, char_targets, collate
from platewheel.reader.loss import attention_loss, reader_loss
from platewheel.reader.model import Reader, ReaderConfig
from platewheel.reader.optimiser import make_optimisers, orthogonal
from platewheel.reader.state import load_reader
from platewheel.reader.trainer import begin_from, mean_of, schedule
from platewheel.synth import cache


def fake_view(text: str) -> View:
    image = np.random.default_rng(len(text)).integers(0, 255, (64, 160, 3)).astype(np.uint8)
    left = np.linspace(0.1, 0.8, len(text))
    boxes = np.stack([left, left * 0 + 0.2, left + 0.1, left * 0 + 0.8], 1)
    return View(image, char_targets(text), *cell_targets(text, boxes, known=True))


def fake_batch() -> Batch:
    return collate([fake_view(text) for text in ("A1", "77BX", "", "Q")])


def endless() -> Iterator[Batch]:
    while True:
        yield fake_batch()


def arguments(out: Path, *more: str) -> argparse.Namespace:
    return module.parse(["--out", str(out), "--no-bf16", "--minutes", "5", *more])


def test_steps_save_and_resume(tmp_path: Path) -> None:
    args = arguments(tmp_path, "--total-steps", "2")
    run = module.open_trainer(args)
    module.train(run, args, endless(), [])
    args = arguments(tmp_path, "--total-steps", "3", "--resume")
    again = module.open_trainer(args)
    assert again.steps == 2
    assert again.seconds == pytest.approx(run.seconds)
    for name, value in run.ema.state_dict().items():
        assert torch.equal(value, again.ema.state_dict()[name])
    module.train(again, args, endless(), [])
    assert again.steps == 3


def test_the_clock_ends_a_run(tmp_path: Path) -> None:
    args = arguments(tmp_path)
    run = module.open_trainer(args)
    run.seconds = 5 * 60.0
    module.train(run, args, endless(), [])
    assert run.steps == 0


def test_the_same_batch_is_learnt(tmp_path: Path) -> None:
    run = module.open_trainer(arguments(tmp_path))
    batch = fake_batch()
    losses = [run.step(batch, 0.1)["chars"] for _ in range(12)]
    assert losses[-1] < losses[0] * 0.8


def test_learning_rate_warms_up_and_ends_at_a_hundredth() -> None:
    assert schedule(1.0).rate(0, 0) < 0.05
    assert schedule(1.0).rate(0, 10_000) == pytest.approx(1.0)
    assert schedule(1.0).rate(1.0, 10_000) == pytest.approx(0.01)


def test_attention_on_the_own_cells_costs_nothing() -> None:
    slots = torch.full((1, 160), 12)
    slots[0, 5], slots[0, 9] = 0, 1
    attention = torch.zeros(1, 12, 160)
    attention[0, 0, 5] = attention[0, 1, 9] = 1
    assert attention_loss(attention, slots) == pytest.approx(0, abs=1e-5)
    assert attention_loss(attention.roll(1, 2), slots) > 5


def test_unknown_cells_carry_no_loss() -> None:
    batch = fake_batch()
    batch.cell_chars.fill_(-1)
    batch.cell_chars[0, 0] = 3
    model = Reader().eval()
    with torch.no_grad():
        plates = torch.zeros(4, 3, 64, 160)
        _, parts = reader_loss(model.run(plates), batch, aid=1.0)
    assert np.isfinite(list(parts.values())).all()


def test_orthogonal_has_even_singular_values() -> None:
    torch.manual_seed(0)
    for shape in ((8, 20), (20, 8)):
        values = torch.linalg.svdvals(orthogonal(torch.randn(shape)))
        assert values.min() > 0.5
        assert values.max() < 1.4


def test_every_parameter_is_updated_once() -> None:
    model = Reader()
    parts = make_optimisers(model, 1e-3, 0.0).parts
    seen = [id(p) for part in parts for group in part.param_groups for p in group["params"]]
    assert sorted(seen) == sorted(id(p) for p in model.parameters())


def test_drawn_batches_without_any_real_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "SHARD_PLATES", 12)
    monkeypatch.setattr(cache.render_shard, "__defaults__", (12,))
    cache.write_shards(tmp_path, 12, seed=0)
    first, second = (
        next(iter(Views(tmp_path, None, 16, seed=1, mix=Mix(empty=0.3)))) for _ in range(2)
    )
    assert first.plates.shape == (16, 64, 160, 3)
    assert torch.equal(first.plates, second.plates)
    assert (first.chars[:, 0] == 36).any()


def test_a_kept_checkpoint_starts_a_run_and_exports(tmp_path: Path) -> None:
    run = module.open_trainer(arguments(tmp_path))
    run.step(fake_batch(), 0.1)
    save_checkpoint(tmp_path / "last.pt", run.state())
    kept = tmp_path / "kept.pt"
    keep(tmp_path / "last.pt", kept)
    assert kept.stat().st_size < 2_000_000
    again = module.open_trainer(arguments(tmp_path, "--start", str(kept)))
    for name, value in run.ema.state_dict().items():
        assert torch.allclose(value, again.ema.state_dict()[name], rtol=2e-3, atol=1e-4)
    load_reader(kept)


def test_the_mean_of_two_runs_is_kept(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        run = module.open_trainer(arguments(tmp_path / name, "--seed", str(ord(name))))
        save_checkpoint(tmp_path / name / "last.pt", run.state())
    states = [torch.load(tmp_path / n / "last.pt", weights_only=True)["ema"] for n in ("a", "b")]
    keep(tmp_path / "a/last.pt", tmp_path / "kept.pt", tmp_path / "b/last.pt")
    kept = torch.load(tmp_path / "kept.pt", weights_only=True)["ema"]
    for name, value in kept.items():
        wanted = (states[0][name] + states[1][name]) / 2 if "num_batches" not in name else value
        assert torch.allclose(value.float(), wanted.float(), rtol=2e-3, atol=1e-4)


def test_a_run_begins_from_a_network_with_fewer_rounds(tmp_path: Path) -> None:
    """New rounds begin as the identity; weights of another network are refused."""
    small = Reader(ReaderConfig(rounds=1)).eval()
    torch.save({"ema": small.state_dict()}, tmp_path / "small.pt")
    grown = Reader(ReaderConfig(rounds=2)).eval()
    begin_from(grown, tmp_path / "small.pt")
    plates = torch.rand(2, 3, 64, 160)
    assert torch.allclose(small(plates)[0], grown(plates)[0], atol=1e-6)
    torch.save({"ema": {"stem.weight": torch.zeros(1)}}, tmp_path / "other.pt")
    with pytest.raises(ValueError, match="another network"):
        begin_from(grown, tmp_path / "other.pt")


def test_a_student_comes_nearer_to_its_teachers(tmp_path: Path) -> None:
    torch.manual_seed(1)
    paths = [tmp_path / f"teacher{i}.pt" for i in range(2)]
    for path in paths:
        save_checkpoint(path, {"ema": Reader().state_dict(), "config": {}})
    args = arguments(tmp_path, *(part for path in paths for part in ("--teacher", str(path))))
    run = module.open_trainer(args)
    batch = fake_batch()
    losses = [run.step(batch, 0.1)["taught"] for _ in range(12)]
    assert losses[-1] < losses[0]


def test_what_teachers_say_weighs_in_the_loss() -> None:
    batch, output = fake_batch(), Reader().eval().run(torch.zeros(4, 3, 64, 160))
    same = torch.softmax(output.logits, -1).detach()
    other = same.roll(1, -1)
    assert reader_loss(output, batch, 1.0, same)[0] < reader_loss(output, batch, 1.0, other)[0]


def test_teachers_mean_is_geometric_and_sums_to_one() -> None:
    torch.manual_seed(2)
    readers = [Reader().eval() for _ in range(2)]
    plates = torch.rand(3, 3, 64, 160)
    mean = mean_of(readers, plates)
    product = torch.stack([reader(plates)[0] for reader in readers]).prod(0).sqrt()
    assert torch.allclose(mean, product / product.sum(-1, keepdim=True), atol=1e-6)
