"""Quantiles of a mixture of draws, against the same mixture by a plain quadrature and a plain search."""

from typing import Any

import numpy as np
import pytest
from scipy import optimize, stats

from metasacro.pooling import predictive_mixture
from metasacro.pooling.predictive_mixture import mixture_quantiles

Z = np.linspace(-9.0, 9.0, 6001)
#: Analyses: df; masses, means, errors and tau of draws.
ORDINARY = ([9.0, 3.0], [[0.1, 0.4, 0.3, 0.2]] * 2, [[1.0, 1.2, 1.4, 1.5], [0.0, 2.0, 2.0, 2.1]])
DRAWS: dict[str, Any] = {
    "ordinary": (
        *ORDINARY,
        [[0.3, 0.4, 0.5, 0.9], [0.2, 0.2, 0.3, 0.4]],
        [[0.01, 0.2, 0.6, 0.8], [0.1, 0.2, 0.3, 2.0]],
    ),
    "wide errors": (*ORDINARY, [[40.0, 50.0, 60.0, 70.0]] * 2, [[0.01, 0.2, 0.6, 0.8], [0.1, 2.0, 30.0, 200.0]]),
    "one draw": ([9.0], [[1.0]], [[2.0]], [[0.05]], [[1.0]]),
    "two clusters": ([9.0], [[0.3, 0.7, 0.0]], [[-20.0, 20.0, 0.0]], [[0.001] * 3], [[0.01, 0.01, 1e6]]),
    "far apart": (
        [2.0, 30.0],
        [[0.5, 0.3, 0.2, 0.0], [0.2, 0.2, 0.2, 0.4]],
        [[0.0, 1e4, -1e4, 0.0], [-60.0, -20.0, 20.0, 60.0]],
        [[0.2, 0.2, 0.3, 0.3], [0.02, 0.02, 0.02, 0.01]],
        [[0.1, 0.2, 0.1, 1e6], [0.01, 0.01, 0.03, 0.02]],
    ),
}


def share_below(x: float, df: float, mass: Any, mean: Any, se: Any, tau: Any) -> float:
    """By a trapezoid over z; what is narrower than its steps is no matter there."""
    weight = stats.norm.pdf(Z) * (Z[1] - Z[0])
    each = [stats.t.cdf((x - m - t * Z) / s, df) @ weight for m, s, t in zip(mean, se, tau, strict=True)]
    return float(np.dot(mass, each))


@pytest.mark.parametrize("name", ["ordinary", "wide errors", "one draw", "two clusters"])
@pytest.mark.parametrize("tail", [0.005, 0.025, 0.25])
def test_the_shares_beyond_the_bounds_are_those_asked_for(name: str, tail: float) -> None:
    found = mixture_quantiles(tail, *map(np.array, DRAWS[name]))
    for row, bounds in zip(zip(*DRAWS[name], strict=True), found, strict=True):
        for bound, share in zip(bounds, (tail, 1 - tail), strict=True):
            assert share_below(bound, *row) == pytest.approx(share, rel=0, abs=1e-10)


@pytest.mark.parametrize("tail", [0.025, 0.25])
def test_draws_far_apart_are_searched_across_the_gaps(tail: float) -> None:
    """Where no draw lies nothing changes with the bound; a draw of no mass may reach as far as it likes."""
    found = mixture_quantiles(tail, *map(np.array, DRAWS["far apart"]))
    for row, bounds in zip(zip(*DRAWS["far apart"], strict=True), found, strict=True):
        for bound, share in zip(bounds, (tail, 1 - tail), strict=True):
            near = optimize.brentq(lambda x, row=row, share=share: share_below(x, *row) - share, -2e4, 2e4, xtol=1e-9)
            assert bound == pytest.approx(near, rel=1e-9, abs=1e-7)


def test_a_bound_that_needs_more_steps_lies_between_its_start_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two draws far apart, asked for their 2.5 % and 97.5 %."""
    draws = [np.array([[0.5, 0.5]]), np.array([[0.0, 3.0]]), np.array([[0.2, 0.2]]), np.array([[0.001, 1.0]])]
    exact = mixture_quantiles(0.025, np.array([9.0]), *draws)[0]
    monkeypatch.setattr(predictive_mixture, "_STEPS", 0)
    start = mixture_quantiles(0.025, np.array([9.0]), *draws)[0]
    monkeypatch.setattr(predictive_mixture, "_STEPS", 1)
    early = mixture_quantiles(0.025, np.array([9.0]), *draws)[0]
    assert (np.abs(early - exact) > 1e-6).any()
    assert (np.abs(early - exact) < np.abs(start - exact)).all()


@pytest.mark.parametrize("df", [2.0, 9.0, 100.0, 1e4])
def test_the_rule_goes_as_far_and_takes_such_steps_as_it_says(df: float) -> None:
    """Of t alone a draw's precision is √g. Beside more degrees of freedom the steps are those that these need."""
    one = np.ones((1, 1))
    alone = predictive_mixture._Mixture(np.array([df]), one, 0 * one, one, 0 * one)
    log_g = 2.0 * np.log(alone.precision[0, 0])
    fallen = 0.5 * df * (np.expm1(log_g) - log_g)
    assert 28.0 <= fallen[0] < 28.0 + 0.5 * df / np.e
    assert 28.0 <= fallen[-1] < 34.0
    longest = 1.0 / (3.0 * np.sqrt(1.0 + 0.07 * df))
    assert log_g.size == int(np.ceil(np.ptp(log_g) / longest)) + 1
    assert alone.weight[0, 0] == pytest.approx(np.exp(-fallen) / np.exp(-fallen).sum(), rel=1e-9)
    assert np.diff(log_g) == pytest.approx(np.diff(log_g)[0], rel=1e-6)
    beside = predictive_mixture._Mixture(np.array([df, 30.0]), *(np.ones((2, 1)) for _ in range(4)))
    other = predictive_mixture._Mixture(np.array([30.0]), one, one, one, one)
    assert beside.weight.shape[2] == max(alone.weight.shape[2], other.weight.shape[2])
