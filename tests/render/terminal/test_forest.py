"""An interval drawn in characters: laws that hold for every interval, axis and width."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.render.terminal.forest import draw, ruler
from metasacro.render.terminal.glyphs import ASCII, UNICODE, Glyphs
from metasacro.views.table import Axis, Kind, Mark

WIDTHS = st.integers(20, 60)
ENDS = st.floats(-30, 30)
KINDS = st.sampled_from([Kind.COMPUTED, Kind.ANSWER, Kind.SUBTOTAL])
AXIS = Axis(lower=0, upper=10, no_effect=0, important=2, unit="points")
GLYPHS = pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])


def mark(lower: float, estimate: float, upper: float, kind: Kind = Kind.COMPUTED, weight: float = 0.5) -> Mark:
    return Mark(lower=lower, upper=upper, estimate=estimate, kind=kind, weight=weight)


def marker(kind: Kind, weight: float = 0.5) -> str:
    """The sign of the estimate."""
    return {Kind.ANSWER: UNICODE.diamond, Kind.SUBTOTAL: UNICODE.subtotal}.get(
        kind, UNICODE.sizes[min(int(weight * 3), 2)]
    )


@given(st.tuples(ENDS, ENDS, ENDS), KINDS, WIDTHS)
def test_a_row_is_exactly_as_wide_as_asked(ends: tuple[float, float, float], kind: Kind, width: int) -> None:
    low, estimate, high = sorted(ends)
    for glyphs in (UNICODE, ASCII):
        assert len(draw(mark(low, estimate, high, kind), AXIS, width, glyphs)) == width


@given(st.floats(0, 10), st.floats(0, 10), WIDTHS)
def test_a_larger_estimate_is_never_drawn_further_left(one: float, other: float, width: int) -> None:
    low, high = sorted((one, other))
    columns = [
        draw(mark(value, value, value), AXIS, width, UNICODE).index(marker(Kind.COMPUTED)) for value in (low, high)
    ]
    assert columns[0] <= columns[1]


@given(st.tuples(st.floats(0.1, 9.9), st.floats(0.1, 9.9), st.floats(0.1, 9.9)), KINDS, WIDTHS)
def test_an_estimate_lies_inside_its_interval(ends: tuple[float, float, float], kind: Kind, width: int) -> None:
    low, estimate, high = sorted(ends)
    row = draw(mark(low, estimate, high, kind), AXIS, width, UNICODE)
    line = UNICODE.diamond_whisker if kind is Kind.ANSWER else UNICODE.whisker
    drawn = [column for column, sign in enumerate(row) if sign in (line, marker(kind))]
    assert drawn == list(range(drawn[0], drawn[-1] + 1))
    assert drawn[0] <= row.index(marker(kind)) <= drawn[-1]


@given(WIDTHS, st.floats(10.001, 1e9), st.floats(-1e9, -0.001))
def test_an_interval_beyond_the_axis_says_so_at_the_edge(width: int, high: float, low: float) -> None:
    row = draw(mark(low, 5, high), AXIS, width, UNICODE)
    assert (row[0], row[-1]) == (UNICODE.edge_left, UNICODE.edge)


@GLYPHS
def test_an_endless_interval_is_drawn_to_both_edges(glyphs: Glyphs) -> None:
    row = draw(mark(-math.inf, 5, math.inf), AXIS, 30, glyphs)
    assert (row[0], row[-1], len(row)) == (glyphs.edge_left, glyphs.edge, 30)


def test_an_estimate_beyond_the_axis_has_no_marker() -> None:
    row = draw(mark(8, 12, 14), AXIS, 30, UNICODE)
    assert not set(row).intersection(UNICODE.sizes)


def test_the_marker_grows_with_the_weight() -> None:
    drawn = [draw(mark(4, 5, 6, weight=weight), AXIS, 30, UNICODE) for weight in (0.0, 0.5, 1.0)]
    assert [next(sign for sign in row if sign in UNICODE.sizes) for row in drawn] == list(UNICODE.sizes)


@GLYPHS
def test_a_row_without_an_interval_still_shows_no_effect_and_the_important_difference(glyphs: Glyphs) -> None:
    row = draw(None, AXIS, 51, glyphs)
    assert (row.index(glyphs.no_effect), row.index(glyphs.important)) == (0, 10)


@GLYPHS
@pytest.mark.parametrize("width", range(20, 61))
def test_the_ruler_is_as_wide_as_the_plot_and_names_both_ends(glyphs: Glyphs, width: int) -> None:
    text = ruler(AXIS, width, glyphs)
    assert len(text) == width
    assert text.startswith("0")
    assert text.endswith("10 points")


def test_labels_of_the_ruler_never_run_into_each_other() -> None:
    crowded = Axis(lower=-0.1, upper=10, no_effect=0, important=0.2, unit="points")
    assert ruler(crowded, 30, UNICODE).split() == ["−0.1", "10", "points"]


def test_the_important_difference_is_named_where_it_stands() -> None:
    assert ruler(AXIS, 51, UNICODE)[10:15] == "2 MID"


@pytest.mark.parametrize("unit", ["", "%", "points of a very long unit that nobody would ever write out in full here"])
def test_a_unit_of_any_length_keeps_the_width(unit: str) -> None:
    assert len(ruler(Axis(lower=0, upper=10, no_effect=0, important=2, unit=unit), 30, UNICODE)) == 30
