from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from platewheel.detector.export import export, largest_difference
from platewheel.detector.loss import DetectionLoss, LossConfig, best_places, ciou, match
from platewheel.detector.model import Detector, ModelConfig
from platewheel.detector.predict import onnx_runner
from platewheel.detector.state import take_over, with_levels

TINY = ModelConfig(widths=(8, 8, 16, 16, 16), depths=(1, 1, 1, 1), neck_width=16)


@pytest.fixture
def model() -> Detector:
    torch.manual_seed(0)
    return Detector(TINY).eval()


@pytest.mark.parametrize(("h", "w"), [(64, 96), (32, 32), (160, 64)])
def test_output_has_a_row_per_anchor_of_every_cell(model: Detector, h: int, w: int):
    with torch.inference_mode():
        out = model.decode(model(torch.rand(1, 3, h, w)))
    cells = sum((h // s) * (w // s) for s in model.config.strides)
    assert tuple(out.shape) == (1, 3 * cells, 6)
    assert out[..., 4:].min() >= 0
    assert out[..., 4:].max() <= 1


def test_an_untrained_network_expects_few_plates(model: Detector):
    with torch.inference_mode():
        out = model.decode(model(torch.rand(1, 3, 64, 64)))
    assert out[..., 4].mean() < 0.05
    assert out[..., 5].mean() > 0.9


def test_settings_survive_json_and_refuse_what_they_do_not_know():
    assert ModelConfig.from_dict(TINY.to_dict()) == TINY
    with pytest.raises(ValueError, match="width"):
        ModelConfig.from_dict({**TINY.to_dict(), "width": 3})


def test_ciou_of_equal_is_one_and_falls_with_distance_and_shape():
    box = torch.tensor([[10.0, 10, 8, 4]])
    far, tall = torch.tensor([[40.0, 10, 8, 4]]), torch.tensor([[10.0, 10, 4, 8]])
    assert ciou(box, box).item() == pytest.approx(1, abs=1e-4)
    assert ciou(box, far).item() < 0
    assert ciou(box, tall).item() < ciou(box, torch.tensor([[10.0, 10, 7, 4]])).item()


def test_a_target_goes_to_its_cell_and_the_two_nearest_where_anchors_fit():
    target = torch.tensor([[0, 0, 17.0, 23.0, 20, 10]])
    anchors = torch.tensor([[18.0, 9.0], [200.0, 90.0]])
    m = match(target, anchors, 8, (8, 8), 4.0)
    assert m.anchor.unique().tolist() == [0]
    assert sorted(zip(m.column.tolist(), m.row.tolist(), strict=True)) == [(1, 2), (2, 2), (2, 3)]


def test_neighbours_outside_the_grid_are_left_out():
    target = torch.tensor([[0, 0, 1.0, 1.0, 20, 10]])
    m = match(target, torch.tensor([[18.0, 9.0]]), 8, (8, 8), 4.0)
    assert (m.column.tolist(), m.row.tolist()) == ([0], [0])


def test_the_loss_of_the_right_answer_is_small_and_of_a_wrong_one_is_not(model: Detector):
    loss_of = DetectionLoss(model, LossConfig())
    target = torch.tensor([[0, 0, 20.0, 20.0, *TINY.anchors[0][0]]])
    levels = [torch.full((1, 3, s, s, 6), -12.0) for s in (8, 4, 2)]
    for level in levels:
        level[..., :4] = 0
    wrong, _ = loss_of(levels, target)
    for i, level in enumerate(levels):
        m = match(target, model.anchors[i], model.config.strides[i], level.shape[2:4], 4.0)
        level[m.image, m.anchor, m.row, m.column, 4:] = 12.0
    right, _ = loss_of(levels, target)
    assert right < wrong - 0.3


def test_a_picture_without_plates_has_a_finite_loss_with_gradients(model: Detector):
    levels = model.train()(torch.rand(2, 3, 64, 64))
    loss, parts = DetectionLoss(model, LossConfig())(levels, torch.zeros(0, 6))
    loss.backward()
    assert parts["box"] == 0
    assert all(torch.isfinite(p.grad).all() for p in model.parameters() if p.grad is not None)


@pytest.mark.parametrize(
    "config",
    [
        LossConfig(),
        LossConfig(objectness_loss="focal"),
        LossConfig(objectness_loss="varifocal"),
        LossConfig(only_best=True),
    ],
)
def test_a_few_steps_on_one_picture_teach_it(model: Detector, config: LossConfig):
    torch.manual_seed(1)
    model.train()
    picture = torch.rand(2, 3, 64, 64)
    target = torch.tensor([[0, 0, 30.0, 30.0, 24, 10], [1, 0, 20.0, 40.0, 30, 12]])
    loss_of = DetectionLoss(model, config)
    optimiser = torch.optim.AdamW(model.parameters(), 3e-3)
    for _ in range(80):
        loss, _ = loss_of(model(picture), target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    found = model.decode(model(picture))
    for boxes, wanted in zip(found, target[:, 2:], strict=True):
        surest = boxes[boxes[:, 4].argmax()]
        assert ciou(surest[None, :4], wanted[None]).item() > 0.5


def test_the_exported_file_keeps_the_contract(model: Detector, tmp_path: Path):
    path = tmp_path / "tiny.onnx"
    export(model, path)
    box, score = largest_difference(model, path)
    assert box < 0.01
    assert score < 1e-4
    graph = onnx.load(str(path))
    assert [i.name for i in graph.graph.input] == ["images"]
    assert [o.name for o in graph.graph.output] == ["output0", "embedding"]
    metadata = {p.key: p.value for p in graph.metadata_props}
    assert metadata["names"] == "{0: 'plate'}"
    assert metadata["stride"] == "32"
    large = [w for w in graph.graph.initializer if w.data_type == onnx.TensorProto.FLOAT]
    assert sum(np.prod(w.dims) for w in large) < 1000
    rows = onnx_runner(path)(np.zeros((1, 3, 96, 32), np.float32))
    assert rows.shape == (3 * (12 * 4 + 6 * 2 + 3), 6)


def test_a_fourth_level_looks_at_stride_four(tmp_path: Path):
    far = (((4.0, 2.0), (6.0, 3.0), (8.0, 4.0)), *TINY.anchors)
    model = Detector(replace(TINY, anchors=far)).eval()
    assert model.config.strides == (4, 8, 16, 32)
    target = torch.tensor([[0, 0, 10.0, 10.0, 4.0, 2.0]])
    _, parts = DetectionLoss(model, LossConfig())(model(torch.rand(1, 3, 64, 64)), target)
    assert parts["box"] > 0
    export(model, tmp_path / "far.onnx")
    box, score = largest_difference(model, tmp_path / "far.onnx")
    assert box < 0.01
    assert score < 1e-4


def test_a_fourth_level_goes_on_from_a_network_of_three(model: Detector):
    config = with_levels(TINY, 4)
    assert config.anchors[1:] == TINY.anchors
    assert with_levels(TINY, 3) == TINY
    far = Detector(config).eval()
    take_over(far, model)
    image = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        assert torch.equal(far.stage3(far.stem(image)), model.stage3(model.stem(image)))
    assert torch.equal(far.heads[3].weight, model.heads[2].weight)


def test_the_best_places_are_as_many_as_their_overlaps_add_up_to():
    targets = torch.tensor([0, 1, 0, 0, 1])
    overlaps = torch.tensor([0.9, 0.2, 0.8, 0.5, 0.3])
    assert best_places(targets, overlaps).tolist() == [True, False, True, False, True]
