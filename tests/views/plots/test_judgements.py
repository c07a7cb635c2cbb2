"""Feasible ranges, lights and flow: what the records say, and nothing added."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS, Light
from metasacro.problems import Refusal
from metasacro.views.forest_counts import forest_counts
from metasacro.views.forest_scores import forest_scores
from metasacro.views.plots.feasible import feasible_plot
from metasacro.views.plots.flow import UNKNOWN, flow_plot
from metasacro.views.plots.forest import LIGHTS, forest_plot, with_lights
from metasacro.views.plots.risk_of_bias import risk_of_bias_plot
from metasacro.views.table import Kind
from tests.synthesis.shipped import analysis, evidence


def test_a_feasible_range_holds_its_estimate_and_every_possible_conversion() -> None:
    for row in feasible_plot(evidence().studies["gupta2014"]).rows:
        if row.estimate is not None:
            assert row.mean[0] <= row.estimate[0] <= row.mean[1]
        for one in row.converted:
            if one.possible:
                assert row.mean[0] - 1e-9 <= one.mean <= row.mean[1] + 1e-9
                assert row.sd[0] - 1e-9 <= one.sd <= row.sd[1] + 1e-9


def test_the_words_count_the_impossible_conversions_of_the_table() -> None:
    plot = feasible_plot(evidence().studies["gupta2014"])
    wrong = sum(not one.possible for row in plot.rows for one in row.converted)
    assert f"{wrong} are impossible." in plot.alt
    assert wrong > 0


def test_a_record_without_medians_has_no_feasible_range() -> None:
    with pytest.raises(Refusal, match="MS604"):
        feasible_plot(evidence().studies["kamel2009"])


def test_a_study_that_nobody_appraised_has_empty_lights_and_says_so() -> None:
    plot = risk_of_bias_plot(evidence())
    by_label = {row.label: row for row in plot.rows}
    assert by_label["Gupta 2014"].appraised
    assert set(by_label["Pereira 2013"].lights) == {Light.NOT_APPRAISED}
    row = next(row for row in plot.table.rows if row.cells["study"].text == "Pereira 2013")
    assert row.cells["1"].text == "not appraised"


def test_shares_are_of_all_studies_and_nothing_is_added_over_items() -> None:
    plot = risk_of_bias_plot(evidence())
    for shares in plot.shares:
        assert sum(share for _, share in shares) == pytest.approx(1.0)
        assert dict(shares)[Light.NOT_APPRAISED] == pytest.approx(5 / 6)
    assert len(plot.shares) == len(plot.items) == 10
    assert not any("total" in column.title.lower() for column in plot.table.columns)


def test_where_nobody_appraised_there_are_no_lights() -> None:
    with pytest.raises(Refusal, match="MS605"):
        risk_of_bias_plot(evidence(), "extended")
    with pytest.raises(Refusal, match="`minors`"):
        risk_of_bias_plot(evidence(), "main", "minors")


def test_lights_of_a_forest_are_those_of_each_cohort_s_study() -> None:
    plot = with_lights(forest_plot(forest_scores(analysis("pain"), "1 month")), analysis("pain"))
    assert plot.lights is not None
    assert len(plot.lights.rows) == 6
    assert plot.table.rows[0].cells[LIGHTS].text == "+ ? + ? ? + ? − ? ?"
    assert plot.table.rows[1].cells[LIGHTS].text == "· · · · · · · · · ·"
    assert LIGHTS not in plot.table.rows[-1].cells
    assert [row.kind for row in plot.table.rows][:6] == [Kind.COMPUTED] * 6


def test_a_forest_without_an_appraised_study_has_no_lights() -> None:
    found = analysis("pain")
    rows = tuple(row for row in found.rows if row.entry.study.id != "gupta2014")
    with pytest.raises(Refusal, match="MS605"):
        with_lights(forest_plot(forest_counts(analysis("leak"))), replace(found, rows=rows))


def test_every_tool_has_lights_for_every_answer() -> None:
    assert all(set(tool.lights.values()) <= set(Light) for tool in APPRAISAL_TOOLS.values())


def test_the_flow_has_the_protocol_s_numbers_and_what_nobody_counted_is_not_0() -> None:
    plot = flow_plot(evidence())
    told = {words: number for box in plot.boxes for words, number in box.counts}
    assert told["Reports sought for retrieval"] == "48"
    assert told["Citation searching"] == "10"
    assert told["Websites"] == UNKNOWN
    assert told["Studies included in review"] == "23"


def test_an_arm_that_was_not_searched_is_not_drawn() -> None:
    assert flow_plot(evidence()).arms == ("Identification of studies via other methods",)


def test_without_a_flow_there_is_no_diagram() -> None:
    with pytest.raises(Refusal, match="MS606"):
        flow_plot(replace(evidence(), protocol=replace(evidence().protocol, flow=None)))
