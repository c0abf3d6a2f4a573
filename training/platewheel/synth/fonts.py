"""The typefaces plates are drawn with, where they come from and under which licence.

Plate typefaces proper (FE-Schrift, Charles Wright, Mandatory) have no free licence, so designs name
a *style* ("road", "cond", …) and each plate draws one typeface of that style. Fetch them once:

    python -m platewheel.synth.fonts          # npm install + woff2 → ttf, writes fonts.json
    python -m platewheel.synth.fonts --if-missing

Debian's typefaces (`SYSTEM`) are used where they are installed; every style has others besides.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

FILES = Path(__file__).parents[2] / "fonts" / "files"
RECORD = Path(__file__).parent / "fonts.json"
FONTSOURCE_VERSION = "5.3.0"

#: npm package → weights and the styles a design may ask for.
PACKAGES: dict[str, tuple[tuple[int, ...], str]] = {
    "overpass": ((600, 700, 800), "road any"),
    "overpass-mono": ((600, 700), "mono"),
    "saira-condensed": ((500, 600, 700), "cond square any"),
    "saira-stencil-one": ((400,), "stencil"),
    "barlow-condensed": ((500, 600, 700), "cond din any"),
    "barlow": ((500, 600, 700), "din road any"),
    "oswald": ((500, 600), "cond any"),
    "rajdhani": ((600, 700), "square any"),
    "roboto-condensed": ((500, 600, 700), "cond any"),
    "share-tech-mono": ((400,), "mono fe"),
    "teko": ((500, 600), "cond square"),
    "bebas-neue": ((400,), "cond any"),
    "antonio": ((600, 700), "cond"),
    "nunito": ((700, 800), "round any"),
    "dosis": ((700, 800), "round any"),
    "m-plus-rounded-1c": ((700, 800), "round any"),
    "archivo-narrow": ((600, 700), "cond any"),
    "fjalla-one": ((400,), "cond any"),
    "pathway-gothic-one": ((400,), "cond"),
    "league-gothic": ((400,), "cond"),
    "russo-one": ((400,), "square"),
    "allerta-stencil": ((400,), "stencil"),
    "cousine": ((700,), "mono any"),
    "ubuntu-condensed": ((400,), "fe any"),
    "signika": ((600, 700), "fe any"),
    "pragati-narrow": ((700,), "cond any"),
    "arimo": ((400, 700), "any"),
    "exo-2": ((600,), "square any"),
    "tinos": ((400, 700), "serif"),
    "arvo": ((700,), "serif"),
    "michroma": ((400,), "wide"),
    "encode-sans-expanded": ((600,), "wide"),
    "pacifico": ((400,), "script"),
    "caveat": ((700,), "script"),
}
#: Scripts that stand beside the characters we read and must be passed over: package → (subset,
#: style).
SCRIPTS: dict[str, tuple[str, str]] = {
    "noto-sans-arabic": ("arabic", "arab"),
    "noto-sans-thai": ("thai", "thai"),
    "noto-sans-kr": ("korean", "hangul"),
    "noto-sans-jp": ("japanese", "kana"),
    "noto-sans-sc": ("chinese-simplified", "han"),
}
DEBIAN = Path("/usr/share/fonts")
#: Debian packages: file → (styles, package, licence as its copyright file states).
SYSTEM: dict[str, tuple[str, str, str]] = {
    **{
        f"truetype/roadgeek/RG2014{series}.ttf": ("road any", "fonts-roadgeek", "MIT")
        for series in ("B", "C", "D", "E", "EM", "EEM")
    },
    "truetype/opendin/OSP-DIN.ttf": ("din any", "fonts-opendin", "OFL-1.1"),
    "opentype/ocr-b/OCRB.otf": ("mono fe", "fonts-ocr-b", "free use, see Debian copyright file"),
}


@dataclass(frozen=True)
class Typeface:
    """One font file; `styles` are the words a design may ask for."""

    path: Path
    styles: frozenset[str]


def fetch() -> None:
    """Install the pinned npm packages, convert them to TrueType and record every licence."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # only needed here

    FILES.mkdir(parents=True, exist_ok=True)
    (FILES / "package.json").write_text('{"private": true}\n')
    names = [f"@fontsource/{name}@{FONTSOURCE_VERSION}" for name in (*PACKAGES, *SCRIPTS)]
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *names],
        cwd=FILES,
        check=True,
    )
    (FILES / "ttf").mkdir(exist_ok=True)
    record: list[dict[str, str]] = []
    wanted = [(n, "latin", w, styles) for n, (weights, styles) in PACKAGES.items() for w in weights]
    wanted += [(n, subset, 700, style) for n, (subset, style) in SCRIPTS.items()]
    for name, subset, weight, styles in wanted:
        folder = FILES / "node_modules" / "@fontsource" / name
        licence = str(json.loads((folder / "package.json").read_text())["license"])
        source = next(
            path
            for chosen in (subset, "0")  # some families are cut into numbered subsets
            if (path := folder / "files" / f"{name}-{chosen}-{weight}-normal.woff2").exists()
        )
        font = TTFont(source)
        font.flavor = None
        target = FILES / "ttf" / f"{name}-{weight}.ttf"
        font.save(target)
        record.append(
            {
                "file": f"ttf/{target.name}",
                "styles": styles,
                "source": f"npm @fontsource/{name} {FONTSOURCE_VERSION}",
                "licence": licence,
            }
        )
    record += [
        {
            "file": str(DEBIAN / file),
            "styles": styles,
            "source": f"Debian {package}",
            "licence": licence,
        }
        for file, (styles, package, licence) in SYSTEM.items()
    ]
    RECORD.write_text(json.dumps(record, indent=1) + "\n")


@cache
def typefaces() -> tuple[Typeface, ...]:
    """All installed typefaces; an entry of the record whose file is missing is left out."""
    entries = json.loads(RECORD.read_text())
    found = [Typeface(FILES / e["file"], frozenset(e["styles"].split())) for e in entries]
    return tuple(face for face in found if face.path.exists())


def complete() -> bool:
    """Whether all typefaces from npm are there; without some of them a design may find no face."""
    entries = json.loads(RECORD.read_text())
    return all((FILES / e["file"]).exists() for e in entries if not e["file"].startswith("/"))


@cache
def with_style(style: str) -> tuple[Typeface, ...]:
    """The typefaces that carry `style`, at least one."""
    faces = tuple(face for face in typefaces() if style in face.styles)
    if not faces:
        raise FileNotFoundError(f"no {style} typeface: run python -m platewheel.synth.fonts")
    return faces


@cache
def opened(path: Path, size_px: int) -> ImageFont.FreeTypeFont:
    """The font at one pixel size, opened once."""
    return ImageFont.truetype(str(path), size_px)


def main(argv: Sequence[str] | None = None) -> None:
    """By the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--if-missing", action="store_true", help="do nothing when they are there")
    if not parser.parse_args(argv).if_missing or not complete():
        fetch()


if __name__ == "__main__":
    main()
