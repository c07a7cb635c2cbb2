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
class FigureKind:
    """One verb of the command line."""

    verb: str
    shows: str  #: in a line
    needs: str  #: of the evidence
    plot: str  #: the class of its data, in `views.plots`
    drawn_by: str  #: `file.function` in this folder


KINDS: tuple[FigureKind, ...] = (
    FigureKind(
        verb="forest",
        shows="Each cohort with its interval, and the pooled answer below them.",
        needs="a cohort that can be pooled",
        plot="ForestPlot",
        drawn_by="forest.draw_forest",
    ),
    FigureKind(
        verb="funnel",
        shows="Effects against their standard errors, over regions of P values round no effect.",
        needs="two cohorts with scores; ten before anything can be read from it",
        plot="FunnelPlot",
        drawn_by="funnel.draw_funnel",
    ),
    FigureKind(
        verb="baujat",
        shows="Which cohorts make the heterogeneity, and which move the answer.",
        needs="two cohorts with scores",
        plot="BaujatPlot",
        drawn_by="baujat.draw_baujat",
    ),
    FigureKind(
        verb="cumulative",
        shows="The answer as cohorts were added, by year or by weight.",
        needs="two cohorts with scores, and their years in the references",
        plot="ForestPlot",
        drawn_by="forest.draw_forest",
    ),
    FigureKind(
        verb="leave-one-out",
        shows="The answer without each cohort in turn.",
        needs="two cohorts with scores",
        plot="ForestPlot",
        drawn_by="forest.draw_forest",
    ),
    FigureKind(
        verb="gosh",
        shows="The answer of every subset of the cohorts.",
        needs="three cohorts with scores",
        plot="GoshPlot",
        drawn_by="gosh.draw_gosh",
    ),
    FigureKind(
        verb="specifications",
        shows="The answer under every combination of conversion, correlation, estimator, test and study set.",
        needs="a cohort with scores",
        plot="SpecificationsPlot",
        drawn_by="specifications.draw_specifications",
    ),
    FigureKind(
        verb="feasible",
        shows="What printed medians leave possible, against what conversions make of them.",
        needs="a record with medians on a known scale",
        plot="FeasiblePlot",
        drawn_by="feasible.draw_feasible",
    ),
    FigureKind(
        verb="risk-of-bias",
        shows="What readers judged of each study, item by item.",
        needs="a record with `risk_of_bias`",
        plot="LightsPlot",
        drawn_by="risk_of_bias.draw_risk_of_bias",
    ),
    FigureKind(
        verb="flow",
        shows="What was found, read and left out, as the PRISMA 2020 diagram.",
        needs="`flow` in the protocol",
        plot="FlowPlot",
        drawn_by="flow.draw_flow",
    ),
)


def draw(plot: Plot) -> Figure:
    """The figure of a plot. What draws it is loaded now; call it inside `paper()`."""
    kind = next(entry for entry in KINDS if entry.plot == type(plot).__name__)
    file, _, function = kind.drawn_by.partition(".")
    figure: Figure = getattr(import_module(f"metasacro.figures.{file}"), function)(plot)
    return figure
