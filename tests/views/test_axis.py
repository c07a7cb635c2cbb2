"""The axis that the rows of a forest plot share."""

from hypothesis import example, given
from hypothesis import strategies as st

from metasacro.views.axis import percent_axis, points_axis
from metasacro.views.table import Kind, Mark

ENDS = st.tuples(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))


def mark(lower: float, upper: float, kind: Kind = Kind.COMPUTED) -> Mark:
    return Mark(lower=lower, upper=upper, estimate=(lower + upper) / 2, kind=kind)


@given(st.lists(ENDS, min_size=1, max_size=5))
@example([(-5e-324, 1.0)])
def test_the_axis_of_points_holds_every_cohort_and_no_effect(ends: list[tuple[float, float]]) -> None:
    marks = [mark(low, low + width) for low, width in ends]
    axis = points_axis(marks, None, None, "points")
    assert axis.lower <= 0 <= axis.upper
    assert axis.lower <= min(shown.lower for shown in marks) * (1 + 1e-9) or axis.lower <= min(s.lower for s in marks)
    assert axis.upper >= max(shown.upper for shown in marks) * (1 - 1e-9)
    assert axis.lower < axis.upper


def test_the_axis_of_points_reaches_the_width_of_the_scale() -> None:
    axis = points_axis([mark(1, 2)], (0, 10), 2, "points")
    assert (axis.lower, axis.upper, axis.no_effect, axis.important) == (0, 10, 0, 2)


def test_a_prediction_interval_does_not_stretch_the_axis() -> None:
    axis = points_axis([mark(1, 2), mark(-50, 50, Kind.PREDICTION)], (0, 10), None, "points")
    assert (axis.lower, axis.upper) == (0, 10)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=5))
def test_the_axis_of_percentages_ends_at_a_round_number_up_to_100(uppers: list[float]) -> None:
    axis = percent_axis([mark(0, upper) for upper in uppers])
    assert axis.lower == 0
    assert max(uppers) * (1 - 1e-9) <= axis.upper <= 100


def test_no_rows_have_the_whole_percentage_scale() -> None:
    assert percent_axis([]).upper == 100
