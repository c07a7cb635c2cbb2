"""Normal after a Box–Cox transformation: integrals, likelihood, powers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from metasacro.moments import order_statistics
from metasacro.moments.box_cox_normal import (
    box_cox,
    box_cox_density,
    box_cox_moments,
    box_cox_quantile,
    half_width,
    inverse_box_cox,
)
from metasacro.moments.mln import POWERS, mln_parameters, profile
from metasacro.moments.order_statistics import likeliest, log_likelihood
from metasacro.moments.summary import five_numbers, order_ranks

CASES = [(0.0, 1.5, 0.6), (0.3, 2.0, 0.5), (0.9, 8.0, 3.0), (1.2, 17.0, 11.5), (2.8, 900.0, 700.0)]


@pytest.mark.parametrize(("power", "location", "scale"), CASES)
def test_moments_are_those_of_the_density(power: float, location: float, scale: float) -> None:
    """Adaptive quadrature of x and x² times the density, between quantiles of 1e-13 on either side."""
    low, high = (float(box_cox_quantile(np.array(p), power, location, scale)) for p in (1e-13, 1 - 1e-13))
    middle = float(box_cox_quantile(np.array(0.5), power, location, scale))

    def moment(order: int) -> float:
        parts = [
            integrate.quad(
                lambda x: x**order * float(box_cox_density(np.array(x), power, location, scale)), *ends, limit=500
            )[0]
            for ends in ((low, middle), (middle, high))
        ]
        return sum(parts)

    mean, sd = (
        float(value[0]) for value in box_cox_moments(np.array([power]), np.array([location]), np.array([scale]))
    )
    assert moment(0) == pytest.approx(1.0, abs=1e-7)
    assert mean == pytest.approx(moment(1), rel=1e-6)
    assert sd == pytest.approx(np.sqrt(moment(2) - moment(1) ** 2), rel=1e-5)


def test_a_small_power_is_near_the_logarithm() -> None:
    """The integral for a power of 1e-7 meets the closed form for 0."""
    mean, sd = box_cox_moments(np.array([0.0, 1e-7]), np.array([1.5, 1.5]), np.array([0.6, 0.6]))
    assert mean[1] == pytest.approx(mean[0], rel=1e-6)
    assert sd[1] == pytest.approx(sd[0], rel=1e-5)


def test_the_transformation_turns_round() -> None:
    x = np.array([0.01, 1.0, 50.0])
    for power in (0.0, 0.4, 2.5):
        assert inverse_box_cox(box_cox(x, np.array(power)), np.array(power)) == pytest.approx(x, rel=1e-9)


def test_quantiles_stay_positive_and_reach_the_mirror_of_zero() -> None:
    """The distribution is cut where x would be 0, and as far above the middle."""
    power, location, scale = 0.9, 3.0, 2.5
    reach = float(half_width(np.array(power), np.array(location), np.array(scale)))
    low, high = (float(box_cox_quantile(np.array(p), power, location, scale)) for p in (0.0, 1.0))
    assert low == pytest.approx(0.0, abs=1e-9)
    assert high == pytest.approx(float(inverse_box_cox(np.array(location + scale * reach), np.array(power))))


@pytest.mark.parametrize("scenario", [("min", "median", "max"), ("q1", "median", "q3"), None])
def test_the_likeliest_place_and_spread_are_where_a_general_search_ends(scenario: tuple[str, ...] | None) -> None:
    printed = {"min": 2.0, "q1": 4.0, "median": 6.0, "q3": 9.5, "max": 20.0}
    numbers = {name: printed[name] for name in scenario} if scenario else printed
    summary = five_numbers(37, **numbers)
    ranks = order_ranks(37, summary.scenario)
    location, scale = likeliest(summary.values, np.array([5.0]), np.array([9.0]), ranks, 37)

    def loss(theta: np.ndarray) -> float:
        return -float(log_likelihood(summary.values[0], np.array(theta[0]), np.array(np.exp(theta[1])), ranks, 37))

    best = optimize.minimize(loss, [6.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    assert (float(location[0]), float(scale[0])) == pytest.approx((best.x[0], np.exp(best.x[1])), rel=1e-6)


def test_the_likelihood_of_all_values_is_the_normal_one() -> None:
    """With every rank given nothing lies between, and location and scale are mean and root mean square."""
    x = np.array([[1.0, 4.0, 5.0, 9.0]])
    ranks = np.array([1.0, 2.0, 3.0, 4.0])
    location, scale = likeliest(x, np.array([3.0]), np.array([1.0]), ranks, 4)
    assert (location[0], scale[0]) == pytest.approx((x.mean(), x.std()), rel=1e-9)
    assert float(log_likelihood(x[0], location[0], scale[0], ranks, 4)) == pytest.approx(
        float(stats.norm(location[0], scale[0]).logpdf(x).sum() + 2 * np.log(2 * np.pi))
    )


def test_the_likeliest_place_keeps_its_digits_far_from_zero() -> None:
    """A shift of a million moves the place by a million and leaves the spread."""
    ranks = np.array([6.0, 11.0, 16.0])
    here = likeliest(np.array([[1.0, 2.0, 4.0]]), np.array([2.0]), np.array([1.0]), ranks, 20)
    there = likeliest(np.array([[1.0, 2.0, 4.0]]) + 1e6, np.array([1e6]), np.array([3.0]), ranks, 20)
    assert there[0] == pytest.approx(here[0] + 1e6, rel=1e-14)
    assert there[1] == pytest.approx(here[1], rel=1e-8)


@pytest.mark.parametrize("slope", [True, False])
def test_the_power_of_mln_is_the_top_of_a_fine_grid(slope: bool) -> None:
    summary = five_numbers(100, 50, min=22, max=80)
    power, _, _ = mln_parameters(summary, slope=slope)
    grid = np.linspace(POWERS[0], POWERS[1], 20001)[None, :]
    heights = profile(summary, grid, slope=slope)
    assert float(profile(summary, power[:, None], slope=slope)[0, 0]) >= heights.max() - 1e-12


def test_a_row_of_missing_numbers_leaves_the_others_alone() -> None:
    """It ends where it started; its neighbour ends where it ends by itself."""
    ranks, one, two = np.array([7.0, 13.0, 19.0]), np.ones(1), np.ones(2)
    alone = likeliest(np.array([[1.0, 2.0, 3.0]]), one, one, ranks, 25)
    beside = likeliest(np.array([[1.0, 2.0, 3.0], [np.nan] * 3]), two, two, ranks, 25)
    assert [float(found[0]) for found in beside] == pytest.approx([float(found[0]) for found in alone], rel=1e-12)
    assert [float(found[1]) for found in beside] == [1.0, 1.0]


def test_one_step_is_already_likelier_than_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that is cut short answers with the best place it has seen."""
    values, ranks, one = np.array([[1.0, 2.0, 3.0]]), np.array([7.0, 13.0, 19.0]), np.ones(1)
    start = float(log_likelihood(values, one, one, ranks, 25)[0])
    top = float(log_likelihood(values, *likeliest(values, one, one, ranks, 25), ranks, 25)[0])
    monkeypatch.setattr(order_statistics, "_STEPS", 1)
    cut = float(log_likelihood(values, *likeliest(values, one, one, ranks, 25), ranks, 25)[0])
    assert start < cut < top


def test_moments_of_a_log_normal_are_exact_where_an_integral_would_be_cut() -> None:
    """At a scale of 12 the mean is made 12 SDs out, the mean square 24 SDs; an integral ends at 14."""
    mean, sd = box_cox_moments(np.array([0.0]), np.array([1.5]), np.array([12.0]))
    assert float(mean[0]) == pytest.approx(np.exp(1.5 + 72.0), rel=1e-12)
    assert float(sd[0]) == pytest.approx(np.exp(1.5 + 72.0) * np.sqrt(np.expm1(144.0)), rel=1e-12)


def test_moments_of_a_table_are_those_of_its_cells() -> None:
    power, location, scale = (np.array(column).reshape(2, 2) for column in zip(*CASES[:4], strict=True))
    table = box_cox_moments(power, location, scale)
    row = box_cox_moments(power.ravel(), location.ravel(), scale.ravel())
    for found, expected in zip(table, row, strict=True):
        assert found.shape == (2, 2)
        assert found.ravel() == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("function", [box_cox_moments, half_width, inverse_box_cox])
def test_what_is_given_in_single_precision(function: Callable[..., Any]) -> None:
    """It is computed in double. Powers 0 and 0.3: a closed form and an integral."""
    columns = (np.array([0.0, 0.3]), np.array([1.7, 2.1]), np.array([0.6, 0.7]))
    single = [column.astype(np.float32) for column in (columns[1:] if function is inverse_box_cox else columns)]
    found, expected = (
        np.array(function(*given)) for given in (single, [column.astype(np.float64) for column in single])
    )
    assert found.dtype == np.float64
    assert found.tolist() == expected.tolist()


def test_a_power_of_a_number_beyond_every_double_is_infinite_without_a_warning() -> None:
    assert box_cox(np.array([1e200]), np.array([3.0])).tolist() == [np.inf]


def test_without_a_spread_the_cut_is_infinitely_far() -> None:
    assert half_width(np.array([0.5]), np.array([2.0]), np.array([0.0])).tolist() == [np.inf]


def test_the_density_ends_at_the_cut() -> None:
    """Power 1: normal about 0.5 with SD 1, cut at 0 and 1. The end belongs to it; beyond it there is nothing."""
    x = np.array([0.5, 1.0, 1.0 + 1e-9, 3.0])
    inside = stats.norm.cdf(0.5) - stats.norm.cdf(-0.5)
    expected = [stats.norm.pdf(0.0) / inside, stats.norm.pdf(0.5) / inside, 0.0, 0.0]
    found = box_cox_density(x, 1.0, -0.5, 1.0)  # type: ignore[arg-type] # plain numbers, as `Fitted` has them
    assert found.dtype == np.float64
    assert found == pytest.approx(expected, rel=1e-12)
