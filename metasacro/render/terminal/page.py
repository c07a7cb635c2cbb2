"""One screen of tables in one column, or in two where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from metasacro.render.terminal.fit import fits
from metasacro.render.terminal.glyphs import Glyphs
from metasacro.render.terminal.tables import INDENT, table_block
from metasacro.views.table import Table

#: From this width on the reanalysis stands beside the outcomes of `pool`.
SIDE_BY_SIDE = 140
PANEL_WIDTH = 61
BETWEEN = 3
#: The same for `reanalyze`, whose forest plot needs more room.
FOREST_WIDTH, FOREST_BESIDE = 76, 165


def print_page(
    outcomes: Sequence[Table],
    panel: Sequence[Table],
    footer: str,
    console: Console,
    glyphs: Glyphs,
    *,
    panel_width: int = PANEL_WIDTH,
    side_by_side: int = SIDE_BY_SIDE,
) -> None:
    """Print everything at the console's width; from `side_by_side` on in two columns."""
    console.print()
    room = panel_width - INDENT
    if panel and console.width >= side_by_side and all(fits(table, room, glyphs) for table in panel):
        left = console.width - panel_width - BETWEEN
        grid = Grid.grid(padding=(0, BETWEEN, 0, 0))
        grid.add_column(width=left)
        grid.add_column(width=panel_width)
        grid.add_row(_blocks(outcomes, left, glyphs), _blocks(panel, panel_width, glyphs))
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
