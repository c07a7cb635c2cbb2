"""One plot of each kind, of the shipped evidence: what every figure is asked is asked of these."""

from __future__ import annotations

from collections.abc import Callable

from metasacro.views.forest_counts import forest_counts
from metasacro.views.forest_scores import forest_scores
from metasacro.views.plots.forest import forest_plot
from metasacro.views.plots.plot import Plot
from tests.synthesis.shipped import analysis


def _forest() -> Plot:
    return forest_plot(forest_scores(analysis("pain"), "1 month"))


def _forest_of_rates() -> Plot:
    return forest_plot(forest_counts(analysis("leak")))


PLOTS: dict[str, Callable[[], Plot]] = {"forest": _forest, "forest_of_rates": _forest_of_rates}
