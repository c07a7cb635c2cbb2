"""The summary of findings: effects in a panel's units, judgements as recorded, questions with their figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metasacro.evidence.certainty import Certainty, CertaintyReason
from metasacro.evidence.protocol import ChosenNumber
from metasacro.numerics.interval import Interval
from metasacro.synthesis.analysis import Analysis
from metasacro.views.findings.absolute import absolute_effect, against_important
from metasacro.views.findings.pages import findings_tables
from metasacro.views.findings.prompts import prompts
from metasacro.views.findings.table import findings_table, prompts_table, reasons_table
from tests.synthesis.shipped import analyses, analysis


def with_interval(lower: float, upper: float) -> Analysis:
    found = analysis("pain")
    assert found.pooled is not None
    return replace(found, pooled=replace(found.pooled, interval=Interval(lower=lower, upper=upper, level=0.95)))


def certain(level: str) -> Analysis:
    found = analysis("pain")
    reason = CertaintyReason(domain="imprecision", change=-1, reason="few patients", location=None)
    judged = Certainty(level=level, by=("the panel",), reasons=(reason,), location=None)
    return replace(found, outcome=replace(found.outcome, certainty=judged))


def asked(found: Analysis, domain: str) -> list[str]:
    return [prompt.text for prompt in prompts(found) if prompt.domain == domain]


def test_scores_are_told_in_points_and_better_is_positive() -> None:
    assert absolute_effect(analysis("pain")) == "5.3 points (3.7 to 6.9)"


def test_rates_are_told_per_thousand() -> None:
    assert absolute_effect(analysis("response")) == "865 per 1,000 (695 to 947)"


def test_where_nobody_had_the_event_only_the_bound_is_told() -> None:
    assert absolute_effect(analysis("major_complication", "extended")) == "0 of 108 patients (0 to 34 per 1,000)"


def test_what_could_not_be_pooled_has_no_effect() -> None:
    assert absolute_effect(replace(analysis("pain"), pooled=None)) == "not estimable"


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        (-6.9, -3.7, "the whole interval is beyond the minimal important difference of 2"),
        (-1.9, -0.5, "the whole interval falls short of the minimal important difference of 2"),
        (-3.0, -1.0, "the interval includes the minimal important difference of 2"),
        (-9.9, 2.9, "the interval includes the minimal important difference of 2 and no change"),
        (-1.9, 0.5, "the whole interval falls short of the minimal important difference of 2; it includes no change"),
        (0.5, 1.9, "the whole interval is a change for the worse"),
    ],
)
def test_the_interval_is_held_against_what_matters(lower: float, upper: float, told: str) -> None:
    assert against_important(with_interval(lower, upper)) == told


def test_without_an_important_difference_nothing_is_said_of_it() -> None:
    found = analysis("pain")
    assert against_important(replace(found, outcome=replace(found.outcome, important_difference=None))) == ""


def test_a_judgement_is_shown_as_people_recorded_it() -> None:
    (row,) = findings_table([certain("low")]).rows
    assert row.cells["certainty"].text == "⊕⊕◯◯ low"
    (why,) = reasons_table([certain("low")]).rows
    assert [why.cells[key].text for key in ("domain", "change", "reason")] == ["imprecision", "−1", "few patients"]
    assert "certainty was judged by: the panel" in findings_table([certain("low")]).notes


def test_without_a_judgement_the_table_says_so_and_grades_nothing() -> None:
    found = analysis("pain")
    (row,) = findings_table([replace(found, outcome=replace(found.outcome, certainty=None))]).rows
    assert row.cells["certainty"].text == "not judged"


def test_heterogeneity_and_the_prediction_interval_raise_inconsistency() -> None:
    told = asked(analysis("pain"), "inconsistency")
    assert "I² is 96 % (from 75 % on commonly called considerable)" in told
    assert "the prediction interval [−0.7, 11.2] includes the minimal important difference of 2 and no change" in told


def test_an_interval_that_holds_what_matters_raises_imprecision() -> None:
    told = asked(with_interval(-3.0, -1.0), "imprecision")
    assert "the interval [1.0, 3.0] includes the minimal important difference of 2" in told


def test_an_interval_that_holds_no_change_raises_imprecision() -> None:
    found = with_interval(-1.0, 0.5)
    far = replace(found.outcome, important_difference=ChosenNumber(value=9, reason="", location=None))
    assert "the interval [−0.5, 1.0] includes no change" in asked(replace(found, outcome=far), "imprecision")


def test_rates_that_lie_apart_raise_inconsistency() -> None:
    """Without I² and without a prediction interval the figures still ask."""
    told = asked(analysis("leak"), "inconsistency")
    assert told[0] == "the cohorts go from 0.0 to 55.6 % (likelihood ratio 49.2, 4 df, P < .001)"
    assert told[1].endswith("(MS408)")


def test_patients_who_may_count_twice_raise_imprecision() -> None:
    told = asked(analysis("leak"), "imprecision")
    assert told[0] == "may share patients, yet all are pooled: Andresen 2017 and Prokop 2016 (MS461)"


def test_a_pooled_rate_is_said_to_be_the_median_cohort_s_where_cohorts_differ() -> None:
    (note,) = [note for note in findings_table(analyses()).notes if note.startswith("per 1,000")]
    assert note == "per 1,000: of the median cohort, not of all patients (Major complications, Cement leaks)"


def test_few_events_raise_imprecision() -> None:
    told = asked(analysis("major_complication"), "imprecision")
    assert "3 events in 360 patients (fewer than 300 events: a convention)" in told


def test_few_cohorts_and_silent_records_raise_small_study_effects() -> None:
    told = asked(analysis("response"), "small-study effects")
    assert told[0].startswith("3 cohorts cannot show small-study effects")
    assert told[1].startswith("nothing that could be pooled from 3 records of the set: Kortman 2013")


def test_every_question_has_a_figure_and_a_trace_to_lines() -> None:
    found = [prompt for analysis in analyses() for prompt in prompts(analysis)]
    assert len(found) > 12
    assert all(any(sign.isdigit() for sign in prompt.text) for prompt in found)
    assert all(prompt.trace.grounded for prompt in found)


def test_an_outcome_that_is_not_pooled_raises_no_question() -> None:
    assert prompts(replace(analysis("pain"), pooled=None)) == ()


def test_each_question_stands_in_a_row_and_on_the_screen() -> None:
    rows = prompts_table(analyses()).rows
    assert len(rows) == sum(len(prompts(found)) for found in analyses())
    told = " ".join(note for table in findings_tables(analyses()) for note in table.notes)
    assert [row for row in rows if row.cells["question"].text not in told] == []
