"""A table of printed summaries is read to the last cell, or says what cannot be read and where."""

from __future__ import annotations

import pytest

from metasacro.records.file_text import FileText
from metasacro.records.summary_rows import Refused, SummaryRow, read_summary_rows, summary_row

GOOD = {"n": "27", "q1": "8.0", "median": "9.0", "q3": "10.0", "scale": "0-10"}


def table(text: str, **defaults: str) -> tuple[list[SummaryRow | Refused], list[str]]:
    """The rows, and the codes of what is wrong with the table itself."""
    rows, problems = read_summary_rows(FileText(file="rows.csv", text=text, digest=""), defaults)
    return list(rows), [found.code for found in problems]


def codes(row: SummaryRow | Refused) -> list[str]:
    return [found.code for found in row.problems] if isinstance(row, Refused) else []


def test_printed_numbers_stay_text() -> None:
    """`8.0` keeps its decimal, which says how it was rounded."""
    row = summary_row(GOOD)
    assert isinstance(row, SummaryRow)
    assert (row.printed.q1, row.printed.median, row.printed.mean) == ("8.0", "9.0", None)


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"n": "27.5"}, ["MS591"]),
        ({"n": "1"}, ["MS591"]),
        ({"n": "100000"}, ["MS591"]),
        ({"n": "٢٧٢٧٢٧٢٧٢٧٢٧"}, ["MS591"]),
        ({"n": ""}, ["MS593"]),
        ({"scale": ""}, ["MS593"]),
        ({"scale": "ten"}, ["MS592"]),
        ({"scale": "10-0"}, ["MS381"]),
        ({"step": "0"}, ["MS381"]),
        ({"step": "half"}, ["MS381"]),
        ({"median": "9,0"}, ["MS380"]),
        ({"median": "nan"}, ["MS380"]),
        ({"definition": "hazn"}, ["MS382"]),
        ({"n": "x", "q3": "y", "scale": "z", "definition": "w"}, ["MS591", "MS380", "MS592", "MS382"]),
    ],
)
def test_every_cell_that_cannot_be_read_is_named(cells: dict[str, str], wanted: list[str]) -> None:
    """All of them at once, in the order of the columns."""
    assert codes(summary_row(GOOD | cells)) == wanted


@pytest.mark.parametrize(
    ("text", "ends"), [("0-10", (0, 10)), ("0–10", (0, 10)), ("-5-5", (-5, 5)), (" 0 - 5 ", (0, 5))]
)
def test_a_scale_is_two_numbers_with_a_hyphen(text: str, ends: tuple[int, int]) -> None:
    row = summary_row(GOOD | {"scale": text, "q1": "", "median": "1", "q3": ""})
    assert isinstance(row, SummaryRow)
    assert (row.scale.lower, row.scale.upper) == ends


def test_a_bad_cell_is_found_in_its_row_and_column() -> None:
    """Also behind a quoted cell with a comma in it."""
    rows, problems = table('label,n,median,scale\n"Smith, 2013",27,9x,0-10\n')
    assert problems == []
    assert isinstance(rows[0], Refused)
    place = rows[0].problems[0].location
    assert place is not None
    assert (place.line, place.column, place.length, rows[0].label) == (2, 18, 2, "Smith, 2013")


def test_no_row_is_dropped() -> None:
    """Good, bad and short rows come back in their order; empty lines are no rows."""
    rows, _ = table("n,median,scale\n27,9,0-10\n\nx,9,0-10\n27,9\n27,9,0-10,1\n27,8,0-10\n")
    assert [codes(row) for row in rows] == [[], ["MS591"], ["MS595"], ["MS595"], []]


def test_options_fill_in_what_the_table_leaves_out() -> None:
    """A column that is missing, and a cell that is empty."""
    rows, _ = table("n,median,step\n27,9,\n27,9.5,0.5\n", scale="0-10", step="1")
    assert [float(row.scale.step) for row in rows if isinstance(row, SummaryRow)] == [1.0, 0.5]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ["MS596"]),
        ("n,median,scale\n", ["MS596"]),
        ("n,medain,scale\n27,9,0-10\n", ["MS594"]),
        ("n;median;scale\n27;9;0-10\n", ["MS594"]),
        ("n,n,scale\n27,9,0-10\n", ["MS596"]),
    ],
)
def test_a_table_without_its_header_is_refused(text: str, wanted: list[str]) -> None:
    """Nothing is guessed, and nothing is left out."""
    rows, problems = table(text)
    assert (rows, problems) == ([], wanted)
