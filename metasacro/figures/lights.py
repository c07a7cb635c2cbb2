"""A traffic light: a colour, and the sign that says the same without it."""

from __future__ import annotations

from collections.abc import Mapping

from metasacro.evidence.appraisal_tools import Light
from metasacro.figures.lettering import width
from metasacro.figures.paper import FAINT, INK, PAPER, QUIET, SMALL, THIN
from metasacro.figures.sheet import Sheet
from metasacro.views.plots.risk_of_bias import SIGNS

SIZE = 11.0

#: Light → colour: apart for the colour-blind, and lighter with less concern, so that grey keeps the order.
COLOURS: Mapping[Light, str] = {
    Light.LOW: "#a6d8c4",
    Light.SOME: "#f0c95a",
    Light.HIGH: "#d5703d",
    Light.NOT_APPLICABLE: "#e4e4e4",
    Light.NOT_APPRAISED: PAPER,
}


def draw_light(sheet: Sheet, light: Light, x: float, y: float) -> None:
    """One light round this place."""
    empty = light is Light.NOT_APPRAISED
    sheet.marker(x, y, "o", size=SIZE, fill=COLOURS[light], edge=FAINT if empty else QUIET, width=THIN)
    sheet.text(x, y + SMALL * 0.4, SIGNS[light], size=SMALL + 1, color=INK, bold=True, align="center")


def draw_light_key(sheet: Sheet, left: float, y: float, right: float) -> float:
    """What each light means; where the last line ends."""
    x = left
    for light in Light:
        words = str(light)
        if x > left and x + SIZE + 6 + width(words, SMALL) > right:
            x, y = left, y + SIZE * 1.5
        draw_light(sheet, light, x + SIZE / 2, y - SMALL * 0.36)
        sheet.text(x + SIZE + 5, y, words, size=SMALL)
        x += SIZE + 5 + width(words, SMALL) + 14
    return y + 4
