"""What a plate design is, and the colours designs are painted in."""

from __future__ import annotations

from dataclasses import dataclass, field

Colour = tuple[int, int, int]

#: background, characters (RGB)
PALETTES: dict[str, tuple[Colour, Colour]] = {
    "white": ((236, 236, 232), (22, 22, 26)),
    "whiteblue": ((236, 238, 240), (24, 44, 130)),
    "whitered": ((238, 236, 234), (176, 24, 34)),
    "whitegreen": ((236, 240, 234), (16, 92, 52)),
    "yellow": ((246, 200, 30), (20, 20, 20)),
    "paleyellow": ((244, 226, 140), (30, 30, 30)),
    "orange": ((240, 140, 30), (20, 20, 20)),
    "black": ((24, 24, 26), (236, 236, 232)),
    "blackyellow": ((22, 22, 22), (240, 200, 50)),
    "blacksilver": ((30, 30, 32), (190, 192, 196)),
    "blue": ((28, 70, 160), (240, 240, 240)),
    "lightblue": ((130, 170, 214), (20, 24, 40)),
    "navy": ((20, 30, 80), (240, 220, 120)),
    "red": ((190, 26, 34), (240, 238, 234)),
    "green": ((20, 110, 64), (240, 240, 236)),
    "palegreen": ((150, 214, 160), (20, 30, 24)),
    "grey": ((170, 172, 174), (26, 26, 28)),
    "tan": ((214, 190, 150), (90, 40, 20)),
    "maroon": ((110, 20, 40), (236, 230, 220)),
}


@dataclass(frozen=True)
class Design:
    """One family of plates.

    `sizes` are width ÷ height; `band` is a coloured field with a country code: its side and colour
    ("left blue", "right blue", "top blue", "left flag"); `top` and `bottom` hold words that must
    not
    be read; `layouts` and `pictures` say how loose the design is.
    """

    country: str
    patterns: tuple[str, ...]
    sizes: tuple[float, ...] = (4.6,)
    palettes: tuple[str, ...] = ("white",)
    fonts: tuple[str, ...] = ("road", "din", "any")
    letters: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    band: str = ""
    band_words: tuple[str, ...] = ()
    top: tuple[str, ...] = ()
    bottom: tuple[str, ...] = ()
    pictures: float = 0.0
    weight: float = 1.0
    vanity: float = 0.0
    tags: frozenset[str] = field(default_factory=frozenset)


BIKE = (1.0, 1.2, 1.35, 1.5)
US_SIZE = (1.9, 2.0)
