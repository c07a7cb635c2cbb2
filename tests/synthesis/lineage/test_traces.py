"""A trace leads from a pooled answer to lines that stand in the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro.evidence.trace import COMMAND_LINE, PROGRAM, Trace
from metasacro.records.folder import shipped_folder
from metasacro.synthesis.analysis import Analysis
from metasacro.synthesis.run import pool
from metasacro.views.explanations import methods
from metasacro.views.pages import outcome_tables
from metasacro.views.table import Table
from tests.synthesis.shipped import analysis as shipped
from tests.synthesis.shipped import evidence

OUTCOMES = ("pain", "major_complication", "response", "leak")


@pytest.fixture(params=OUTCOMES)
def analysis(request: pytest.FixtureRequest) -> Analysis:
    return pool(evidence(), request.param)


def test_every_branch_ends_at_a_line_of_the_evidence(analysis: Analysis) -> None:
    assert analysis.trace().grounded


def test_every_line_of_a_trace_stands_in_its_file(analysis: Analysis) -> None:
    for step in analysis.trace().walk():
        for source in step.sources:
            assert source.location is not None
            name = Path(source.location.file).name
            lines = (shipped_folder() / name).read_text(encoding="utf-8").splitlines()
            assert lines[source.location.line - 1] == source.location.text


def test_every_printed_number_stands_in_a_line_that_its_trace_names(analysis: Analysis) -> None:
    found = 0
    for step in analysis.trace().walk():
        if step.what.startswith("VAS") and step.printed:
            lines = " ".join(source.location.text for source in step.sources if source.location)
            numbers = step.printed.partition(",")[0].replace("[", " ").replace("]", " ").replace("–", " ").split()
            assert [number for number in numbers if number not in ("±",) and number not in lines] == []
            found += 1
    assert found or analysis.outcome.id != "pain"


def test_every_method_of_a_trace_can_be_explained(analysis: Analysis) -> None:
    named = {key for table in outcome_tables([analysis], evidence()) for key in _methods(table)}
    assert named
    assert named <= methods().keys()


def _methods(table: Table) -> set[str]:
    traces = [cell.trace for row in table.rows for cell in row.cells.values() if cell.trace]
    return {key for trace in traces for step in trace.walk() for key in step.methods}


def test_the_answer_s_trace_has_one_part_a_row_and_the_choices(analysis: Analysis) -> None:
    whats = [part.what for part in analysis.trace().parts]
    assert len([what for what in whats if what.startswith(("mean change", "rate"))]) == len(analysis.rows)
    assert any(what.startswith("test and interval") for what in whats)
    assert "coverage of intervals" in whats
    (chosen,) = (part for part in analysis.trace().parts if part.what == "study set")
    assert all(step.how for step in chosen.parts or (chosen,))


def test_a_choice_of_the_command_line_says_so() -> None:
    found = pool(evidence(), "pain", method="DL", correlation=0.7)
    chosen = {step.what: step for step in found.trace().walk() if step.origin}
    assert chosen["estimator of the between-study variance"].origin == COMMAND_LINE
    assert chosen["correlation of baseline and follow-up, assumed"].printed == "0.7"
    assert {step.origin for step in chosen.values()} == {COMMAND_LINE}


def test_a_row_is_traced_by_its_label_or_its_record() -> None:
    found = pool(evidence(), "pain")
    assert found.trace("Gupta 2014") == found.trace("gupta2014")
    assert found.trace("gupta2014").numbers["change"] == pytest.approx(found.rows[0].change)  # type: ignore[union-attr]
    with pytest.raises(KeyError):
        found.trace("nobody")


def test_a_tree_without_a_place_is_not_grounded() -> None:
    bare = Trace(what="a number")
    assert not bare.grounded
    assert not Trace(what="a sum", parts=(bare,)).grounded
    assert Trace(what="a version", origin=PROGRAM).grounded


def test_the_tables_of_the_outcomes_trace_every_cell_that_holds_a_number(analysis: Analysis) -> None:
    (table,) = outcome_tables([analysis], evidence())
    assert table.trace is not None
    assert table.trace.grounded
    bare = [
        (key, cell.text)
        for row in table.rows
        for key, cell in row.cells.items()
        if any(sign.isdigit() for sign in cell.text) and (cell.trace is None or not cell.trace.grounded)
    ]
    assert bare == []


def test_a_pooled_rate_is_traced_on_the_scale_on_which_it_is_shown() -> None:
    """With the test that was used, and the protocol's below it."""
    trace = shipped("leak").trace()
    assert (round(1000 * trace.numbers["rate"]), round(1000 * trace.numbers["upper"])) == (84, 784)
    (test,) = [part for part in trace.parts if part.what == "test and interval of a rate"]
    assert (test.printed, test.parts[0].printed) == ("t", "adhoc")


def test_a_reduction_says_that_its_sign_is_turned() -> None:
    assert shipped("pain").trace().numbers["estimate"] < 0
    assert "with its sign turned" in shipped("pain").trace().how


def test_a_rate_of_no_model_is_not_explained_by_one() -> None:
    found = shipped("major_complication", "extended").trace()
    assert found.methods == ("clopper-pearson",)
    assert (found.numbers["lower"], round(1000 * found.numbers["upper"])) == (0, 34)
