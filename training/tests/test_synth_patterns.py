"""The pattern language and every design's texts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from platewheel.synth.patterns import LETTERS, anything, expand, text_of, vanity
from platewheel.synth.plate import ALL_DESIGNS, MAX_CHARS


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_every_design_gives_a_text_a_reader_can_say(seed: int) -> None:
    source = rng(seed)
    design = ALL_DESIGNS[int(source.integers(len(ALL_DESIGNS)))]
    for pattern in design.patterns:
        rows = expand(pattern, source, design.letters)
        text = text_of(rows)
        assert len(text) <= MAX_CHARS
        assert all(c in LETTERS + "0123456789" for c in text)
        assert 1 <= len(rows) <= 2


def test_letters_digits_literals_and_choices() -> None:
    source = rng()
    text = text_of(expand('{KA} 98 "A"BX', source))
    assert text[:2] == "KA"
    assert text[2].isdigit()
    assert text[3] in "123456789"
    assert text[4:] == "ABX"


def test_words_and_scripts_are_drawn_but_not_read() -> None:
    rows = expand("<city2>_999/<kana>_99-99<TRUCK>", rng())
    assert len(rows) == 2
    assert len(text_of(rows)) == 7
    kinds = [piece.kind for row in rows for piece in row]
    assert kinds.count("script") == 2
    assert kinds.count("word") == 1


def test_small_characters_are_counted() -> None:
    (row,) = expand("AAA-(99)", rng())
    assert [p.small for p in row if p.kind == "char"] == [False] * 3 + [True] * 2


def test_unknown_signs_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown sign"):
        expand("AA#99", rng())


def test_a_design_keeps_to_its_letters() -> None:
    text = text_of(expand("AAAAAAAA", rng(), "XYZ"))
    assert set(text) <= set("XYZ")


@given(st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_free_texts_fit_the_slots(seed: int) -> None:
    source = rng(seed)
    for pattern in (vanity(source), anything(source)):
        assert 1 <= len(text_of(expand(pattern, source))) <= MAX_CHARS


def test_small_signs_below_a_crest_or_a_bar_are_not_read() -> None:
    (row,) = expand("<^WP|NW>_KB <=P> 9999", rng())
    assert text_of([row])[:2] == "KB"
    assert [p.kind for p in row if p.kind in ("crest", "barred")] == ["crest", "barred"]
    assert next(p for p in row if p.kind == "crest").text in ("WP", "NW")
