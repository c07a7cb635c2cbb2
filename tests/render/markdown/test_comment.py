"""A comment calls nobody, and no forge refuses it."""

import pytest

from metasacro.render.markdown.comment import CUT, MOST, comment_markdown
from metasacro.views.table import Cell, Column, Row, Table


def table(*texts: str, notes: tuple[str, ...] = ()) -> Table:
    rows = tuple(Row(cells={"a": Cell(text=text)}) for text in texts)
    return Table(id="t", title="T", subtitle="", columns=(Column(key="a", title="A"),), rows=rows, notes=notes)


@pytest.mark.parametrize("text", ["@everyone", "thanks to @a-team", "(@b)", "\\@c", "`@d` and @e"])
def test_a_name_behind_an_at_sign_is_parted_from_it(text: str) -> None:
    written = comment_markdown([table(text)])
    assert "@<!-- -->" in written
    assert "@everyone" not in written


def test_an_address_and_code_stay_as_they_are() -> None:
    written = comment_markdown([table("a@example.org", notes=("type `x @y`",))])
    assert "a@example.org" in written
    assert "`x @y`" in written


def test_a_long_comment_ends_at_a_line_and_says_so() -> None:
    written = comment_markdown([table(*["0123456789" * 5] * 2000)])
    assert len(written) <= MOST + len(CUT) + 2
    assert written.endswith(f"|\n\n{CUT}")
