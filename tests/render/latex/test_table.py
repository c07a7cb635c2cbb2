"""The fragment for a manuscript: its shape, and that no cell leaves its place."""

import re

from hypothesis import given

from metasacro.render.latex.table import LONGEST, NEEDED, table_latex, tables_latex
from metasacro.render.latex.text import latex_text
from metasacro.views.pages import outcome_tables
from metasacro.views.table import Cell, Column, Row, Table
from tests.render.hostile import table_of, texts
from tests.synthesis.shipped import analyses, evidence

CELL_END = re.compile(r"(?<!\\)&")


def body(source: str) -> list[str]:
    """The lines between the rules, without the spaces between groups."""
    lines = source.split("\n")
    rows = lines[lines.index("\\toprule") + 1 : lines.index("\\bottomrule")]
    return [row for row in rows if row not in ("\\midrule", "\\addlinespace", "\\endhead")]


@given(texts, texts)
def test_a_hostile_table_keeps_its_shape(first: str, second: str) -> None:
    source = table_latex(table_of(first, second))
    rows = body(source)
    assert len(rows) == 4
    assert [len(CELL_END.findall(row)) for row in rows] == [2, 0, 2, 2]
    assert all(row.endswith(" \\\\") for row in rows)
    assert not [row for row in rows if row.startswith(("[", "*"))]
    assert source.count("\\begin{") == source.count("\\end{") == 2
    bare = re.sub(r"\\[{}\\]", "", source)
    assert bare.count("{") == bare.count("}")


def test_the_pooled_row_and_the_headings_are_marked() -> None:
    (table,) = outcome_tables(analyses()[:1], evidence())
    rows = body(table_latex(table))
    assert "\\textbf{5.3 [3.7, 6.9]}" in next(row for row in rows if row.startswith("\\textbf{Pooled}"))
    assert "\\multicolumn{6}{l}{\\textit{By etiology, each study at its finest split}} \\\\" in rows
    assert rows[0].startswith("Study & n & before & after & ")


def test_a_comment_says_what_the_preamble_needs_once() -> None:
    tables = outcome_tables(analyses(), evidence())
    source = tables_latex(tables, "50 % of it")
    assert source.startswith("\n".join(NEEDED))
    assert source.count("% Needs in the preamble") == 1
    assert source.count("\\begin{table}") == len(tables)
    assert source.endswith("50 \\% of it\\par}\n")


def test_a_long_table_breaks_across_pages_and_long_cells_wrap() -> None:
    words = "many words " * 10
    rows = tuple(Row(cells={"a": Cell(text=words)}) for _ in range(LONGEST + 1))
    source = table_latex(
        Table(id="x", title="T", subtitle="", columns=(Column(key="a", title="a"),), rows=rows, notes=("n",))
    )
    assert "\\begin{longtable}{>{\\raggedright\\arraybackslash}p{" in source
    assert "\\begin{tabular}" not in source
    assert source.count(latex_text(words).strip()) == LONGEST + 1


def test_a_table_of_words_alone_is_paragraphs() -> None:
    source = table_latex(Table(id="x", title="T & U", subtitle="s", columns=(), rows=(), notes=("n",)))
    assert "\\begin" not in source
    assert "\\par \\textbf{T \\& U}\n\\par s\n" in source
