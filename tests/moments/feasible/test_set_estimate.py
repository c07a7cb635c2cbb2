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


def check_weights(codes: list[int], shares: list[float], **numbers: str) -> None:
    """Likelihood and expected sums against n! Π p^c / c! summed over every sample that agrees."""
    sample = tuple(Fraction(code) for code in sorted(codes))
    n = len(sample)
    numbers = numbers or {"q1": str(float(quantile(sample, Fraction(1, 4), 5))), "max": str(max(codes))}
    printed = PrintedSummary(n=n, **numbers)
    p = np.array([share / sum(shares) for share in shares])
    expected = np.zeros(4)
    for found in samples([Fraction(code) for code in range(7)], printed, 5):
        counts = Counter(int(value) for value in found)
        weight = math.factorial(n) * math.prod(p[v] ** c / math.factorial(c) for v, c in counts.items())
        total, squares = sum(map(int, found)), sum(int(value) ** 2 for value in found)
        expected += weight * np.array([1, total, total**2, squares])
    order = order_statistics(n, Scale.of(0, 6), printed.quantiles(), definition_of("hazen"))
    told = weighed_samples(order, np.stack([p, np.eye(7)[6]]))  # under the second nothing agrees but sixes
    assert told is not None
    found_sums = [told.likelihood[0], told.sum[0], told.squared_sum[0], told.squares[0]]
    assert found_sums == pytest.approx([expected[0], *(expected[1:] / expected[0])], rel=1e-11)
    if told.likelihood[1] == 0.0:
        assert (told.sum[1], told.squared_sum[1], told.squares[1]) == (0.0, 0.0, 0.0)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=7), st.lists(st.floats(0.05, 1), min_size=7, max_size=7))
def test_weights_are_multinomial(codes: list[int], shares: list[float]) -> None:
    check_weights(codes, shares)


SHARES = [0.1, 0.3, 0.2, 0.7, 0.4, 0.2, 0.5]


@pytest.mark.parametrize(
    ("codes", "numbers"),
    [
        ([0, 2, 2, 3, 6], {}),
        ([1, 1, 1, 5], {}),
        ([0, 1, 2, 3, 4], {"median": "2"}),
        ([0, 1, 2, 3, 4, 4], {"min": "0", "median": "2.5", "max": "4"}),
        ([0, 1, 2, 3], {"q1": "0.5", "q3": "2.5"}),
        ([2], {"median": "2"}),
        ([0, 0, 4], {"q3": "3.00"}),  # or 3 and 3: the last value has codes that the one before has not
        ([1, 5, 6], {"q1": "2.00"}),  # and here the first
        ([0, 1, 3, 4], {"median": "2"}),
        ([1, 1, 3, 3, 3, 5], {"q1": "1", "median": "3.0", "q3": "3"}),
    ],
)
def test_weights_of_prints_that_pin_their_values_in_every_way(codes: list[int], numbers: dict[str, str]) -> None:
    check_weights(codes, SHARES, **numbers)


def test_many_values_have_a_probability_as_well() -> None:
    """Of all samples of 40 values, with nothing printed but the extremes of the scale's middle."""
    order = order_statistics(40, Scale.of(0, 6), {"min": "1", "max": "5"}, definition_of("hazen"))
    p = np.array(SHARES) / sum(SHARES)
    told = weighed_samples(order, p[None])
    assert told is not None
    inside = [p[low:high].sum() ** 40 for low, high in ((1, 6), (2, 6), (1, 5), (2, 5))]
    assert float(told.likelihood[0]) == pytest.approx(inside[0] - inside[1] - inside[2] + inside[3], rel=1e-11)


@pytest.mark.parametrize("weights", ["normal", "equal"])
@pytest.mark.parametrize("step", ["1", "10"])
@pytest.mark.parametrize(
    "numbers",
    [{"median": "2"}, {"q1": "1", "q3": "3"}, {"min": "0", "max": "4"}, {"min": "1", "median": "3", "max": "6"}],
)
def test_the_estimate_is_the_average_over_samples_and_populations(
    numbers: dict[str, str], step: str, weights: under_test.Weights
) -> None:
    """E x̄, √E s² and Var x̄, every sample and every population written out; on a scale from 2 on."""
    n, width, definition = 5, float(step), "linear"
    shown = {name: f"{2.0 + width * float(text):g}" for name, text in numbers.items()}
    found = under_test.set_estimate(
        n, lower=2, upper=2 + 6 * width, step=step, definition=definition, weights=weights, **shown
    )
    every = [
        [int(v) for v in one] for one in samples([Fraction(c) for c in range(7)], PrintedSummary(n=n, **numbers), 7)
    ]
    means, variances = np.mean(every, axis=1), np.var(every, axis=1, ddof=1)
    weight = np.ones(len(every))
    if weights == "normal":
        order = order_statistics(
            n, Scale.of(0, 6), PrintedSummary(n=n, **numbers).quantiles(), definition_of(definition)
        )
        middle = (order.lower[2] + order.upper[2]) / 2
        quartiles = [(order.lower[at] + order.upper[at]) / 2 for at in (1, 3)]
        many = populations.censored_normals(6, centre=middle, quartile_distance=quartiles[1] - quartiles[0])
        share = np.array([math.prod(1 / math.factorial(c) for c in Counter(one).values()) for one in every])
        weight = share * (many.prior @ np.prod(many.probabilities[:, every], axis=2))
    weight = weight / weight.sum()
    mean, variance = weight @ means, weight @ variances
    between = weight @ (means - mean) ** 2
    assert found.mean == pytest.approx(2.0 + width * mean, rel=1e-11)
    assert found.sd == pytest.approx(width * math.sqrt(variance), rel=1e-10)
    assert found.reconstruction == pytest.approx(width**2 * between, rel=1e-9)
    assert found.se_mean == pytest.approx(width * math.sqrt(variance / n + between), rel=1e-10)
    assert (found.n, found.definition, found.weights) == (n, definition, weights)


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
        ("MS308", {"n": 9, "min": "1"}),
        ("MS308", {"n": 9, "max": "8", "q1": "4"}),
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


def test_two_values_and_the_most_that_can_be_weighed_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    two = under_test.set_estimate(2, lower=0, upper=10, min="3", max="7")
    assert (two.mean, two.sd) == pytest.approx((5.0, 8.0**0.5), rel=1e-12)
    assert two.weights == "normal"
    extremes = under_test.set_estimate(9, lower=0, upper=10, min="2", max="8", q1="4")
    assert 2 < extremes.mean < 8
    monkeypatch.setattr(under_test, "MOST_WEIGHED", 9)
    assert under_test.set_estimate(9, lower=0, upper=10, min="2", max="8", q1="4").mean == extremes.mean
    with pytest.raises(Refusal, match="MS383"):
        under_test.set_estimate(10, lower=0, upper=10, median="4")
