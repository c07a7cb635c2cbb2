"""The estimate over the exact set: against weighted enumeration, against finer grids, and inside the set."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.moments.feasible import populations
from metasacro.moments.feasible import set_estimate as under_test
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.order_statistics import order_statistics
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import definition_of
from metasacro.moments.feasible.scale import Scale
from metasacro.moments.feasible.weighted import weighed_samples
from metasacro.problems import Refusal
from tests.moments.feasible.enumeration import quantile, samples


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=7), st.lists(st.floats(0.05, 1), min_size=7, max_size=7))
def test_weights_are_multinomial(codes: list[int], shares: list[float]) -> None:
    """Likelihood and expected sums against n! Π p^c / c! summed over every sample that agrees."""
    sample = tuple(Fraction(code) for code in sorted(codes))
    n = len(sample)
    printed = PrintedSummary(n=n, q1=str(float(quantile(sample, Fraction(1, 4), 5))), max=str(codes and max(codes)))
    p = np.array([share / sum(shares) for share in shares])
    expected = np.zeros(4)
    for found in samples([Fraction(code) for code in range(7)], printed, 5):
        counts = Counter(int(value) for value in found)
        weight = math.factorial(n) * math.prod(p[v] ** c / math.factorial(c) for v, c in counts.items())
        total, squares = sum(map(int, found)), sum(int(value) ** 2 for value in found)
        expected += weight * np.array([1, total, total**2, squares])
    order = order_statistics(n, Scale.of(0, 6), printed.quantiles(), definition_of("hazen"))
    told = weighed_samples(order, p[None, :])
    assert told is not None
    found_sums = [told.likelihood[0], told.sum[0], told.squared_sum[0], told.squares[0]]
    assert found_sums == pytest.approx([expected[0], *(expected[1:] / expected[0])], rel=1e-11)


PRINTS = [
    (27, 10, {"q1": "8.0", "median": "9.0", "q3": "10.0"}),
    (27, 10, {"q1": "0.0", "median": "3.0", "q3": "5.8"}),
    (16, 5, {"q1": "3.0", "median": "3.0", "q3": "3.0"}),
    (8, 10, {"min": "0", "median": "2.5", "max": "9"}),
    (60, 10, {"q1": "1", "median": "4", "q3": "7"}),
]


@pytest.mark.parametrize(("n", "top", "numbers"), PRINTS)
def test_a_finer_grid_moves_nothing(n: int, top: int, numbers: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the populations each way: mean and SD move by less than a hundredth of the standard error."""
    coarse = under_test.set_estimate(n, lower=0, upper=top, **numbers)
    monkeypatch.setattr(populations, "MEANS", 193)
    monkeypatch.setattr(populations, "SDS", 97)
    fine = under_test.set_estimate(n, lower=0, upper=top, **numbers)
    assert abs(fine.mean - coarse.mean) < 0.01 * fine.se_mean
    assert abs(fine.sd - coarse.sd) < 0.01 * fine.se_mean


@pytest.mark.parametrize("weights", ["normal", "equal"])
@pytest.mark.parametrize(("n", "top", "numbers"), PRINTS)
def test_the_estimate_lies_inside_the_set(
    n: int, top: int, numbers: dict[str, str], weights: under_test.Weights
) -> None:
    """So does its SD; and reconstruction makes the standard error larger than the naive one."""
    told = under_test.set_estimate(n, lower=0, upper=top, weights=weights, **numbers)
    bounds = feasible_moments(n, lower=0, upper=top, **numbers)
    assert bounds.sd is not None
    assert bounds.mean.lower < told.mean < bounds.mean.upper
    assert bounds.sd.lower < told.sd < bounds.sd.upper
    assert told.se_mean > told.sd / math.sqrt(n)


@pytest.mark.parametrize("step", ["1", "0.5"])
def test_units_and_direction_do_not_matter(step: str) -> None:
    """The scale upside down, and ten times as long: the same estimate, mirrored and stretched."""
    one = under_test.set_estimate(11, lower=0, upper=10, step=step, q1="1.0", median="2.0", q3="6.0")
    mirrored = under_test.set_estimate(11, lower=0, upper=10, step=step, q1="4.0", median="8.0", q3="9.0")
    longer = under_test.set_estimate(11, lower=0, upper=100, step=str(float(step) * 10), q1="10", median="20", q3="60")
    assert (10 - mirrored.mean, mirrored.sd, mirrored.se_mean) == pytest.approx(
        (one.mean, one.sd, one.se_mean), rel=1e-9
    )
    assert (longer.mean / 10, longer.sd / 10, longer.se_mean / 10) == pytest.approx(
        (one.mean, one.sd, one.se_mean), rel=1e-9
    )


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("MS384", {"n": 9, "median": "3.5"}),
        ("MS384", {"n": 9, "q1": "6", "q3": "4"}),
        ("MS308", {"n": 9, "q1": "4"}),
        ("MS308", {"n": 9}),
        ("MS383", {"n": 1, "median": "4"}),
        ("MS383", {"n": 1_501, "median": "4"}),
    ],
)
def test_what_is_refused(code: str, arguments: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        under_test.set_estimate(lower=0, upper=10, **arguments)  # type: ignore[arg-type]  # names and values vary
    assert refused.value.code == code


@pytest.mark.parametrize("weights", ["normal", "equal"])
@pytest.mark.parametrize("value", ["0", "1", "3", "7", "10"])
def test_without_spread_the_sd_is_nothing_at_all(value: str, weights: under_test.Weights) -> None:
    """All patients give the same score: no rounding error may look like a variance."""
    found = under_test.set_estimate(8, lower=0, upper=10, min=value, median=value, max=value, weights=weights)
    assert (found.mean, found.sd, found.reconstruction) == (float(value), 0.0, 0.0)


def test_a_print_that_leaves_one_sample_leaves_nothing_open() -> None:
    """Then the mean is that of the sample, and its error is the sampling error."""
    numbers = {"min": "1", "q1": "3", "median": "4", "q3": "8", "max": "9"}
    found = under_test.set_estimate(5, lower=0, upper=10, definition="linear", **numbers)
    assert found.mean == pytest.approx(5.0, rel=1e-12)
    assert found.reconstruction == pytest.approx(0.0, abs=1e-12)
    assert found.se_mean == pytest.approx(found.sd / 5**0.5, rel=1e-12)
