"""Rates as a forest table."""

from pathlib import Path

import pytest

from metasacro.synthesis.rates import share_of
from metasacro.views.forest_counts import forest_counts
from metasacro.views.table import Table
from tests.synthesis.shipped import analysis
from tests.synthesis.small_folder import HARM, count, pooled, record


def texts(found: Table, key: str) -> dict[str, str]:
    """A column by the name of its row."""
    return {row.cells["study"].text: row.cells[key].text for row in found.rows if key in row.cells}


def test_events_stand_over_their_denominators_and_zeros_in_full() -> None:
    events = texts(forest_counts(analysis("major_complication")), "events")
    assert events == {
        "Gupta 2014": "0/53",
        "Kortman 2013": "1/243ᶜ",
        "Pereira 2013": "2/58",
        "Trouvin 2012": "0/6",
        "Pooled": "3/360",
    }


def test_rates_are_percentages_with_exact_intervals() -> None:
    rates = texts(forest_counts(analysis("major_complication")), "rate")
    assert rates["Gupta 2014"] == "0.0 [0.0, 6.7]"
    assert texts(forest_counts(analysis("response")), "rate")["Gupta 2014"] == "93.3 [81.7, 98.6]"


def test_a_count_other_than_printed_is_explained() -> None:
    note = next(note for note in forest_counts(analysis("major_complication")).notes if note.startswith("ᶜ"))
    assert note.startswith("ᶜ Kortman 2013: printed 0, counted 1 (MS442): one patient")


def test_no_continuity_correction_and_the_model_are_named() -> None:
    subtitle = forest_counts(analysis("major_complication")).subtitle
    assert subtitle.startswith("proportion PLO · binomial–normal model, ML, zero events kept")


@pytest.mark.parametrize("outcome", ["major_complication", "response", "leak"])
def test_every_mark_lies_between_0_and_100_percent(outcome: str) -> None:
    for row in forest_counts(analysis(outcome)).rows:
        if row.mark:
            assert 0 <= row.mark.lower <= row.mark.upper <= 100


@pytest.mark.parametrize(("events", "rate"), [(0, "0.0 [0.0, 8.8]"), (20, "100.0 [91.2, 100.0]")])
def test_without_any_event_or_with_nothing_else_all_patients_stand_together(
    tmp_path: Path, events: int, rate: str
) -> None:
    found = forest_counts(pooled(tmp_path, "harm", {"smith": count(events), "jones": count(events)}))
    assert texts(found, "rate")["All patients together"] == rate
    assert not any(note.startswith("τ²") for note in found.notes)
    assert {"MS426", "MS427"}.intersection(told.code for told in found.cautions)


def test_a_denominator_that_is_assumed_is_pointed_out(tmp_path: Path) -> None:
    assumed = "assumed: {of: the abstract gives the number treated}, "
    found = forest_counts(pooled(tmp_path, "harm", {"smith": count(1, 20, assumed), "jones": count(2)}))
    said = [*found.notes, *(f"{told.code} {told.message}" for told in found.cautions)]
    assert [text for text in said if "MS441" in text] != []


@pytest.mark.parametrize("log_odds", [-1e4, -800.0, 0.0, 800.0, 1e4])
def test_extreme_log_odds_have_a_proportion(log_odds: float) -> None:
    assert 0 <= share_of(log_odds) <= 1


def test_subtotals_are_shown_where_the_protocol_asks_for_them(tmp_path: Path) -> None:
    cohorts = "- {cohort: all, etiology: cancer, n: 20, where: Table 1}"
    records = {name: record(name, count(1), cohorts) for name in ("smith", "jones")}
    asked = HARM.replace("cohorts: whole", "cohorts: whole\n    subtotals: etiology")
    found = forest_counts(pooled(tmp_path, "harm", {**records, "brown": count(2)}, outcomes=asked))
    assert texts(found, "events")["cancer, 2 cohorts"] == "2/40"
    assert texts(found, "events")["not stated, 1 cohort"] == "2/20"
    assert texts(found, "rate")["not stated, 1 cohort"].startswith("10.0 [")


def test_where_no_model_is_fitted_none_is_named() -> None:
    assert forest_counts(analysis("major_complication", "extended")).subtitle == (
        "proportion PLO · no model can be fitted: exact interval"
    )
