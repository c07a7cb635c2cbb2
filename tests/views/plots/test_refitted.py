"""Leave-one-out and cumulative: each row is the model of the pool on some of its cohorts."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal
from metasacro.synthesis.rows import ScoreRow
from metasacro.views.numbers import fixed
from metasacro.views.plots.refitted import cumulative_plot, leave_one_out_plot
from metasacro.views.table import Kind, Table
from tests.synthesis.shipped import analysis, evidence
from tests.synthesis.small_folder import evidence_of, pooled, scores


def texts(table: Table, key: str) -> dict[str, str]:
    return {row.cells["study"].text: row.cells[key].text for row in table.rows if key in row.cells}


def test_without_a_cohort_stands_the_pool_of_the_others() -> None:
    rows = [row for row in analysis("pain").rows if isinstance(row, ScoreRow)]
    found = texts(leave_one_out_plot(analysis("pain")).table, "effect")
    for out in rows:
        others = [row for row in rows if row is not out]
        answer = random_effects([row.change for row in others], [row.variance for row in others])
        assert answer.estimate is not None
        assert found[f"without {out.entry.label}"].startswith(f"{fixed(-answer.estimate)} [")


def test_the_last_row_is_the_whole_pool_as_the_forest_prints_it() -> None:
    for plot in (leave_one_out_plot(analysis("pain")), cumulative_plot(analysis("pain"), evidence())):
        last = plot.table.rows[-1]
        assert last.kind is Kind.ANSWER
        assert last.cells["effect"].text == "5.3 [3.7, 6.9]"


def test_cohorts_are_added_by_year_and_the_last_step_is_the_pool() -> None:
    found = texts(cumulative_plot(analysis("pain"), evidence()).table, "effect")
    names = list(found)
    assert names[0] == "Kamel 2009"
    assert names[-2] == "+ Dougherty 2014 · rest"
    assert found[names[-2]] == found["All cohorts"]


def test_cohorts_are_added_by_weight() -> None:
    plot = cumulative_plot(analysis("pain"), evidence(), "weight")
    assert plot.table.rows[0].cells["study"].text == "Kortman 2013 · fracture"
    assert "from the heaviest to the lightest" in plot.title


def test_a_missing_year_is_refused_by_name(tmp_path: Path) -> None:
    records = {name: scores("mean: 8, sd: 2", "mean: 4, sd: 2") for name in ("smith", "jones")}
    found = pooled(tmp_path, "pain", records)
    with pytest.raises(Refusal, match="MS603: no year of publication for Smith, Jones"):
        cumulative_plot(found, evidence_of(tmp_path, records))


def test_an_interval_that_two_cohorts_blow_up_does_not_set_the_axis() -> None:
    axis = cumulative_plot(analysis("pain"), evidence()).table.axis
    assert axis is not None
    assert (axis.lower, axis.upper) == (0.0, 10.0)


def test_the_words_say_how_far_the_answer_moves() -> None:
    assert leave_one_out_plot(analysis("pain")).alt.endswith(
        "All cohorts together: 5.3. The answer goes from 4.8 (without Kortman 2013 · fracture) to 5.6 (without Pereira "
        "2013)."
    )
