"""What `metasacro pool --trace pain` prints, to the letter, and the laws of its tree at every width.

After a wanted change: `python -m pytest tests/snapshots --accept`, then read the difference in git.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from metasacro.evidence.trace import Trace
from metasacro.render.terminal.glyphs import ASCII, UNICODE, Glyphs
from metasacro.views.numbers import significant
from metasacro.views.traces import DIGITS
from tests.snapshots.pages import stripped, trace_page
from tests.synthesis.shipped import analyses, analysis

PAGES = [("trace-80", 80, UNICODE), ("trace-80-ascii", 80, ASCII), ("trace-140", 140, UNICODE)]
OUTCOMES = [found.outcome.id for found in analyses()]
NUMBER = re.compile(r"−?\d(?:[\d.]*\d)?")


@pytest.mark.parametrize(("name", "width", "glyphs"), PAGES, ids=[name for name, *_ in PAGES])
def test_the_tree_is_the_one_that_was_looked_at(
    name: str, width: int, glyphs: Glyphs, request: pytest.FixtureRequest
) -> None:
    path = Path(__file__).with_name(f"{name}.txt")
    actual = stripped(trace_page(width, glyphs))
    if request.config.getoption("--accept"):
        path.write_text(actual, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == actual


@cache
def lines(width: int, outcome: str) -> list[str]:
    return trace_page(width, UNICODE, outcome).split("\n")


def numbers(trace: Trace) -> set[str]:
    """Every number of every step, as it is printed."""
    steps = list(trace.walk())
    computed = {significant(value, DIGITS) for step in steps for value in step.numbers.values()}
    return computed | {found for step in steps for found in NUMBER.findall(step.printed)}


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("width", range(60, 201, 10))
def test_no_line_is_wider_than_the_terminal_and_no_number_is_cut(width: int, outcome: str) -> None:
    found = lines(width, outcome)
    assert [line for line in found if cell_len(line) > width] == []
    whole = {number for line in found for number in NUMBER.findall(line)}
    assert numbers(analysis(outcome).trace()) - whole == set()


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_place_is_named_with_its_line(outcome: str) -> None:
    text = "\n".join(lines(140, outcome))
    for step in analysis(outcome).trace().walk():
        for source in step.sources:
            assert source.location is not None
            assert f"{source.location.file}:" in text
            assert f"{source.location.line} | " in text
            assert not source.where or f" · {source.where}" in text


def test_a_step_that_several_rest_on_is_shown_once() -> None:
    text = "\n".join(lines(140, "pain"))
    assert text.count("time of follow-up: 1 month") == 1
    (number,) = re.findall(r"\[(\d+)\] time of follow-up: ", text)
    assert text.count(f"time of follow-up: see [{number}]") == len(analysis("pain").rows) - 1


@pytest.mark.parametrize("width", range(60, 201, 20))
def test_an_ascii_terminal_gets_ascii(width: int) -> None:
    assert trace_page(width, ASCII).isascii()
