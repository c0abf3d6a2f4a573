"""The small language in which a design says what may stand on its plates.

    A  a letter of the design's alphabet     9  a digit     8  a digit from 1 to 9
    {KA|TN}   one of these words, counted    B … Z  that letter itself ("A" in quotes for A)
    -  .  :   a dash, low dot, mid dot       _  a narrow gap, space a wide one
    *  an emblem, seal or sticker            /  next row
    ( )   smaller characters, counted        < >  words or another script, NOT counted:
          <han> <kana> <hangul> <thai> <arab> draw that script, other words are drawn small,
          <^WP> below a crest, <=P> below a bar (Sri Lanka's province and class)

Counted characters make up the plate's text in reading order (see conventions.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from .words import WISHES

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
SCRIPT_TEXT = {
    "han": "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼",
    "kana": "あいうえかきくけこさすせそたちつてとなにぬねのはひふほまみむめもやゆよらりるれろわ",
    "city": "品川横浜大阪名古屋神戸京都札幌練馬多摩千葉広島福岡熊本仙台新潟",
    "hangul": "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자하허호",
    "region": "서울경기부산대구인천광주대전울산강원충북전남",
    "thai": "กขคฆงจฉชซฌญฎฐณดตทธนบปผพภมยรลวศสหอฮ",
    "arab": "ابحدرسصطعفقكلمنهوىدبي",
    "indic": "٠١٢٣٤٥٦٧٨٩",
}


@dataclass(frozen=True)
class Piece:
    """One thing to draw in a row. `kind`: char, dash, dot, mid, gap, thin, emblem, script, word,
    crest (a word below a crest), barred (a letter below a bar).
    """

    kind: str
    text: str = ""
    small: bool = False


def pick(rng: np.random.Generator, items: str | tuple[str, ...] | list[str]) -> str:
    """One of the items, evenly."""
    return items[int(rng.integers(len(items)))]


_TOKEN = re.compile(r"\{([^}]*)\}|<([^>]*)>|\"([^\"]*)\"|(.)", re.S)
_SIGNS = {"-": "dash", ".": "dot", ":": "mid", " ": "gap", "_": "thin", "*": "emblem"}


def expand(pattern: str, rng: np.random.Generator, letters: str = LETTERS) -> list[list[Piece]]:
    """Draw one plate's content: rows of pieces, top row first."""
    rows: list[list[Piece]] = [[]]
    small = False
    for choice, aside, literal, sign in _TOKEN.findall(pattern):
        if choice:
            rows[-1] += [Piece("char", c, small) for c in pick(rng, choice.split("|"))]
        elif aside:
            rows[-1].append(_aside(aside, rng))
        elif literal:
            rows[-1] += [Piece("char", c, small) for c in literal]
        elif sign == "/":
            rows.append([])
        elif sign in "()":
            small = sign == "("
        elif sign in _SIGNS:
            rows[-1].append(Piece(_SIGNS[sign]))
        elif sign in "A98":
            pool = {"A": letters, "9": DIGITS, "8": DIGITS[1:]}[sign]
            rows[-1].append(Piece("char", pick(rng, pool), small))
        elif sign in LETTERS:
            rows[-1].append(Piece("char", sign, small))
        else:
            raise ValueError(f"unknown sign {sign!r} in pattern {pattern!r}")
    return rows


def _aside(name: str, rng: np.random.Generator) -> Piece:
    """A script sample ("kana", "city2" for two of them) or a small word taken literally."""
    if name[0] in "^=":
        return Piece("crest" if name[0] == "^" else "barred", pick(rng, name[1:].split("|")))
    stem = name.rstrip("0123456789")
    if stem in SCRIPT_TEXT:
        count = int(name[len(stem) :] or 1)
        glyphs = "".join(pick(rng, SCRIPT_TEXT[stem]) for _ in range(count))
        style = {"city": "kana", "region": "hangul", "indic": "arab"}.get(stem, stem)
        return Piece("script", f"{style}:{glyphs}")
    return Piece("word", pick(rng, name.split("|")))


def text_of(rows: list[list[Piece]]) -> str:
    """What a reader must say: the counted characters, top row first."""
    return "".join(piece.text for row in rows for piece in row if piece.kind == "char")


def vanity(rng: np.random.Generator) -> str:
    """A pattern with a wished-for text: words, names, doubled digits, or a single character."""
    kind = rng.random()
    if kind < 0.12:
        return f'"{pick(rng, LETTERS + DIGITS)}"'
    if kind < 0.45:
        word = pick(rng, WISHES)
        tail = "9" * int(rng.integers(0, 3)) if len(word) < 6 else ""
        return f'"{word}"{"_" if tail and rng.random() < 0.4 else ""}{tail}'
    length = int(rng.integers(2, 9))
    signs = rng.choice(["A", "9"], size=length, p=[0.55, 0.45])
    out = "".join(signs)
    if length > 4 and rng.random() < 0.5:
        cut = int(rng.integers(1, length - 1))
        out = out[:cut] + pick(rng, (" ", "-", "_", "*", ".", ":")) + out[cut:]
    return out


def anything(rng: np.random.Generator, max_chars: int = 10) -> str:
    """A pattern of no country: groups of letters and digits, one row or two."""
    total = int(np.clip(rng.normal(6.8, 1.5), 3, max_chars))
    two_rows = rng.random() < 0.35 and total >= 4
    breaks = sorted(set(rng.integers(1, total, size=int(rng.integers(0, 4))).tolist()))
    row_break = int(rng.integers(1, total)) if two_rows else -1
    out: list[str] = []
    kind = pick(rng, "A9")
    for index in range(total):
        if index and (index in breaks or rng.random() < 0.12):
            kind = "9" if kind == "A" else "A"
        if index == row_break:
            out.append("/")
        elif index in breaks:
            out.append(pick(rng, (" ", "-", "_", ".", ":", "*", " ", "")))
        out.append(kind)
    return "".join(out)
