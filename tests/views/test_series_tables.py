"""The tables of a reanalysis: what they say, and what they leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.evidence.study import PValue
from metasacro.integrity.rank_search import FoundP
from metasacro.integrity.recomputed_p import PRange
from metasacro.synthesis.single_center.printed_p import CheckedP
from metasacro.synthesis.single_center.series import reanalyze_series
from metasacro.views.single_center.instruments import filled
from metasacro.views.single_center.p_values import verdict
from metasacro.views.single_center.pages import forest_tables, series_tables
from metasacro.views.table import Cell, Column, Row, Table
from tests.synthesis.shipped import evidence
from tests.synthesis.single_center.series import series
from tests.synthesis.small_folder import count, evidence_of, record, scores


def tables(base: EvidenceBase, study: str) -> dict[str, Table]:
    """By their id; the first of those that share one."""
    found = reanalyze_series(base, study)
    return {table.id: table for table in reversed([*series_tables(found, base), *forest_tables(found, base)])}


def small(folder: Path, results: str, cohorts: str = "- {cohort: all, n: 20, where: Table 1}") -> dict[str, Table]:
    records = {
        "one": record("one", results, cohorts),
        "two": scores("mean: 8, sd: 2", "mean: 4, sd: 2") + "\n" + count(1),
    }
    return tables(evidence_of(folder, records), "one")


def words(table: Table, row: int, key: str) -> str:
    return table.rows[row].cells[key].text


def test_the_seed_paper_has_every_table_in_the_order_of_reading() -> None:
    found = series()
    assert [table.id for table in series_tables(found, evidence())] == [
        *("opening", "scores", "changes", "changes", "changes", "p_values", "between", "unscored"),
        *("levels", "counts", "zero", "characteristics", "spreads"),
    ]
    assert [table.id for table in forest_tables(found, evidence())] == ["places", "with_without", "pain"]


def test_the_rows_of_the_printed_tables_carry_their_source() -> None:
    (table,) = (table for table in series_tables(series(), evidence()) if table.id == "scores")
    traces = [row.cells["printed"].trace for row in table.rows if "printed" in row.cells]
    assert len(traces) == 18
    assert {source.where for trace in traces if trace for source in trace.sources} == {"Table 4", "Table 5", "Table 6"}


P = PValue(text=".03", relation="=", value=0.03, test="Wilcoxon")
UNNAMED = PValue(text=".03", relation="=", value=0.03)


def found(lower: float, upper: float) -> FoundP:
    ends = PRange(lower=lower, upper=upper)
    return FoundP(exact=ends, approximate=ends, values=(lower, upper), samples=2)


@pytest.mark.parametrize(
    ("printed", "smallest", "search", "possible", "said"),
    [
        (P, 0.1, found(0.1, 0.2), None, "is too small for n"),
        (UNNAMED, 0.1, found(0.1, 0.2), None, "needs another test"),
        (P, 0.01, found(0.01, 0.031), None, "is among them"),
        (P, 0.01, found(0.01, 0.2), None, "lies between them"),
        (P, 0.01, found(0.1, 0.2), None, "was not found"),
        (P, None, None, PRange(lower=0.01, upper=0.1), "is possible"),
        (P, None, None, PRange(lower=0.1, upper=0.2), "is impossible"),
        (P, 0.01, None, None, "cannot be asked"),
    ],
)
def test_the_verdict_about_a_p_says_no_more_than_is_known(
    printed: PValue, smallest: float | None, search: FoundP | None, possible: PRange | None, said: str
) -> None:
    checked = CheckedP(
        printed=printed,
        test="signed rank",
        named=bool(printed.test),
        smallest=smallest,
        found=search,
        possible=possible,
    )
    assert verdict(checked) == said


def test_columns_in_which_no_row_says_anything_are_left_out() -> None:
    columns = [Column(key=key, title=key) for key in ("first", "second", "third")]
    rows = [Row(cells={"second": Cell(text="")}), Row(cells={"third": Cell(text="x")})]
    assert [column.key for column in filled(columns, rows)] == ["first", "third"]


def test_a_print_that_no_sample_has_is_inconsistent_under_its_assumptions(tmp_path: Path) -> None:
    shown = small(tmp_path, scores("median: 6.25, q1: 5.0, q3: 8.0", "median: 2.5, q1: 1.0, q3: 3.0", n=7))
    (line,) = (note for note in shown["scores"].notes if "MS384" in note)
    assert "inconsistent under these assumptions" in line
    assert "mean" not in [column.key for column in shown["scores"].columns]


def test_too_many_patients_are_not_looked_at_one_by_one(tmp_path: Path) -> None:
    cohorts = "- {cohort: all, n: 2000, where: Table 1}"
    shown = small(tmp_path, scores("median: 8, q1: 7, q3: 9", "median: 3, q1: 2, q3: 4", n=2000), cohorts)
    assert any("too many patients" in note for note in shown["scores"].notes)


def test_a_percentage_that_is_not_that_of_its_count_is_named(tmp_path: Path) -> None:
    text = record("one", count(3)) + (
        "characteristics:\n"
        "  - {name: female, cohort: all, events: 7, of: 11, unit: patients, percent: 63, where: Table 1}\n"
    )
    shown = tables(evidence_of(tmp_path, {"one": text, "two": count(1)}), "one")["characteristics"]
    assert words(shown, 0, "agrees") == "differs"
    assert shown.notes == (
        "0 of 1 printed percentages are those of their counts",
        "female: 63 % is printed, 63.64 % is 7/11, cut off instead of rounded",
    )


def test_means_as_printed_have_no_table_of_what_they_can_mean(tmp_path: Path) -> None:
    shown = small(tmp_path, scores("mean: 8, sd: 2", "mean: 4, sd: 2"))
    assert "scores" not in shown
    assert "means and SDs as printed" in shown["changes"].notes[0]
    assert "p_values" not in shown
    assert "zero" not in shown


def test_no_event_among_patients_alone_needs_no_word_about_units(tmp_path: Path) -> None:
    shown = small(tmp_path, count(0))["zero"]
    assert [words(shown, 0, key) for key in ("two", "one", "three")] == ["16.84", "13.91", "15.00"]
    assert len(shown.notes) == 1


def test_the_opening_says_what_there_is_nothing_for(tmp_path: Path) -> None:
    opening = small(tmp_path, count(0))["opening"]
    assert opening.notes[-1] == (
        "nothing in the record: scores before and after, two parts of a whole, an ordered scale of response, "
        "counts of the patients"
    )


def test_a_departure_from_the_protocol_is_told() -> None:
    asked = reanalyze_series(evidence(), "kamel2009", correlation=0.9)
    assert [entry.code for entry in series_tables(asked, evidence())[0].cautions] == ["MS449"]


def test_a_record_outside_the_main_set_is_pooled_with_all() -> None:
    places = {place.analysis.outcome.id: place for place in series("choi2017").places}
    assert places["pain"].analysis.settings.study_set == "all"
    assert "MS449" in [entry.code for entry in places["pain"].analysis.settings.cautions]
    table = forest_tables(series("choi2017"), evidence())[0]
    assert any(note.startswith("Pain reduction: pooled with the records of every set") for note in table.notes)
    assert not any("every set" in note for note in forest_tables(series(), evidence())[0].notes)
