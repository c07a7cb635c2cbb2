"""What a print says of each value in order, and of the same values on a scale turned upside down."""

from __future__ import annotations

import pytest

from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.order_statistics import order_statistics
from metasacro.moments.feasible.pairings import mirrored
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from metasacro.moments.feasible.scale import Scale

HAZEN = DEFINITIONS["hazen"]


@pytest.mark.parametrize(
    ("printed", "lower", "upper"),
    [
        ({"min": "1", "median": "2.50"}, (1, 1, 1, 1), (1, 4, 4, 5)),
        ({"median": "2.50", "max": "4"}, (0, 1, 1, 4), (4, 4, 4, 4)),
        ({"q1": "1.00", "q3": "4.50"}, (0, 0, 4, 4), (2, 2, 5, 5)),
    ],
)
def test_a_pinned_pair_passes_the_bounds_of_one_value_on_to_the_other(
    printed: dict[str, str], lower: tuple[int, ...], upper: tuple[int, ...]
) -> None:
    """Four values from 0 to 5; x2 + x3 = 5, or x1 + x2 = 2 and x3 + x4 = 9."""
    order = order_statistics(4, Scale.of(0, 5), printed, HAZEN)
    assert (order.n, order.lower, order.upper) == (4, lower, upper)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("-2", [-2.5, -2.0, -1.5]),
        ("-1", [-1.0, -0.5]),
        ("0", [-0.5, 0.0, 0.5]),
        ("1", [0.5, 1.0]),
        ("2", [1.5, 2.0, 2.5]),
    ],
)
def test_halves_round_away_from_0_or_to_the_even_digit(text: str, values: list[float]) -> None:
    """One patient, on a scale of halves from −4 to 4."""
    one = feasible_moments(1, lower=-4, upper=4, step="0.5", median=text)
    assert one.mean_distribution().values.tolist() == values


def test_ten_thousand_values_are_the_most() -> None:
    order = order_statistics(10_000, Scale.of(0, 5), {"min": "1", "max": "4"}, HAZEN)
    assert (order.lower, order.upper) == ((*[1] * 9_999, 4), (1, *[4] * 9_999))


def test_turned_upside_down_the_quartiles_change_places() -> None:
    one, other = (
        order_statistics(11, Scale.of(0, 10), printed, HAZEN)
        for printed in (
            {"min": "2", "q1": "3.2", "median": "5"},
            {"median": "5", "q3": "6.8", "max": "8"},
        )
    )
    assert one.possible
    assert mirrored(one, 10) == other
