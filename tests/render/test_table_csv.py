"""A table as a spreadsheet reads it."""

import csv
import io

from hypothesis import given

from metasacro.problems.printable import printable
from metasacro.render.csv_text import FORMULA_STARTS
from metasacro.render.table_csv import table_csv, tables_csv
from metasacro.views.pages import outcome_tables
from metasacro.views.table import Cell, Column, Row, Table
from tests.render.hostile import table_of, texts
from tests.synthesis.shipped import analyses, evidence


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@given(texts, texts)
def test_a_hostile_table_keeps_its_shape_and_no_cell_is_a_formula(first: str, second: str) -> None:
    rows = read(table_csv(table_of(first, second)))
    assert [len(row) for row in rows] == [3, 3, 3, 3]
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]
    assert rows[2][0].removeprefix("'") == printable(first).removeprefix("'")
    assert rows[3][2].removeprefix("'") == printable(second).removeprefix("'")


def test_the_header_is_the_titles_and_the_rows_are_the_cells() -> None:
    (table,) = outcome_tables(analyses()[:1], evidence())
    rows = read(table_csv(table))
    assert rows[0] == [column.title for column in table.columns]
    assert rows[1][:2] == ["Gupta 2014", "27"]
    assert ["Pooled", "376", "", "", "5.3 [3.7, 6.9]", ""] in rows
    assert ["By etiology, each study at its finest split", "", "", "", "", ""] in rows


def test_columns_of_one_title_stay_two() -> None:
    columns = (Column(key="a", title="n"), Column(key="b", title="n"))
    table = Table(
        id="x", title="", subtitle="", columns=columns, rows=(Row(cells={"a": Cell(text="1"), "b": Cell(text="2")}),)
    )
    assert read(table_csv(table)) == [["n", "n (2)"], ["1", "2"]]


def test_several_tables_stand_below_their_titles() -> None:
    tables = outcome_tables(analyses(), evidence())
    rows = read(tables_csv(tables))
    assert [[table.title] for table in tables] == [rows[0], *(rows[at + 1] for at, row in enumerate(rows) if row == [])]
