"""The search for the highest likelihood of the binomial–normal model, and what it says where it ends early."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from metasacro.pooling import binomial_normal_fit, binomial_normal_likelihood
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.binomial_normal_fit import maximum_likelihood, pooled_binomial
from metasacro.pooling.binomial_normal_likelihood import likelihood

SIX = np.array([4.0, 9, 2, 12, 6, 3]), np.array([53.0, 43, 58, 57, 60, 31])
ALIKE = np.array([5.0, 5, 6, 5, 5, 5]), np.full(6, 40.0)
#: Each cohort has no event or only events: the likelihood rises with tau for ever.
SPLIT = np.array([0.0, 12, 0, 30, 0, 7]), np.array([10.0, 12, 25, 30, 5, 7])

U = np.linspace(-9.0, 9.0, 60_001)
DENSITY = np.exp(-0.5 * U * U) / np.sqrt(2.0 * np.pi) * (U[1] - U[0])


def pairs_and_one(pairs: int, people: float, size: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """So many small cohorts with no event, as many with only events, and one cohort with events in half of them."""
    x, n = [0.0, size] * pairs, [size, size] * pairs
    return np.array([[*x, people / 2]]), np.array([[*n, people]])


def height(tau: float, pairs: int, people: float, size: float = 2.0) -> float:
    """Its log-likelihood without binomial coefficients by a plain sum; by symmetry mu = 0 is best for every tau."""
    eta = tau * U
    small = float(np.exp(-size * np.logaddexp(0.0, -eta)) @ DENSITY)
    half = -0.5 * people * (np.logaddexp(0.0, eta) + np.logaddexp(0.0, -eta))
    return 2 * pairs * float(np.log(small)) + half.max() + float(np.log(np.exp(half - half.max()) @ DENSITY))


@pytest.mark.parametrize(
    ("pairs", "size", "wide"),
    [(4, 2.0, False), (5, 2.0, False), (8, 2.0, True), (3, 3.0, True)],
    ids=["within the scan", "beyond it", "beyond it and higher", "within it and higher"],
)
def test_of_two_maxima_the_higher_is_taken(pairs: int, size: float, wide: bool) -> None:
    """One large cohort wants no spread, many small ones want a wide one; the scan of τ ends at 7.8 or 8.8."""
    x, n = pairs_and_one(pairs, 1e4, size)
    found = maximum_likelihood(x, n)
    heights = [height(tau, pairs, 1e4, size) for tau in (0.0, 0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 16.0, 32.0)]
    assert heights[0] > heights[1] < max(heights[2:]) > heights[-1]  # two maxima
    assert (max(heights[2:]) > heights[0]) == wide
    other = minimize_scalar(lambda tau: -height(tau, pairs, 1e4, size), bounds=(2.0, 32.0), method="bounded")
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


def test_a_maximum_two_doublings_beyond_the_scan_is_found() -> None:
    """Sixteen pairs, and one event in two people, which is all that limits tau."""
    found = maximum_likelihood(*pairs_and_one(16, 2.0))
    best = minimize_scalar(lambda tau: -height(tau, 16, 2.0), bounds=(16.0, 60.0), method="bounded")
    assert found.tau[0] == pytest.approx(best.x, rel=1e-4)
    assert found.converged[0]


def test_a_scan_that_ends_just_behind_a_valley_is_continued(monkeypatch: pytest.MonkeyPatch) -> None:
    x, n = pairs_and_one(8, 100.0)
    whole = maximum_likelihood(x, n)
    valley = minimize_scalar(lambda tau: height(tau, 8, 100.0), bounds=(0.05, 1.0), method="bounded").x
    monkeypatch.setattr(binomial_normal_fit, "_LARGEST", 1.04 * valley / (1.0 + np.log(5.0)))
    short = maximum_likelihood(x, n)
    assert whole.tau[0] == pytest.approx(13.21, abs=5e-3)
    assert short.tau[0] == pytest.approx(whole.tau[0], rel=1e-9)


def test_where_nothing_limits_tau_the_answer_ends_with_the_scan() -> None:
    found = maximum_likelihood(SPLIT[0][None], SPLIT[1][None])
    assert found.tau[0] == pytest.approx(3.0 * (1.0 + np.log(61.0)), rel=1e-12)
    assert not found.converged[0]


def test_many_rows_have_the_answers_of_each_alone() -> None:
    """Rows of nothing, of everything, without an end, without spread, and with two maxima, among others."""
    full = (np.full(6, 9.0), np.full(6, 9.0))
    pair = (np.array([0.0, 3, 0, 3, 500, 0]), np.array([3.0, 3, 3, 3, 1000, 0]))
    rows = [(0.0 * full[0], full[1]), SPLIT, SIX, full, ALIKE, pair]
    x, n = (np.stack(column) for column in zip(*rows, strict=True))
    found = maximum_likelihood(x, n)
    assert found.converged.dtype == np.bool_
    assert found.converged.tolist() == [False, False, True, False, True, True]
    for row in range(6):
        alone = maximum_likelihood(x[[row]], n[[row]])
        for name in ("mu", "tau", "height", "se_mu", "se_tau", "information"):
            one, many = getattr(alone, name)[0], getattr(found, name)[row]
            assert many == pytest.approx(one, rel=1e-8, abs=1e-10, nan_ok=True), name


def test_the_pooled_binomial_is_the_likelihood_at_tau_0() -> None:
    x, n = (np.stack(column) for column in zip(SIX, ALIKE, strict=True))
    logit, top, rising = pooled_binomial(x, n)
    at = likelihood(logit, np.zeros(2), x, n)
    assert logit == pytest.approx(np.log(x.sum(axis=1) / (n - x).sum(axis=1)), rel=1e-13)
    assert (top, rising) == (pytest.approx(at.height, rel=1e-12), pytest.approx(at.d_tau_tau, rel=1e-10))


def test_standard_errors_are_those_of_second_differences() -> None:
    x, n = SIX[0][None], SIX[1][None]
    found = maximum_likelihood(x, n)
    move = 1e-3 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1], [-1, 1], [-1, -1], [0, 0]])
    mu, tau = np.array([found.mu[0], found.tau[0]])[:, None] + move.T
    h = likelihood(mu, tau, np.repeat(x, 9, axis=0), np.repeat(n, 9, axis=0)).height
    crossed = (h[4] - h[5] - h[6] + h[7]) / 4.0
    second = np.array([[h[0] + h[1] - 2.0 * h[8], crossed], [crossed, h[2] + h[3] - 2.0 * h[8]]]) / 1e-6
    errors = np.sqrt(np.diag(np.linalg.inv(-second)))
    assert (found.se_mu[0], found.se_tau[0]) == pytest.approx(tuple(errors), rel=1e-5)


def test_without_spread_the_error_is_that_of_the_pooled_binomial() -> None:
    found = maximum_likelihood(ALIKE[0][None], ALIKE[1][None])
    assert found.se_mu[0] == pytest.approx(np.sqrt(1.0 / 31.0 + 1.0 / 209.0), rel=1e-12)
    assert np.isnan(found.se_tau[0])
