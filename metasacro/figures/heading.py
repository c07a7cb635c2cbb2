"""The words above and below a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from metasacro.figures.lettering import wrapped
from metasacro.figures.paper import LEADING, MARGIN, QUIET, SMALL, TITLE
from metasacro.figures.sheet import Sheet

if TYPE_CHECKING:
    from metasacro.views.table import Table


def draw_heading(sheet: Sheet, title: str, subtitle: str, room: float) -> float:
    """Title and subtitle in as many lines as they need; where they end."""
    y = MARGIN
    for line in wrapped(title, room, TITLE, True) if title else ():
        y += TITLE * LEADING
        sheet.text(MARGIN, y - TITLE * (LEADING - 1), line, size=TITLE, bold=True)
    return draw_notes(sheet, [subtitle] if subtitle else [], y - SMALL * 0.5, room) + SMALL


def draw_notes(sheet: Sheet, notes: Sequence[str], top: float, room: float) -> float:
    """Lines in small type below `top`; where they end."""
    y = top + SMALL * 0.5
    for note in notes:
        for line in wrapped(note, room, SMALL):
            y += SMALL * LEADING
            sheet.text(MARGIN, y, line, size=SMALL, color=QUIET)
    return y if notes else top


def draw_cautions(sheet: Sheet, table: Table, top: float, room: float) -> float:
    """The notes and cautions of the plot's table; where they end."""
    cautions = [f"{entry.code} {entry.message}" for entry in table.cautions]
    return draw_notes(sheet, [*table.notes, *cautions], top, room)
