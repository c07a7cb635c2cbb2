"""A figure that is not the protocol's says so itself: it travels without the command that drew it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from metasacro.synthesis.analysis import Analysis
from metasacro.synthesis.run import analyse
from metasacro.synthesis.settings import Overrides
from metasacro.views.forest_scores import forest_scores
from metasacro.views.plots.baujat import baujat_plot
from metasacro.views.plots.forest import forest_plot
from metasacro.views.plots.funnel import funnel_plot
from metasacro.views.plots.gosh import gosh_plot
from metasacro.views.plots.plot import Plot
from metasacro.views.plots.refitted import cumulative_plot, leave_one_out_plot
from tests.figures.measured import outside, overlaps, words_of
from tests.synthesis.shipped import analysis, evidence

SAID = "MS449 not as in the protocol: method DL instead of REML"
DRAWN: dict[str, Callable[[Analysis], Plot]] = {
    "forest": lambda found: forest_plot(forest_scores(found, "1 month")),
    "funnel": funnel_plot,
    "baujat": baujat_plot,
    "cumulative": lambda found: cumulative_plot(found, evidence()),
    "leave-one-out": leave_one_out_plot,
    "gosh": gosh_plot,
}


@cache
def departed() -> Analysis:
    """Pain by another estimator than the protocol's."""
    return analyse(evidence(), analysis("pain").outcome, Overrides(method="DL"))


@pytest.mark.parametrize("verb", DRAWN)
def test_the_figure_names_what_departs_from_the_protocol(verb: str) -> None:
    plot = DRAWN[verb](departed())
    assert SAID in " ".join(text for text, _ in words_of(plot)[0])
    assert overlaps(plot) == []
    assert outside(plot) == []


@pytest.mark.parametrize("verb", DRAWN)
def test_the_figure_of_the_protocol_names_nothing(verb: str) -> None:
    assert not any("MS449" in text for text, _ in words_of(DRAWN[verb](analysis("pain")))[0])
