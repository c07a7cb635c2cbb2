"""One screen of `pool`: the outcomes, and the reanalysis beside or below them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from metasacro.render.terminal.fit import fits
from metasacro.render.terminal.glyphs import Glyphs
from metasacro.render.terminal.tables import INDENT, table_block
from metasacro.views.table import Table

#: From this width on the reanalysis stands beside the outcomes.
SIDE_BY_SIDE = 140
PANEL_WIDTH = 61
BETWEEN = 3


def print_page(
    outcomes: Sequence[Table], panel: Sequence[Table], footer: str, console: Console, glyphs: Glyphs
) -> None:
    """Print everything at the console's width."""
    console.print()
    room = PANEL_WIDTH - INDENT
    if panel and console.width >= SIDE_BY_SIDE and all(fits(table, room, glyphs) for table in panel):
        left = console.width - PANEL_WIDTH - BETWEEN
        grid = Grid.grid(padding=(0, BETWEEN, 0, 0))
        grid.add_column(width=left)
        grid.add_column(width=PANEL_WIDTH)
        grid.add_row(_blocks(outcomes, left, glyphs), _blocks(panel, PANEL_WIDTH, glyphs))
        console.print(grid)
    else:
        console.print(_blocks([*outcomes, *panel], console.width, glyphs))
    console.print(Text(glyphs.text(footer), style="dim"))


def print_tables(tables: Sequence[Table], console: Console, glyphs: Glyphs) -> None:
    """Print tables below each other."""
    console.print()
    console.print(_blocks(tables, console.width, glyphs))


def _blocks(tables: Sequence[Table], width: int, glyphs: Glyphs) -> RenderableType:
    parts: list[RenderableType] = []
    for table in tables:
        parts += [table_block(table, width, glyphs), Text()]
    return Group(*parts)
