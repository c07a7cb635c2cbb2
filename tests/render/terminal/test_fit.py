"""Which columns of a table fit a width: columns give way before numbers do."""

from hypothesis import given
from hypothesis import strategies as st

from metasacro.render.terminal.fit import GUTTER, NARROWEST_PLOT, WIDEST_PLOT, fit, words
from metasacro.render.terminal.glyphs import UNICODE
from metasacro.views.forest_scores import forest_scores
from metasacro.views.table import Cell, Kind, Table
from tests.synthesis.shipped import analysis


def table() -> Table:
    return forest_scores(analysis("pain"), "1 month")


def keys(width: int) -> list[str]:
    return [column.key for column in fit(table(), width, UNICODE).columns]


@given(st.integers(60, 300))
def test_a_form_is_never_wider_than_the_room(width: int) -> None:
    form = fit(table(), width, UNICODE)
    assert sum(form.widths) + GUTTER * (len(form.widths) - (not form.plot)) + form.plot <= width


@given(st.integers(60, 300))
def test_study_number_and_effect_always_stay(width: int) -> None:
    assert {"study", "n", "effect"} <= set(keys(width))


@given(st.integers(60, 300))
def test_a_plot_is_wide_enough_to_be_read_or_is_left_out(width: int) -> None:
    plot = fit(table(), width, UNICODE).plot
    assert plot == 0 or NARROWEST_PLOT <= plot <= WIDEST_PLOT


def test_before_and_after_go_first() -> None:
    assert keys(125) == ["study", "n", "baseline", "follow_up", "effect", "weight"]
    assert {"baseline", "follow_up"}.isdisjoint(keys(80))


def test_only_a_name_is_ever_cut() -> None:
    long = "x" * 300
    form = fit(table(), 60, UNICODE)
    assert words(Cell(text=long, kind=Kind.COMPUTED), form, UNICODE) == long
    assert words(Cell(text=long, kind=Kind.LABEL), form, UNICODE).endswith("…")
