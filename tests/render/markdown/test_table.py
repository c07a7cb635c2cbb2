"""Tables keep their shape whatever their cells hold."""

from hypothesis import given

from metasacro.problems.printable import one_line
from metasacro.render.markdown.table import table_markdown, tables_markdown
from metasacro.views.pages import outcome_tables, reanalysis_tables
from metasacro.views.table import Table
from tests.render.hostile import table_of, texts
from tests.render.markdown.parsed import inlines, kinds, marks, rows, tags, targets, words
from tests.synthesis.shipped import analyses, evidence, panel


def seen(text: str) -> str:
    return one_line(text).strip()


@given(texts, texts)
def test_a_hostile_table_keeps_its_shape_and_its_words(first: str, second: str) -> None:
    a, b = seen(first), seen(second)
    source = table_markdown(table_of(first, second))
    found = [[words(cell) for cell in row] for row in rows(source)]
    assert found == [[a, b, "c"], [a, "", ""], [a, b, ""], ["", a, b]]
    assert targets(source) == []
    assert tags(source) == []
    assert {mark for token in inlines(source) for mark in marks(token)} <= {"strong_open"}
    assert kinds(source).count("table_open") == 1
    assert [words(token) for token in inlines(source)][-1] == f"MS421 {one_line(first)}".strip()


def shipped() -> list[Table]:
    return [*outcome_tables(analyses(), evidence()), *reanalysis_tables(panel(), evidence())]


def test_every_cell_of_every_shipped_table_is_there() -> None:
    for table in shipped():
        found = [[words(cell) for cell in row] for row in rows(table_markdown(table))]
        assert found[0] == [column.title for column in table.columns]
        full = [row for row in table.rows if row.cells]
        assert len(found) == len(full) + 1
        for row, cells in zip(full, found[1:], strict=True):
            texts = {seen(cell.text) for cell in row.cells.values()}
            assert texts - {""} <= set(cells)


def test_the_pooled_row_is_heavy_and_notes_are_points() -> None:
    source = table_markdown(shipped()[0])
    assert "**5.3 \\[3.7, 6.9\\]**" in source
    assert "\n- τ² 2.14" in source
    assert "\n- **MS424** " in source


def test_several_tables_are_one_document() -> None:
    tables = shipped()
    source = tables_markdown(tables, "evidence: studies")
    assert kinds(source).count("table_open") == len([table for table in tables if table.columns])
    assert source.endswith("\n\nevidence: studies\n")
