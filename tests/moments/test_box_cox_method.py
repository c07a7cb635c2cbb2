"""The power that makes a summary symmetric, and what comes of it."""

import math

import numpy as np
import pytest
from scipy import optimize

from metasacro.moments.box_cox_method import (
    LARGEST_POWER,
    asymmetry,
    box_cox_fit,
    box_cox_method,
    log_ratios,
    symmetric_power,
)
from metasacro.moments.conversion import mean_sd
from metasacro.moments.summary import five_numbers
from metasacro.moments.wan import expected_quartile_distance, expected_range

#: Square roots 1 to 5, 2 to 4, and 1, 3, 5: symmetric at a power of one half. Median, and the others.
SQUARES = [
    (9.0, {"min": 1.0, "max": 25.0}),
    (9.0, {"q1": 4.0, "q3": 16.0}),
    (9.0, {"min": 1.0, "q1": 4.0, "q3": 16.0, "max": 25.0}),
]


def moments_of_a_square(root: float, spread: float) -> tuple[float, float]:
    """Mean and SD of (root + spread z)², z normal and cut at ±root/spread, where the square would be 0."""
    cut = root / spread
    edge = 2 * math.exp(-(cut**2) / 2) / math.sqrt(2 * math.pi) / math.erf(cut / math.sqrt(2))
    second = 1 - cut * edge
    fourth = 3 * second - cut**3 * edge
    mean = root**2 + spread**2 * second
    square = root**4 + 6 * root**2 * spread**2 * second + spread**4 * fourth
    return mean, math.sqrt(square - mean**2)


@pytest.mark.parametrize(("median", "others"), SQUARES)
def test_a_summary_of_squares_is_that_of_a_squared_normal_value(median: float, others: dict[str, float]) -> None:
    """Power one half, and the moments by hand; Wan's SD of the square roots."""
    n = 24
    roots = {name: math.sqrt(value) for name, value in others.items()}
    spreads = [
        (roots[high] - roots[low]) / float(expected(n))
        for low, high, expected in (("min", "max", expected_range), ("q1", "q3", expected_quartile_distance))
        if low in roots
    ]
    mean, sd = box_cox_method(n, median, **others)
    assert float(symmetric_power(five_numbers(n, median, **others))[0]) == pytest.approx(0.5, rel=1e-12)
    assert (float(mean[0]), float(sd[0])) == pytest.approx(
        moments_of_a_square(math.sqrt(median), sum(spreads) / len(spreads)), rel=1e-9
    )


def squares_apart(power: float, median: float, pairs: list[tuple[float, float]]) -> float:
    """Σ (r − 1)² as printed in the method's docstring, for a power that is not 0."""
    return sum(((high**power - median**power) / (median**power - low**power) - 1.0) ** 2 for low, high in pairs)


@pytest.mark.parametrize(
    ("median", "extremes", "quartiles"),
    [(6.0, (1.0, 20.0), (3.5, 8.0)), (6.0, (0.5, 14.0), (4.0, 9.5)), (100.0, (20.0, 150.0), (70.0, 119.0))],
)
def test_the_power_of_five_numbers_has_the_least_sum(
    median: float, extremes: tuple[float, float], quartiles: tuple[float, float]
) -> None:
    """A general search over all powers ends at the same one, with the same sum."""
    numbers = five_numbers(50, median, min=extremes[0], q1=quartiles[0], q3=quartiles[1], max=extremes[1])
    best = optimize.minimize_scalar(
        lambda power: squares_apart(power, median, [extremes, quartiles]),
        bounds=(1e-6, LARGEST_POWER),
        method="bounded",
        options={"xatol": 1e-9},
    )
    fitted = box_cox_fit(numbers)
    assert 0.01 < best.x < 2.99
    assert fitted.named["power"] == pytest.approx(best.x, abs=1e-6)
    assert fitted.criterion == pytest.approx(best.fun, rel=1e-9)


def test_the_search_between_two_powers_does_not_pass_the_largest() -> None:
    """The quartiles are symmetric just below 3, the extremes beyond it, and the least sum lies beyond it too."""
    extremes, quartiles = (20.0, 124.0), (90.0, 108.4)
    beyond = squares_apart(3.2, 100.0, [extremes, quartiles])
    assert beyond < squares_apart(LARGEST_POWER, 100.0, [extremes, quartiles])
    power = symmetric_power(five_numbers(50, 100, min=20, q1=90, q3=108.4, max=124))
    assert power.tolist() == pytest.approx([LARGEST_POWER], rel=1e-12)
    assert power[0] <= LARGEST_POWER


@pytest.mark.parametrize(
    ("power", "of_extremes", "of_quartiles"),
    [(0.0, 1.0, math.log(5 / 3) / math.log(3 / 2)), (1.0, 3.0, 2.0), (2.0, 9.0, 16 / 5)],
)
def test_asymmetry_by_hand(power: float, of_extremes: float, of_quartiles: float) -> None:
    """Distances of 1, 2, 5 and 9 from 3 on the scale of the power: (r − 1)² of each pair, added up."""
    logs = log_ratios(five_numbers(50, 3, min=1, q1=2, q3=5, max=9))
    assert float(asymmetry(np.array([[power]]), logs)[0, 0]) == pytest.approx(
        (of_extremes - 1) ** 2 + (of_quartiles - 1) ** 2, rel=1e-12
    )


def test_a_summary_at_the_end_of_the_search_has_the_asymmetry_that_is_left() -> None:
    """More skewed than a log-normal: power 0, and the ratio of the logarithms."""
    fitted = box_cox_fit(five_numbers(100, 10, q1=9, q3=40))
    assert fitted.named["power"] == 0
    assert fitted.criterion == pytest.approx((math.log(4) / math.log(10 / 9) - 1) ** 2, rel=1e-12)


def test_a_quartile_equal_to_the_median_ends_the_search_without_a_warning() -> None:
    """No power takes them apart, and every power is as far from symmetric."""
    assert symmetric_power(five_numbers(31, 76, q1=65, q3=76)).tolist() == [LARGEST_POWER]


def test_a_summary_that_a_power_makes_symmetric_has_no_caution_about_its_logarithms() -> None:
    """Symmetric as it stands, power 1, its logarithms are skewed far to the left."""
    moments = mean_sd(100, q1=1, median=50, q3=99, method="bc")
    assert moments.fitted is not None
    assert moments.fitted.named["power"] == pytest.approx(1.0, rel=1e-12)
    assert [caution.code for caution in moments.cautions if caution.code == "MS326"] == []
    logarithms = mean_sd(100, q1=1, median=50, q3=99, method="shi-lognormal")
    assert [caution.code for caution in logarithms.cautions] == ["MS326"]
