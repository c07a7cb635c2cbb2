"""Cai's method with and without the slope of the transformation: its likelihoods, its criterion, and what it says."""

import numpy as np
import pytest

from metasacro.moments.box_cox_method import location_and_scale
from metasacro.moments.box_cox_normal import box_cox
from metasacro.moments.conversion import mean_sd
from metasacro.moments.mln import mln, mln_jacobian, profile
from metasacro.moments.order_statistics import log_likelihood
from metasacro.moments.summary import five_numbers, order_ranks

#: Two groups in one unit, and one of them in every unit.
GROUPS = {"min": [22.0, 1.0], "median": [50.0, 7.0], "max": [80.0, 9.0]}
MILLIMETRES = {"min": 22.0, "median": 50.0, "max": 80.0}


def test_the_slope_of_the_transformation_is_a_factor_of_every_printed_number() -> None:
    """d(x^λ − 1)/λ = x^(λ − 1) dx: its logarithm is added up for each group by itself."""
    numbers, powers = five_numbers(100, **GROUPS), np.array([[0.0, 0.5, 1.0, 3.0]])
    plain, sloped = (profile(numbers, powers, slope=slope) for slope in (False, True))
    logs = np.log([22.0 * 50.0 * 80.0, 1.0 * 7.0 * 9.0])
    assert sloped - plain == pytest.approx(logs[:, None] * [-1.0, -0.5, 0.0, 2.0], rel=1e-10, abs=1e-10)


@pytest.mark.parametrize(("key", "slope"), [("mln", 0.0), ("mln-jacobian", 1.0)])
def test_the_criterion_is_the_likelihood_at_the_power_upside_down(key: str, slope: float) -> None:
    fitted = mean_sd(100, **MILLIMETRES, method=key).fitted
    assert fitted is not None
    numbers, power = five_numbers(100, **MILLIMETRES), fitted.named["power"]
    transformed = box_cox(numbers.values, np.array([[power]]))
    place = location_and_scale(numbers.with_values(transformed))
    height = log_likelihood(transformed, *place, order_ranks(100, numbers.scenario), 100)[0]
    height += slope * (power - 1.0) * np.log(22.0 * 50.0 * 80.0)
    assert fitted.criterion == pytest.approx(-height, rel=1e-12)


def test_only_with_the_slope_the_unit_carries_through() -> None:
    metres = {name: value / 1000.0 for name, value in MILLIMETRES.items()}
    assert 1000.0 * np.array(mln_jacobian(100, **metres)) == pytest.approx(np.array(mln_jacobian(100, **MILLIMETRES)))
    assert abs(1000.0 * mln(100, **metres)[0] - mln(100, **MILLIMETRES)[0]) > 0.1
    assert mean_sd(100, **metres, method="mln").mean == mln(100, **metres)[0]


@pytest.mark.parametrize("unit", [1e-3, 1e3])
def test_both_means_are_told_where_they_differ(unit: float) -> None:
    """By a thousandth of the mean, whatever that is in the unit."""
    printed = {name: value * unit for name, value in MILLIMETRES.items()}
    plain, sloped = (mean_sd(100, **printed, method=key) for key in ("mln", "mln-jacobian"))
    assert [caution.code for caution in plain.cautions] == ["MS325"]
    assert f"mean {plain.mean:.4g}, against {sloped.mean:.4g} with" in plain.cautions[0].message


def test_in_the_unit_of_the_geometric_mean_the_slope_is_nothing() -> None:
    """½, 1 and 2 have logarithms that add up to 0."""
    plain, sloped = (mean_sd(100, min=0.5, median=1.0, max=2.0, method=key) for key in ("mln", "mln-jacobian"))
    assert (plain.mean, plain.sd) == pytest.approx((sloped.mean, sloped.sd), rel=1e-12)
    assert plain.cautions == ()


def test_a_power_beyond_every_double_is_no_candidate() -> None:
    numbers = five_numbers(20, 1.2e308, min=1e308, max=1.5e308)
    heights = profile(numbers, np.array([[0.0, 0.5, 1.0, 2.0]]), slope=True)
    assert np.isfinite(heights[0, :2]).all()
    assert not (heights[0, 2:] > -np.inf).any()
