"""A table as terminal text, whatever a record's names hold."""

import io

import pytest
from rich.cells import cell_len

from metasacro.problems import Caution
from metasacro.render.terminal.console import console_for
from metasacro.render.terminal.glyphs import ASCII, UNICODE, Glyphs
from metasacro.render.terminal.tables import table_block
from metasacro.views.table import Axis, Cell, Column, Kind, Mark, Row, Table

HOSTILE = [
    "Kortman [/2013]",
    "[red]Gupta[/red] [link=http://x]2010[/link]",
    ":smile: 2014",
    "\x1b[2J\x1b[31mred",
    "\x1b]52;c;aGVsbG8=\x07",
    "\x9b2J",
    "9.0\r0.0",
    "9\b\b0",
    "two\nlines\tand a tab",
    "\u202egnp.exe",
    "a\u200bb",
    "x" * 300,
    "林" * 80,
    "é" * 50,
    "👩‍⚕️" * 30,
]
EFFECT = "6.1 [4.6, 7.6] ᵠ"


def table(name: str) -> Table:
    return Table(
        id="pain",
        title=f"Pain {name}",
        subtitle=f"model {name}",
        columns=(
            Column(key="study", title="Study"),
            Column(key="n", title="n", right=True),
            Column(key="effect", title="reduction [95 % CI]"),
        ),
        rows=(
            Row(
                cells={
                    "study": Cell(text=name, kind=Kind.LABEL),
                    "n": Cell(text="27"),
                    "effect": Cell(text=EFFECT),
                },
                mark=Mark(lower=4.6, upper=7.6, estimate=6.1, kind=Kind.COMPUTED, weight=1),
            ),
            Row(cells={"study": Cell(text=name, kind=Kind.HEADING)}),
        ),
        axis=Axis(lower=0, upper=10, no_effect=0, important=2, unit="points"),
        notes=(f"not pooled: {name}",),
        cautions=(Caution(code="MS446", message=f"{name} carries 91 %"),),
    )


def rendered(name: str, width: int, glyphs: Glyphs) -> list[str]:
    out = io.StringIO()
    console_for(out, width).print(table_block(table(name), width, glyphs))
    return out.getvalue().split("\n")


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [60, 80, 125])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_in_its_line_and_cuts_no_number(name: str, width: int, glyphs: Glyphs) -> None:
    lines = rendered(name, width, glyphs)
    assert [line for line in lines if cell_len(line) > width] == []
    assert [sign for line in lines for sign in line if ord(sign) < 32 or 127 <= ord(sign) < 160] == []
    assert len([line for line in lines if glyphs.text(EFFECT) in line]) == 1


@pytest.mark.parametrize("name", HOSTILE[:3])
def test_markup_is_printed_to_the_letter(name: str) -> None:
    assert [line for line in rendered(name, 125, UNICODE) if line.startswith(f"  {name}")] != []
