"""What every plot has, whatever it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metasacro.problems import Caution
    from metasacro.views.table import Table

#: Says that a choice is not the protocol's. A figure travels without its command, so every kind of figure shows it.
DEPARTURE = "MS449"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot as data. `alt` says in a sentence or three what it shows, with its numbers; `table` holds all of them."""

    id: str
    title: str
    alt: str
    table: Table


def departures(cautions: Iterable[Caution]) -> tuple[Caution, ...]:
    """Those that name a choice other than the protocol's."""
    return tuple(entry for entry in cautions if entry.code == DEPARTURE)


def told(plot: Plot) -> Table:
    """The table of the plot, with what the plot shows as its first note: the plot where nothing can be drawn."""
    return replace(plot.table, notes=(plot.alt, *plot.table.notes))
