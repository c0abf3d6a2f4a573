"""From crops to readings, as the app does it: resample, run, take the best of every slot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from platewheel.common.resample import resample

from .model import ALPHABET, BLANK, INPUT_HEIGHT, INPUT_WIDTH, Reader

#: A blank between characters is a hole in the reading: it can never be a sure one.
HOLE_CAP = 0.5
#: How far a character stands back and below the one before it when it begins a row.
ROW_BACK, ROW_DOWN = 0.02, 0.1


@dataclass(frozen=True)
class Reading:
    """Text and the confidence of every slot, blanks included."""

    text: str
    slots: np.ndarray  # float32 [12], the best class's probability
    confidence: float


def input_of(crop: np.ndarray) -> np.ndarray:
    """uint8 RGB(A) [H, W, 3+] → float32 [3, 64, 160], 0–1: stretched, never letterboxed."""
    scaled = resample(np.ascontiguousarray(crop[..., :3]), INPUT_WIDTH, INPUT_HEIGHT)
    return np.ascontiguousarray((scaled / np.float32(255)).transpose(2, 0, 1))


def reading_of(chars: np.ndarray) -> Reading:
    """One plate's probabilities [slots, 37] → reading; its confidence is the lowest slot's.

    >>> rows = np.eye(37, dtype=np.float32)[[10, 36, 1, 36]]
    >>> reading_of(rows).text, reading_of(rows).confidence
    ('A1', 0.5)
    """
    best = chars.argmax(1)
    slots = chars.max(1)
    text = "".join(ALPHABET[i] for i in best if i != BLANK)
    confidence = float(slots.min())
    written = np.flatnonzero(best != BLANK)
    if len(written) and written[-1] - written[0] + 1 > len(written):
        confidence = min(confidence, HOLE_CAP)
    return Reading(text, slots, confidence)


def rows_of(places: np.ndarray, written: np.ndarray) -> int:
    """Rows of a plate, from where each slot looked [slots, 2] and which slots hold a character.

    The app's `src/core/plateRows.ts`: a row begins where the next character stands farther left and
    lower. 0 when nothing is written.

    >>> rows_of(np.array([[0.3, 0.3], [0.6, 0.3], [0.2, 0.7]]), np.array([True, True, True]))
    2
    """
    if not written.any():
        return 0
    step = np.diff(places[written], axis=0)
    return 2 if ((step[:, 0] < -ROW_BACK) & (step[:, 1] > ROW_DOWN)).any() else 1


@torch.no_grad()
def probabilities(model: Reader, inputs: np.ndarray, batch: int = 64) -> np.ndarray:
    """float32 [n, 3, 64, 160] → [n, slots, 37]."""
    model.eval()
    device = model.place.device
    parts = [
        model(torch.from_numpy(inputs[i : i + batch]).to(device))[0].cpu()
        for i in range(0, len(inputs), batch)
    ]
    return torch.cat(parts).numpy()
