"""A converted mean leads to the row of the table that holds its print, or says that it was typed."""

from __future__ import annotations

from metasacro.evidence.trace import COMMAND_LINE, PROGRAM, Trace
from metasacro.records.file_text import FileText
from metasacro.records.summary_rows import SummaryRow, read_summary_rows, summary_row
from metasacro.synthesis.conversions import compare_conversions
from metasacro.views.conversions import conversion_table
from metasacro.views.explanations import methods
from metasacro.views.table import Table

TYPED = {"n": "27", "q1": "8.0", "median": "9.0", "q3": "10.0", "scale": "0-10"}


def typed(**cells: str) -> Table:
    row = summary_row({**TYPED, **cells})
    assert isinstance(row, SummaryRow)
    return conversion_table(compare_conversions(row))


def read(text: str, **defaults: str) -> Table:
    """The table of the first row of a file."""
    (row, *_), problems = read_summary_rows(FileText(file="scores.csv", text=text, digest=""), defaults)
    assert isinstance(row, SummaryRow)
    assert not problems
    return conversion_table(compare_conversions(row))


def traces(table: Table) -> list[Trace]:
    found = [cell.trace for row in table.rows for cell in row.cells.values() if cell.text.strip()]
    assert all(found)
    return [trace for trace in [*found, table.trace] if trace is not None]


def ends(table: Table) -> dict[str, str]:
    """What every leaf is → the file and line, or the origin."""
    steps = [step for trace in traces(table) for step in trace.walk() if not step.parts]
    return {
        step.what: step.origin or ", ".join(f"{one.location.file}:{one.location.line}" for one in step.sources)  # type: ignore[union-attr] # a source of a file has a place
        for step in steps
    }


def test_every_cell_is_traced_and_every_method_explained() -> None:
    found = traces(typed())
    assert all(trace.grounded for trace in found)
    named = {key for trace in found for step in trace.walk() for key in step.methods}
    assert {"exact-set", "luo/wan/shi", "feasible", "quantile-definition"} <= named
    assert named <= methods().keys()


def test_what_is_typed_comes_from_the_command_line() -> None:
    assert ends(typed(step="0.5", definition="hazen")) == {
        "printed numbers": COMMAND_LINE,
        "scale": COMMAND_LINE,
        "step of the scores": COMMAND_LINE,
        "definition of a quartile": COMMAND_LINE,
    }


def test_what_a_file_holds_stands_on_the_line_of_its_row() -> None:
    found = read("label,n,q1,median,q3,scale\n\nrest,27,8.0,9.0,10.0,0-10\n")
    assert ends(found) == {"printed numbers": "scores.csv:3", "scale": "scores.csv:3", "step of the scores": PROGRAM}
    printed = next(step for step in traces(found)[0].walk() if step.what == "printed numbers")
    assert printed.printed == "n 27, median 9.0, q1 8.0, q3 10.0"


def test_an_option_for_all_rows_is_not_the_file_s() -> None:
    found = read("label,n,q1,median,q3\nrest,27,8.0,9.0,10.0\n", scale="0-10")
    assert ends(found)["scale"] == COMMAND_LINE
    assert ends(found)["printed numbers"] == "scores.csv:2"


def test_without_quartiles_no_definition_is_named() -> None:
    row = summary_row({"n": "16", "min": "0", "median": "3", "max": "5", "scale": "0-5"})
    assert isinstance(row, SummaryRow)
    assert "definition of a quartile" not in ends(conversion_table(compare_conversions(row)))
