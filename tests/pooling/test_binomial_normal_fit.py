"""The search for the highest likelihood of the binomial–normal model, and what it says where it ends early."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from metasacro.pooling import binomial_normal_fit, binomial_normal_likelihood
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.binomial_normal_fit import maximum_likelihood
from metasacro.pooling.binomial_normal_likelihood import likelihood

U = np.linspace(-9.0, 9.0, 60_001)
DENSITY = np.exp(-0.5 * U * U) / np.sqrt(2.0 * np.pi) * (U[1] - U[0])


def pairs_and_one(pairs: int, people: float) -> tuple[np.ndarray, np.ndarray]:
    """So many cohorts of two with no event, as many with only events, and one cohort with events in half of them."""
    x, n = [0.0, 2.0] * pairs, [2.0, 2.0] * pairs
    return np.array([[*x, people / 2]]), np.array([[*n, people]])


def height(tau: float, pairs: int, people: float) -> float:
    """Its log-likelihood without binomial coefficients by a plain sum; by symmetry mu = 0 is best for every tau."""
    eta = tau * U
    two = float(np.exp(-2.0 * np.logaddexp(0.0, -eta)) @ DENSITY)
    half = -0.5 * people * (np.logaddexp(0.0, eta) + np.logaddexp(0.0, -eta))
    return 2 * pairs * float(np.log(two)) + half.max() + float(np.log(np.exp(half - half.max()) @ DENSITY))


@pytest.mark.parametrize(
    ("pairs", "wide"), [(4, False), (5, False), (8, True)], ids=["within the scan", "beyond it", "beyond it and higher"]
)
def test_of_two_maxima_the_higher_is_taken(pairs: int, wide: bool) -> None:
    """One large cohort wants no spread, many small ones want a wide one; the scan of τ ends at 7.8."""
    x, n = pairs_and_one(pairs, 1e4)
    found = maximum_likelihood(x, n)
    heights = [height(tau, pairs, 1e4) for tau in (0.0, 0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 16.0, 32.0)]
    assert heights[0] > heights[1] < max(heights[2:]) > heights[-1]  # two maxima
    assert (max(heights[2:]) > heights[0]) == wide
    other = minimize_scalar(lambda tau: -height(tau, pairs, 1e4), bounds=(2.0, 32.0), method="bounded")
    assert found.height[0] == pytest.approx(max(heights[0], -other.fun), rel=1e-9)
    assert found.tau[0] == pytest.approx(other.x if wide else 0.0, rel=1e-4)
    assert found.mu[0] == pytest.approx(0.0, abs=1e-9)
    assert found.converged[0]


def test_a_scan_that_ends_before_the_maximum_is_continued(monkeypatch: pytest.MonkeyPatch) -> None:
    x, n = np.array([[4.0, 9, 2, 12, 6, 3]]), np.array([[53.0, 43, 58, 57, 60, 31]])
    whole = maximum_likelihood(x, n)
    monkeypatch.setattr(binomial_normal_fit, "_LARGEST", 0.05)
    short = maximum_likelihood(x, n)
    assert short.converged[0]
    assert short.tau[0] == pytest.approx(whole.tau[0], rel=1e-9)
    assert short.mu[0] == pytest.approx(whole.mu[0], rel=1e-9)


def test_a_maximum_farther_than_is_searched_is_not_called_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """With 16 pairs it lies at 26; after one doubling the search stands at 15.7, where the likelihood still rises."""
    x, n = pairs_and_one(16, 1e4)
    found = maximum_likelihood(x, n)
    assert found.converged[0]
    assert height(found.tau[0], 16, 1e4) > max(height(found.tau[0] + move, 16, 1e4) for move in (-0.1, 0.1))
    monkeypatch.setattr(binomial_normal_fit, "_DOUBLINGS", 1)
    ended = maximum_likelihood(x, n)
    assert not ended.converged[0]
    assert ended.tau[0] == pytest.approx(6.0 * (1.0 + np.log(5.0)), rel=1e-12)
    assert ended.height[0] == pytest.approx(height(ended.tau[0], 16, 1e4), rel=1e-9)


def test_counts_as_far_apart_as_chance_makes_them_show_no_spread() -> None:
    """57 and 69 of 147: the squared residuals, 36, are exactly n p (1 − p); a difference from 0 is rounding."""
    found = maximum_likelihood(np.array([[57.0, 69.0]]), np.array([[147.0, 147.0]]))
    assert (found.tau[0], found.converged[0]) == (0.0, True)
    assert found.mu[0] == pytest.approx(np.log(63 / 84), rel=1e-14)


def test_rows_of_nothing_and_of_everything_have_no_maximum() -> None:
    n = np.array([[9.0, 8.0], [9.0, 8.0]])
    found = maximum_likelihood(np.array([[0.0, 0.0], [9.0, 8.0]]), n)
    assert not found.converged.any()
    for values in (found.mu, found.tau, found.height, found.se_mu, found.se_tau, found.information):
        assert np.isnan(values).all()


def test_counts_on_which_the_steps_circle_by_rounding_are_still_solved() -> None:
    """90,000 of 100,000 beside 0 of 10: Newton's steps do not come to rest, and both slopes are 0 all the same."""
    x, n = np.array([[90_000.0, 0.0]]), np.array([[100_000.0, 10.0]])
    found = maximum_likelihood(x, n)
    at = likelihood(found.mu, found.tau, x, n)
    assert abs(at.d_mu[0]) <= 1e-8 * np.sqrt(-at.d_mu_mu[0])
    assert abs(at.d_tau[0]) <= 1e-8 * np.sqrt(-at.d_tau_tau[0])
    mirrored = maximum_likelihood(n - x, n)
    assert (mirrored.mu[0], mirrored.tau[0]) == pytest.approx((-found.mu[0], found.tau[0]), rel=1e-8)
    interval = binomial_normal(x[0], n[0]).tau2_interval
    assert interval is not None
    assert interval.lower < found.tau[0] ** 2 < interval.upper


def test_a_peak_that_is_only_nearly_found_gives_the_same_integral(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule is laid around the peak of the integrand; from beside it, after two steps, it gives the same sum."""
    mu, tau, x, n = np.array([-2.0]), np.array([1.5]), np.array([[7.0, 30.0]]), np.array([[40.0, 60.0]])
    exact = likelihood(mu, tau, x, n)
    before = binomial_normal_likelihood._peak(mu, tau, x, n)[0]
    monkeypatch.setattr(binomial_normal_likelihood, "range", lambda _: range(2), raising=False)
    beside = binomial_normal_likelihood._peak(mu, tau, x, n)[0]
    assert (beside != before).any()
    assert beside == pytest.approx(before, abs=1e-2)
    assert likelihood(mu, tau, x, n).height[0] == pytest.approx(exact.height[0], rel=1e-10)
