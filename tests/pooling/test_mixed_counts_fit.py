"""The highest likelihood of counts with normal effects: by another optimizer, at 0, with an SD held, and far out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import optimize

from metasacro.pooling import mixed_counts_fit
from metasacro.pooling.count_families import Binomial
from metasacro.pooling.mixed_counts_fit import Maximum, highest, profile
from metasacro.pooling.mixed_counts_likelihood import Derivatives, MixedCounts, mixed_likelihood
from tests.pooling.test_mixed_counts_likelihood import pairs, rates

#: Of the first, both SDs are above 0; of the second that of the effect is 0; of the third both.
WIDE = pairs(np.array([1.0, 9.0, 4.0, 15.0, 2.0]), np.array([5.0, 7.0, 12.0, 11.0, 1.0]), np.full(5, 20.0))
EVEN_EFFECT = pairs(np.array([1.0, 4.0, 9.0, 15.0]), np.array([2.0, 7.0, 13.0, 17.0]), np.full(4, 20.0))
ALIKE = pairs(np.array([4.0, 5.0, 5.0]), np.array([7.0, 7.0, 8.0]), np.full(3, 20.0))


def best_of(model: MixedCounts, held: dict[int, float], start: np.ndarray) -> float:
    """The highest log-likelihood with some of the parameters held, by quasi-Newton steps."""
    free = [i for i in range(start.size) if i not in held]

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        point = start.copy()
        point[free] = x
        point[list(held)] = list(held.values())
        at = mixed_likelihood(model, point[: model.size], point[model.size :])
        return -at.height, -at.slope[free]

    return float(-optimize.minimize(loss, start[free], jac=True, method="BFGS").fun)


@pytest.mark.parametrize(
    ("model", "zeros"), [(WIDE, (False, False)), (EVEN_EFFECT, (True, False)), (ALIKE, (True, True))]
)
def test_no_other_search_gets_higher(model: MixedCounts, zeros: tuple[bool, bool]) -> None:
    fit = highest(model)
    assert fit.converged
    assert tuple(fit.sd == 0.0) == zeros
    assert fit.height == pytest.approx(best_of(model, {}, np.array([-0.5, -0.5, 0.5, 0.5])), abs=1e-8)
    at = mixed_likelihood(model, fit.beta, fit.sd)
    free = np.array([True, True, *(not zero for zero in zeros)])
    assert fit.height == at.height
    assert np.abs(at.slope[free]).max() < 1e-7
    assert (at.slope[~free] <= 1e-7).all()
    assert fit.covariance[np.ix_(free, free)] == pytest.approx(np.linalg.inv(-at.curvature[np.ix_(free, free)]))
    assert np.isnan(fit.covariance[~free]).all()
    assert np.isnan(fit.covariance[:, ~free]).all()


@pytest.mark.parametrize("held", [0, 1])
def test_an_sd_that_is_fixed_at_0_stays_there(held: int) -> None:
    fit = highest(WIDE, zero=(held == 0, held == 1))
    assert fit.sd[held] == 0.0 < fit.sd[1 - held]
    assert fit.height == pytest.approx(
        best_of(WIDE, {2 + held: 0.0}, np.array([-0.5, -0.5, 0.5, 0.5])), abs=1e-8
    )  # fmt: skip
    assert fit.height < highest(WIDE).height - 0.1


@pytest.mark.parametrize("tau", [0.0, 0.3, 2.0])
def test_the_profile_is_the_highest_with_the_first_sd_held(tau: float) -> None:
    found = profile(WIDE, highest(WIDE), tau)
    assert found == pytest.approx(best_of(WIDE, {2: tau}, np.array([-0.5, -0.5, 0.5, 0.5])), abs=1e-8)


def test_an_sd_of_0_stays_0_in_the_profile() -> None:
    fit = highest(WIDE, zero=(False, True))
    held = best_of(WIDE, {2: 0.9, 3: 0.0}, np.array([-0.5, -0.5, 0.9, 0.0]))
    assert profile(WIDE, fit, 0.9) == pytest.approx(held, abs=1e-8)


def test_a_spread_without_end_is_followed_until_it_is_far() -> None:
    """No event, and a million in a millionth of the time."""
    fit = highest(rates(np.array([0.0, 1e6]), np.array([1.0, 1e-6])))
    assert fit.sd[0] > 25.0
    assert np.isfinite(fit.height)
    assert not fit.converged


def test_without_an_effect_of_the_cohort_it_is_logistic_regression() -> None:
    """A model with no SD, one whose SDs are fixed at 0, and one with a single SD among two predictors."""
    plain = highest(replace(WIDE, loadings=np.zeros((2, 0))))
    events = np.array([31.0, 36.0])
    assert (plain.beta[1], plain.beta.sum()) == pytest.approx(np.log(events / (100 - events))[::-1], rel=1e-10)
    assert plain.sd.size == 0
    assert highest(WIDE, zero=(True, True)).height == pytest.approx(plain.height, rel=1e-13)
    alone = highest(replace(WIDE, loadings=WIDE.loadings[:, 1:]))
    assert alone.height == pytest.approx(highest(WIDE, zero=(True, False)).height, rel=1e-8)


def test_of_spreads_that_are_as_likely_the_smallest_is_taken() -> None:
    """One person in each cohort: any SD fits as well as none."""
    x = np.array([1.0, 0.0, 1.0, 1.0, 0.0])
    fit = highest(replace(rates(x, np.ones(5)), family=Binomial(x[:, None], np.ones((5, 1)))))
    assert fit.sd[0] == 0.0
    assert fit.beta[0] == pytest.approx(np.log(1.5), rel=1e-9)


def test_a_start_that_is_the_maximum_is_left_without_a_division_by_0() -> None:
    with np.errstate(all="raise", under="ignore"):
        fit = highest(pairs(np.array([10.0, 10.0]), np.array([10.0, 10.0]), np.full(2, 20.0)))
    assert (fit.beta.tolist(), fit.sd.tolist(), fit.converged) == ([0.0, 0.0], [0.0, 0.0], True)


def made_up(
    monkeypatch: pytest.MonkeyPatch, start: float, at: Callable[[float], tuple[float, float, float]]
) -> Maximum:
    """A climb from `start` on a likelihood of one parameter: its height, slope and curvature."""

    def told(model: MixedCounts, here: np.ndarray) -> Derivatives:
        height, slope, bend = at(float(here[0]))
        return Derivatives(height=height, slope=np.array([slope, 0.0]), curvature=np.diag([bend, -1.0]))

    monkeypatch.setattr(mixed_counts_fit, "_at", told)
    model = rates(np.array([1.0]), np.ones(1))
    return mixed_counts_fit._climb(model, np.array([start]), np.zeros(1), np.array([False]))


@pytest.mark.parametrize("start", [0.12, 0.2, 0.3])
def test_steps_that_go_too_far_are_halved_until_they_climb(start: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """−√(1 + (10 a)²), of which Newton's steps run away from beyond 1/10."""

    def steep(a: float) -> tuple[float, float, float]:
        s = float(np.sqrt(1.0 + 100.0 * a * a))
        return -s, -100.0 * a / s, -100.0 / s**3

    fit = made_up(monkeypatch, start, steep)
    assert fit.converged
    assert (fit.beta[0], fit.height) == (pytest.approx(0.0, abs=1e-10), -1.0)


@pytest.mark.parametrize(("slope", "settled"), [(2e-6, True), (2e-5, False)])
def test_a_step_that_never_climbs_is_small_by_the_size_of_what_it_moves(
    slope: float, settled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = made_up(monkeypatch, -3.0, lambda a: (-float(a != -3.0), slope, -1.0))
    assert (fit.beta[0], fit.converged) == (-3.0, settled)


def test_few_steps_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Newton's: of rates, from the start to the last digit."""
    calls = []

    def counted(*given: Any) -> Derivatives:
        calls.append(given)
        return mixed_likelihood(*given)

    monkeypatch.setattr(mixed_counts_fit, "mixed_likelihood", counted)
    model = rates(np.array([2.0, 9.0, 4.0, 30.0]), np.full(4, 10.0))
    found = mixed_counts_fit._climb(model, np.zeros(1), np.full(1, 0.5), np.ones(1, dtype=np.bool_))
    assert found.converged
    assert len(calls) < 12
