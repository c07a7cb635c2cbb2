"""Every number of a reanalysis leads to lines that stand in the files, and that hold what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from metasacro.evidence.trace import COMMAND_LINE, PROGRAM, Trace
from metasacro.records.folder import shipped_folder
from metasacro.synthesis.lineage.single_center.record import of_finding
from metasacro.synthesis.reanalysis import reanalyze
from metasacro.synthesis.single_center.series import reanalyze_series
from metasacro.views.explanations import methods
from metasacro.views.pages import reanalysis_tables
from metasacro.views.single_center.pages import forest_tables, series_tables
from metasacro.views.table import Cell, Kind, Table
from tests.synthesis.shipped import evidence, panel
from tests.synthesis.single_center.series import series
from tests.synthesis.small_folder import count, evidence_of, scores

EVERY = sorted(evidence().studies)
NUMBER = re.compile(r"\d*\.?\d+")


@cache
def tables(study: str) -> tuple[Table, ...]:
    """Those of `reanalyze`, and of the index study also the panel beside the pool."""
    own = [*series_tables(series(study), evidence()), *forest_tables(series(study), evidence())]
    index = study == evidence().protocol.index_study.value
    return (*own, *(reanalysis_tables(panel(), evidence()) if index else ()))


def cells(study: str) -> Iterator[tuple[str, str, Cell]]:
    """Every cell that holds a number, with the id of its table and its column."""
    for table in tables(study):
        for row in table.rows:
            for key, cell in row.cells.items():
                if NUMBER.search(cell.text):
                    yield table.id, key, cell


@cache
def lines(file: str) -> list[str]:
    return (shipped_folder() / Path(file).name).read_text(encoding="utf-8").splitlines()


def steps(study: str) -> Iterator[Trace]:
    """Every step of every trace, once."""
    seen: set[int] = set()
    traces = [table.trace for table in tables(study)]
    traces += [cell.trace for table in tables(study) for row in table.rows for cell in row.cells.values()]
    for trace in traces:
        for step in trace.walk() if trace else ():
            if id(step) not in seen:
                seen.add(id(step))
                yield step


def named(trace: Trace) -> str:
    """All lines that a trace names."""
    return "\n".join(source.location.text for step in trace.walk() for source in step.sources if source.location)


@pytest.mark.parametrize("study", EVERY)
def test_every_cell_with_a_number_leads_to_lines_of_the_evidence(study: str) -> None:
    bare = [(table, key, cell.text) for table, key, cell in cells(study) if not (cell.trace and cell.trace.grounded)]
    assert bare == []


@pytest.mark.parametrize("study", EVERY)
def test_every_table_says_what_its_words_rest_on(study: str) -> None:
    assert [table.id for table in tables(study) if not (table.trace and table.trace.grounded)] == []


@pytest.mark.parametrize("study", EVERY)
def test_every_line_stands_in_its_file(study: str) -> None:
    for step in steps(study):
        for source in step.sources:
            assert source.location is not None
            assert lines(source.location.file)[source.location.line - 1] == source.location.text


@pytest.mark.parametrize("study", EVERY)
def test_every_method_can_be_explained(study: str) -> None:
    assert {key for step in steps(study) for key in step.methods} <= methods().keys()


@pytest.mark.parametrize("study", EVERY)
def test_printed_numbers_stand_in_the_lines_that_their_traces_name(study: str) -> None:
    for table, key, cell in cells(study):
        if cell.kind is Kind.PRINTED and cell.trace is not None:
            held = set(NUMBER.findall(named(cell.trace)))
            assert set(NUMBER.findall(cell.text)) - held == set(), (table, key, cell.text, named(cell.trace))


def cell(study: str, table: str, key: str, label: str = "all") -> Trace:
    """The trace of the first cell of this column in a row that begins with `label`."""
    found = next(found for found in tables(study) if found.id == table)
    trace = next(
        row.cells[key].trace for row in found.rows if key in row.cells and next(iter(row.cells.values())).text == label
    )
    assert trace is not None
    return trace


def test_a_feasible_mean_rests_on_the_prints_of_all_cohorts_solved_together() -> None:
    """Table 4 is that of all, 5 and 6 those of its parts."""
    trace = cell("gupta2014", "scores", "mean")
    assert trace.methods == ("feasible-nested",)
    assert [part.printed for part in trace.parts[:3]] == [
        *("9.0 [8.0–10.0], n = 27", "9.5 [8.0–10.0], n = 16", "8.0 [8.0–10.0], n = 11"),
    ]
    assert [part.sources[0].where for part in trace.parts[:3]] == ["Table 4", "Table 5", "Table 6"]
    assert {"scale", "step of the scores", "definition of a quartile"} <= {part.what for part in trace.parts}


def test_a_change_rests_on_both_moments_the_correlation_the_patients_and_the_level() -> None:
    trace = cell("gupta2014", "changes", "change")
    assert [part.what for part in trace.parts] == [
        "mean and SD of the exact set, VAS with faces 0–10, all, before",
        "mean and SD of the exact set, VAS with faces 0–10, all, after",
        "correlation of baseline and follow-up, assumed",
        "patients with both scores, VAS with faces 0–10, all",
        "coverage of intervals",
    ]


def test_the_numbers_of_a_trace_are_those_of_its_cell() -> None:
    (section,) = (found for found in series().scores if found.exact.group.outcome == "pain")
    change = section.changes[0]
    numbers = cell("gupta2014", "changes", "change").numbers
    assert numbers["change"] == change.estimate  # type: ignore[union-attr]
    feasible = section.exact.scores[0][0].feasible
    assert feasible is not None
    assert cell("gupta2014", "scores", "mean").numbers["mean to"] == feasible.mean.upper


def test_a_printed_p_leads_to_its_own_line() -> None:
    (source,) = cell("gupta2014", "p_values", "printed").sources
    assert source.location is not None
    assert source.location.text.strip() == "p: <.001"
    assert source.where == "Table 4"


def test_a_plus_minus_rests_on_the_printed_bands() -> None:
    trace = cell("gupta2014", "spreads", "bounds", "age")
    assert {"age under 70 years", "age 90 years or older", "scale"} <= {part.what for part in trace.parts}
    assert "plus_minus: 2.8" in named(trace)


def test_a_level_of_response_says_how_it_was_derived() -> None:
    trace = cell("gupta2014", "levels", "events", "improvement")
    assert [part.how for part in trace.parts] == ["derived: 45 - 14 - 2 - 1", ""]


def test_the_unscored_rest_on_all_treated_and_the_important_difference() -> None:
    (table,) = (found for found in tables("gupta2014") if found.id == "unscored")
    assert table.trace is not None
    whats = {step.what for step in table.trace.walk()}
    assert {"patients treated", "minimal important difference", "scale"} <= whats


def test_a_finding_names_its_line_its_table_and_the_decision() -> None:
    found = series().questions.findings
    decided = next(problem for problem in found if problem.decision)
    finding, decision = of_finding(decided, series().study).parts
    assert [source.where for source in finding.sources] == ["Table 3"]
    assert decision.what == "decided by a person"
    assert "code: MS241" in named(decision)


def test_a_departure_from_the_protocol_comes_from_the_command_line() -> None:
    found = reanalyze_series(evidence(), "kamel2009", level=0.9, correlation=0.3)
    opening = series_tables(found, evidence())[0].trace
    assert opening is not None
    told = {step.what: step.printed for step in opening.walk() if step.origin == COMMAND_LINE}
    assert told == {"level": "0.9", "correlation": "0.3"}


SMALL = {
    "the p of a t test narrows the correlation": scores(
        "mean: 8.0, sd: 1.9", "mean: 7.0, sd: 1.4, p: <.001, test: paired t test", n=19
    ),
    "no correlation gives the printed p": scores(
        "mean: 5.0, sd: 1.0", "mean: 4.9, sd: 3.0, p: <.001, test: paired t test", n=10
    ),
    "one patient": scores("mean: 8, sd: 2", "mean: 4, sd: 2", n=1),
    "half points that no record states": scores("median: 6.5, q1: 5.0, q3: 8.0", "median: 2.5, q1: 1.0, q3: 3.0", n=7),
    "medians that no sample has": scores("median: 6.25, q1: 5.0, q3: 8.0", "median: 2.5, q1: 1.0, q3: 3.0", n=7),
    "an SE, and a correlation that the paper reports": scores("mean: 8, se: 0.4", "mean: 4, se: 0.3, r: 0.6"),
    "no time": scores("mean: 8, sd: 2", "mean: 4, sd: 2", time="not reported"),
    "levels without a denominator": (
        "- {outcome: pain_category, cohort: all, where: Results, unit: patients, of: not reported,"
        " levels: [{level: better, count: 12}, {level: worse, count: 3}]}"
    ),
    "a recount": count(3, more="counted: {events: 2, reason: one twice}, "),
}


@pytest.mark.parametrize("what", SMALL)
def test_whatever_a_record_holds_is_traced(what: str, tmp_path: Path) -> None:
    records = {"one": SMALL[what], "two": scores("mean: 8, sd: 2", "mean: 4, sd: 2")}
    base = evidence_of(tmp_path, records, index="two")
    found = reanalyze_series(base, "one")
    for table in (*series_tables(found, base), *forest_tables(found, base)):
        assert table.trace is not None
        assert table.trace.grounded
        for row in table.rows:
            for shown in row.cells.values():
                if shown.text:
                    assert shown.trace is not None or not NUMBER.search(shown.text), shown.text
                    assert shown.trace is None or shown.trace.grounded, shown.text


def test_a_p_that_narrows_the_correlation_is_among_its_parts(tmp_path: Path) -> None:
    base = evidence_of(tmp_path, {"one": SMALL["the p of a t test narrows the correlation"]})
    (table,) = (table for table in series_tables(reanalyze_series(base, "one"), base) if table.id == "changes")
    trace = table.rows[0].cells["change"].trace
    assert trace is not None
    used = next(part for part in trace.parts if part.what == "correlation of baseline and follow-up, used")
    assert used.numbers["correlation"] == pytest.approx(0.7505, abs=0.0001)
    assert "printed P value" in {step.what for step in used.walk()}


def test_a_step_that_no_record_states_is_the_program_s(tmp_path: Path) -> None:
    base = evidence_of(tmp_path, {"one": SMALL["half points that no record states"]})
    (table,) = (table for table in series_tables(reanalyze_series(base, "one"), base) if table.id == "scores")
    trace = next(row.cells["mean"].trace for row in table.rows if "mean" in row.cells)
    assert trace is not None
    assert [(part.printed, part.origin) for part in trace.parts if part.what == "step of the scores"] == [
        ("0.5", PROGRAM)
    ]


def test_a_panel_without_a_mean_leads_to_the_print_that_gives_none(tmp_path: Path) -> None:
    results = "\n".join((scores("mean: 8, sd: not reported", "mean: 4, sd: not reported"), count(2)))
    base = evidence_of(tmp_path, {"one": results, "two": scores("mean: 8, sd: 2", "mean: 4, sd: 2")})
    scales, counts, *_ = reanalysis_tables(reanalyze(base, "one"), base)
    change = scales.rows[1].cells["change"]
    assert change.text == "none (MS437)"
    assert change.trace is not None
    assert change.trace.grounded
    assert "mean: 8" in named(change.trace)
    assert all(shown.trace and shown.trace.grounded for shown in counts.rows[0].cells.values())
    assert all(table.trace and table.trace.grounded for table in (scales, counts))
