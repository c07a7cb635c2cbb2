"""A tree in the terminal, whatever the records hold."""

import io

import pytest
from hypothesis import given
from rich.cells import cell_len

from metasacro.evidence.reported import Source
from metasacro.evidence.trace import COMMAND_LINE, PROGRAM, Trace
from metasacro.problems import Location
from metasacro.problems.printable import UNSAFE
from metasacro.render.terminal.console import console_for
from metasacro.render.terminal.glyphs import ASCII, UNICODE, Glyphs
from metasacro.render.terminal.trace import LONGEST, print_traces
from tests.render.hostile import texts


def printed(traces: list[Trace], width: int = 80, glyphs: Glyphs = UNICODE) -> str:
    out = io.StringIO()
    print_traces(traces, console_for(out, width), glyphs)
    return out.getvalue()


def at(line: int, text: str, where: str = "Table 4") -> Source:
    return Source(
        study="smith", where=where, seen="full text", location=Location(file="a.yaml", line=line, column=1, text=text)
    )


def test_lines_at_one_place_stand_below_one_name() -> None:
    trace = Trace(
        what="mean", printed="9.0", sources=(at(9, "  mean: 9.0"), at(10, "  sd: 1"), at(20, "n: 3", "Table 5"))
    )
    assert [line.rstrip() for line in printed([trace]).strip().split("\n")] == [
        "mean: 9.0",
        "a.yaml:9 · Table 4, seen: full text",
        "   9 | mean: 9.0",
        "  10 | sd: 1",
        "a.yaml:20 · Table 5, seen: full text",
        "  20 | n: 3",
    ]


def test_where_no_line_holds_it_the_origin_is_said() -> None:
    assert "from the command line" in printed([Trace(what="level", printed="0.9", origin=COMMAND_LINE)])


def test_what_two_trees_share_is_shown_in_the_first() -> None:
    level = Trace(what="level", printed="0.95", origin=PROGRAM)
    text = printed([Trace(what="a", parts=(level,)), Trace(what="b", parts=(level,))])
    assert text.count("[1] level: 0.95") == 1
    assert text.count("level: see [1]") == 1


def test_a_line_longer_than_anybody_reads_ends_at_a_whole_word() -> None:
    text = printed([Trace(what="x", sources=(at(1, "12345 " * 1000),))], 140)
    assert text.count("12345") == LONGEST // 6
    assert "…" in text


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_markup_is_printed_to_the_letter(glyphs: Glyphs) -> None:
    assert "[red]x[/red] [/2013] :smile:" in printed([Trace(what="[red]x[/red] [/2013] :smile:")], glyphs=glyphs)


@given(texts, texts)
def test_nothing_steers_the_terminal_or_leaves_its_line(first: str, second: str) -> None:
    leaf = Trace(what=second, printed=first, how=second, sources=(at(3, first, second),))
    text = printed([Trace(what=first, how=first, methods=("REML",), parts=(leaf, leaf))])
    assert UNSAFE.sub("", text.replace("\n", "")) == text.replace("\n", "")
    assert [line for line in text.split("\n") if cell_len(line) > 80] == []
