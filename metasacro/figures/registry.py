"""Every kind of figure: what it shows, what it needs, and what draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from metasacro.views.plots.plot import Plot

#: What a figure's file may end with, and what that is.
ENDINGS: Mapping[str, str] = MappingProxyType(
    {"svg": "for pages and journals, sharp at any size", "pdf": "for print", "png": "for slides"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One verb of the command line."""

    verb: str
    shows: str  #: in a line
    needs: str  #: of the evidence
    plot: str  #: the class of its data, in `views.plots`
    drawn_by: str  #: `file.function` in this folder


KINDS: tuple[Kind, ...] = (
    Kind(
        verb="forest",
        shows="Each cohort with its interval, and the pooled answer below them.",
        needs="a cohort that can be pooled",
        plot="ForestPlot",
        drawn_by="forest.draw_forest",
    ),
)


def draw(plot: Plot) -> Figure:
    """The figure of a plot. What draws it is loaded now; call it inside `paper()`."""
    kind = next(entry for entry in KINDS if entry.plot == type(plot).__name__)
    file, _, function = kind.drawn_by.partition(".")
    figure: Figure = getattr(import_module(f"metasacro.figures.{file}"), function)(plot)
    return figure
