"""Funnel, Baujat, GOSH: the coordinates are those of the diagnostics, better to the right."""

from __future__ import annotations

import math
from functools import partial
from itertools import islice

import pytest

import metasacro.diagnostics.gosh as gosh_module
from metasacro.diagnostics.baujat import baujat
from metasacro.diagnostics.gosh import gosh
from metasacro.diagnostics.gosh_subsets import every_subset
from metasacro.numerics.normal import normal_quantile
from metasacro.problems import Refusal
from metasacro.synthesis.rows import ScoreRow
from metasacro.views.plots.baujat import baujat_plot
from metasacro.views.plots.funnel import funnel_plot
from metasacro.views.plots.gosh import gosh_plot
from tests.figures.many_cohorts import pooled_of_many
from tests.synthesis.shipped import analysis


def test_a_point_of_the_funnel_is_the_change_turned_and_its_standard_error() -> None:
    rows = [row for row in analysis("pain").rows if isinstance(row, ScoreRow)]
    for point, row in zip(funnel_plot(analysis("pain")).points, rows, strict=True):
        assert (point.effect, point.error) == (-row.change, math.sqrt(row.variance))
        assert point.converted == row.converted


def test_the_contours_are_two_sided_p_values_round_no_effect() -> None:
    words, errors = zip(*funnel_plot(analysis("pain")).contours, strict=True)
    assert words == (".10", ".05", ".01")
    assert errors == pytest.approx([float(normal_quantile(1 - p / 2)) for p in (0.10, 0.05, 0.01)])


def test_below_ten_cohorts_no_test_of_asymmetry_is_told_and_the_caution_is() -> None:
    table = funnel_plot(analysis("pain")).table
    assert [told.code for told in table.cautions] == ["MS510", "MS601"]
    assert table.notes == ()


def test_from_ten_cohorts_on_the_test_is_told_and_the_caution_about_changes_stays() -> None:
    table = funnel_plot(pooled_of_many(12)).table
    assert [told.code for told in table.cautions] == ["MS601"]
    assert table.notes[0].startswith("effects regressed on their standard errors: slope ")


@pytest.mark.parametrize("make", [funnel_plot, baujat_plot, gosh_plot])
def test_counts_have_no_such_plot(make: type) -> None:
    with pytest.raises(Refusal, match="MS502"):
        make(analysis("leak"))


def test_baujat_has_the_axes_of_the_diagnostic() -> None:
    pooled = analysis("pain").pooled
    assert pooled is not None
    axes = baujat(pooled)
    points = baujat_plot(analysis("pain")).points
    assert [point.heterogeneity for point in points] == axes.heterogeneity.tolist()
    assert [point.influence for point in points] == axes.influence.tolist()


def test_gosh_divides_every_subset_of_two_or_more_among_its_clouds() -> None:
    plot = gosh_plot(analysis("pain"))
    assert [cloud.subsets for cloud in plot.clouds] == [31, 26]
    assert 2**6 - 1 - 6 == 31 + 26
    assert max(each.share for cloud in plot.clouds for each in cloud.bins) == 1.0


def test_gosh_says_the_range_of_the_kernel_s_answers() -> None:
    pooled = analysis("pain").pooled
    assert pooled is not None
    found = gosh(pooled.yi, pooled.vi)
    estimates = -found.estimate[found.k >= 2]
    low, high = gosh_plot(analysis("pain")).x
    assert (low, high) == pytest.approx((float(estimates.min()), float(estimates.max())))


def test_a_sample_of_subsets_is_the_same_for_the_same_seed_and_says_so() -> None:
    one, other = (gosh_plot(analysis("pain"), subsets=20, seed=3) for _ in range(2))
    assert one == other
    assert "seed 3" in one.table.subtitle
    assert [told.code for told in one.table.cautions] == ["MS551"]


def test_a_gosh_that_was_stopped_is_not_said_to_be_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gosh_module, "every_subset", partial(every_subset, chunk=32))
    table = gosh_plot(analysis("pain"), spread=lambda work, pieces: islice(map(work, pieces), 1)).table
    assert table.subtitle.endswith("the first of all subsets")
    assert "MS657" in [told.code for told in table.cautions]
