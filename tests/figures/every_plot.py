"""One plot of each kind, of the shipped evidence: what every figure is asked is asked of these."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from metasacro.figures.saving import figure_bytes
from metasacro.synthesis.specifications import Specifications, specifications
from metasacro.views.forest_counts import forest_counts
from metasacro.views.forest_scores import forest_scores
from metasacro.views.plots.baujat import baujat_plot
from metasacro.views.plots.feasible import feasible_plot
from metasacro.views.plots.flow import flow_plot
from metasacro.views.plots.forest import forest_plot, with_lights
from metasacro.views.plots.funnel import funnel_plot
from metasacro.views.plots.gosh import gosh_plot
from metasacro.views.plots.plot import Plot
from metasacro.views.plots.refitted import cumulative_plot, leave_one_out_plot
from metasacro.views.plots.risk_of_bias import risk_of_bias_plot
from metasacro.views.plots.specifications import specifications_plot
from tests.synthesis.shipped import analysis, evidence


@cache
def curve() -> Specifications:
    """Every specification of the shipped outcome of scores."""
    return specifications(evidence(), analysis("pain").outcome)


def _forest() -> Plot:
    return forest_plot(forest_scores(analysis("pain"), "1 month"))


@cache
def plot_of(name: str) -> Plot:
    """The plot, made once a run."""
    return PLOTS[name]()


@cache
def drawn(name: str, ending: str) -> bytes:
    """Its file, drawn once a run."""
    return figure_bytes(plot_of(name), ending)


PLOTS: dict[str, Callable[[], Plot]] = {
    "forest": _forest,
    "forest of rates": lambda: forest_plot(forest_counts(analysis("leak"))),
    "forest with lights": lambda: with_lights(
        forest_plot(forest_scores(analysis("pain"), "1 month"), ("effect",)), analysis("pain")
    ),
    "funnel": lambda: funnel_plot(analysis("pain")),
    "baujat": lambda: baujat_plot(analysis("pain")),
    "leave-one-out": lambda: leave_one_out_plot(analysis("pain")),
    "cumulative": lambda: cumulative_plot(analysis("pain"), evidence()),
    "gosh": lambda: gosh_plot(analysis("pain")),
    "specifications": lambda: specifications_plot(curve()),
    "feasible": lambda: feasible_plot(evidence().studies["gupta2014"]),
    "risk-of-bias": lambda: risk_of_bias_plot(evidence()),
    "flow": lambda: flow_plot(evidence()),
}
