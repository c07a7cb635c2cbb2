"""Text on a figure: the letters that the font has, how wide they are, and where a line ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import text_to_path

from metasacro.problems.printable import UNSAFE

#: Stands for what the font has no letter for.
MISSING = "\N{REPLACEMENT CHARACTER}"


@cache
def font(bold: bool = False) -> FontProperties:
    """DejaVu Sans as matplotlib brings it along, and not what another machine has installed under that name."""
    return FontProperties(fname=_file(bold))


def _file(bold: bool) -> Path:
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{'-Bold' * bold}.ttf"


@cache
def _letters(bold: bool) -> frozenset[int]:
    return frozenset(get_font(str(_file(bold))).get_charmap())


@lru_cache(maxsize=4096)
def lettered(text: str, bold: bool = False) -> str:
    """The text in one line, in letters that the font has; nothing in it hides or reorders what stands beside it."""
    line = UNSAFE.sub(
        MISSING, "".join(" " if sign.isspace() and sign not in "\u202f\u2009\xa0" else sign for sign in text)
    )
    known = _letters(bold)
    return "".join(sign if ord(sign) in known else MISSING for sign in line)


@lru_cache(maxsize=16384)
def width(text: str, size: float, bold: bool = False) -> float:
    """In points."""
    shown = lettered(text, bold)
    return float(text_to_path.get_text_width_height_descent(shown, _sized(size, bold), False)[0]) if shown else 0.0


@cache
def _sized(size: float, bold: bool) -> FontProperties:
    return FontProperties(fname=_file(bold), size=size)


def wrapped(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The text in lines no wider than `room`; a word that is wider itself is cut into pieces."""
    lines: list[str] = []
    line = ""
    for word in _pieces(lettered(text, bold), room, size, bold):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line) if line or not lines else tuple(lines)


def _pieces(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """Words, and parts of words that are wider than the room."""
    for word in text.split(" "):
        rest = word
        while width(rest, size, bold) > room and len(rest) > 1:
            fits = next(n for n in range(len(rest) - 1, 0, -1) if n == 1 or width(rest[:n], size, bold) <= room)
            yield rest[:fits]
            rest = rest[fits:]
        if rest:
            yield rest
