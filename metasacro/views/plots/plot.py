"""What every plot has, whatever it shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.views.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot as data. `alt` says in a sentence or three what it shows, with its numbers; `table` holds all of them."""

    id: str
    title: str
    alt: str
    table: Table


def told(plot: Plot) -> Table:
    """The table of the plot, with what the plot shows as its first note: the plot where nothing can be drawn."""
    return replace(plot.table, notes=(plot.alt, *plot.table.notes))
