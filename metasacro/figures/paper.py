"""What a figure is drawn with: the bundled font, colours that the colour-blind tell apart, and sizes in points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib

#: In points, of which 72 make an inch.
TITLE, TEXT, SMALL = 10.0, 8.0, 7.0
MARGIN, GUTTER = 12.0, 10.0
#: From one line of text to the next, as a multiple of its size.
LEADING = 1.3
THIN, LINE, THICK = 0.5, 1.0, 1.6

INK, QUIET, FAINT, PAPER = "#1a1a1a", "#555555", "#c4c4c4", "#ffffff"

#: Of Okabe and Ito (jfly.uni-koeln.de/color): apart for the colour-blind, and of different lightness in grey. What a
#: colour says, a shape, a line or a sign says too.
BLUE, VERMILION, GREEN, ORANGE, SKY, PURPLE = "#0072b2", "#d55e00", "#009e73", "#e69f00", "#56b4e9", "#cc79a7"

#: Lightness of areas, from light to dark: steps that stay apart in print.
GREYS = ("#f4f4f4", "#e2e2e2", "#c9c9c9", "#a8a8a8")

#: Everything that decides about bytes. `parse_math` is off because a name may hold a dollar sign.
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "metasacro",
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",
    "text.antialiased": True,
    "path.simplify": True,
}


@contextmanager
def paper() -> Iterator[None]:
    """matplotlib as it comes, and our settings: nobody's `matplotlibrc` changes a figure, and none is left changed."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield
