"""One entry to everything: `python -m platewheel COMMAND --help` tells what a command takes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

#: Command -> the module whose `main` it calls, and what it does.
COMMANDS: dict[str, tuple[str, str]] = {
    "finetune": ("finetune.cli", "train the shipped models further on a dataset of the app"),
    "detector check": ("detector.check", "faults of a data set, by file and line"),
    "detector train": ("detector.train", "train a detector"),
    "detector multi-train": ("detector.multi_train", "many detectors on one stream (GPU)"),
    "detector evaluate": ("detector.evaluate", "measure on labelled photos"),
    "detector report": ("detector.report", "an evaluation as tables"),
    "detector ablation": ("detector.ablation", "compare variants on left-out sources"),
    "detector false-positives": ("detector.false_positives", "mine what it finds beside labels"),
    "detector export": ("detector.export", "checkpoint to ONNX"),
    "detector quantise": ("detector.quantise", "an 8-bit ONNX file of a float one"),
    "detector card": ("detector.card", "write the card of an ONNX file"),
    "detector golden": ("detector.golden", "golden files for the app's tests"),
    "reader train": ("reader.train", "train a reader"),
    "reader multi-train": ("reader.multi_train", "many readers on one stream (GPU)"),
    "reader evaluate": ("reader.evaluate", "measure on labelled crops"),
    "reader margins": ("reader.margins", "measure on plates of photos, by margin"),
    "reader leave-one-source-out": ("reader.leave_one_source_out", "sources it never saw"),
    "reader folds": ("reader.folds", "five-fold cross-validation"),
    "reader baseline": ("reader.baseline", "PP-OCRv4 on the same crops"),
    "reader export": ("reader.export", "checkpoint to ONNX"),
    "reader card": ("reader.card", "write the card of an ONNX file"),
    "reader golden": ("reader.golden", "golden files for the app's tests"),
    "synth cache": ("synth.cache", "draw plates for the reader's training"),
    "synth sheet": ("synth.sheet", "contact sheet of drawn plates"),
    "synth fonts": ("synth.fonts", "fetch the typefaces"),
    "keep": ("common.keep", "small weights to go on from"),
    "gate": ("common.gate", "paired test of two models on val"),
    "val-truth": ("common.val_truth", "the truth file of npm run eval"),
    "app-figures": ("common.app_figures", "figures of npm run eval into the cards"),
}


def listing() -> str:
    """All commands, one a line."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(["usage: python -m platewheel COMMAND [OPTIONS]", "", *lines])


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; lists them all when none is named (0) or an unknown one (2)."""
    words = list(sys.argv[1:] if argv is None else argv)
    for count in (2, 1):
        found = COMMANDS.get(" ".join(words[:count])) if len(words) >= count else None
        if found:
            import_module(f"platewheel.{found[0]}").main(words[count:])
            return 0
    print(listing())
    if not words or words[0] in ("-h", "--help"):
        return 0
    print(f"\nno command named {' '.join(words[:2])!r}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
