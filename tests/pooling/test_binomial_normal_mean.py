"""The profile-likelihood interval of a pooled rate, against a direct scan."""

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from metasacro.numerics.normal import normal_cdf
from metasacro.numerics.student import student_quantile
from metasacro.pooling import binomial_normal_mean
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.binomial_normal_fit import maximum_likelihood
from metasacro.pooling.binomial_normal_likelihood import likelihood
from metasacro.pooling.binomial_normal_mean import profile_mean_interval
from metasacro.problems import Refusal

SIX = ([4.0, 9, 2, 12, 6, 3], [53.0, 43, 58, 57, 60, 31])
RARE = ([0.0, 0, 1, 0, 2, 0, 3, 0], [53.0, 243, 58, 57, 110, 31, 75, 12])
ALIKE = ([5.0] * 6, [40.0] * 6)
COMMON = ([40.0, 50, 60, 59, 58, 57], [60.0] * 6)


def highest_at(mu: float, x: np.ndarray, n: np.ndarray) -> float:
    """The highest log-likelihood over tau at this mean: a scan, then a search between its neighbours."""

    def height(tau: float) -> float:
        return float(likelihood(np.array([mu]), np.array([tau]), x[None, :], n[None, :]).height[0])

    taus = np.linspace(0.0, 8.0, 81)
    heights = [height(tau) for tau in taus]
    best = int(np.argmax(heights))
    around = (taus[max(best - 1, 0)], taus[min(best + 1, 80)])
    found = minimize_scalar(lambda tau: -height(tau), bounds=around, method="bounded", options={"xatol": 1e-9})
    return max(heights[best], -float(found.fun))


@pytest.mark.parametrize("data", [SIX, RARE, ALIKE, COMMON], ids=["six", "rare", "alike", "common"])
def test_the_bounds_are_where_a_direct_scan_falls_to_the_threshold(data: tuple[list[float], list[float]]) -> None:
    x, n = (np.array(column) for column in data)
    pooled = binomial_normal(x, n, interval="profile")
    assert pooled.interval is not None
    assert pooled.estimate is not None
    assert pooled.interval_method == "profile"
    half = 0.5 * float(student_quantile(0.975, x.size - 1)) ** 2
    top = highest_at(pooled.estimate, x, n)
    for bound in (pooled.interval.lower, pooled.interval.upper):
        beyond = bound + 0.1 * (bound - pooled.estimate)
        scanned = brentq(lambda mu: highest_at(mu, x, n) - top + half, pooled.estimate, beyond, xtol=1e-8)
        assert bound == pytest.approx(scanned, abs=1e-6)


#: So many cohorts that no tau of a coarse grid is likely but the best one.
NARROW = (SIX[0] * 5, SIX[1] * 5)
#: The likelihood is highest at a tau above 0; at a higher mean, at level 0.5, it is highest at 0.
AT_0 = ([4.0, 9, 1], [48.0, 55, 26])

#: Counts and quantiles that are hard to search: twice the likelihood of an upper bound has just begun to rise with tau,
#: and steps on huge counts circle by rounding.
HARD = [
    ([5.0] * 6, [40.0] * 6, 2.5733763084710324),
    ([1.0] * 4, [100.0] * 4, 2.279836891095501),
    ([91.0, 5722, 27891, 2, 144, 483949, 639930], [150.0, 5745, 28364, 11, 144, 483967, 640208], 2.4469118511449692),
]


@pytest.mark.parametrize(("x", "n", "quantile"), HARD, ids=["tau just above 0", "rare", "huge counts"])
def test_bounds_that_need_a_closer_look_are_those_of_a_direct_scan(
    x: list[float], n: list[float], quantile: float
) -> None:
    events, people = np.array(x), np.array(n)
    fit = maximum_likelihood(events[None, :], people[None, :])
    level = 2.0 * float(normal_cdf(quantile)) - 1.0
    found = profile_mean_interval(fit, events, people, df=np.inf, level=level)
    threshold = float(fit.height[0]) - 0.5 * quantile**2
    for bound in (found.lower, found.upper):
        beyond = bound + 0.1 * (bound - float(fit.mu[0]))
        scanned = brentq(lambda mu: highest_at(mu, events, people) - threshold, float(fit.mu[0]), beyond, xtol=1e-9)
        assert bound == pytest.approx(scanned, abs=1e-6)


def test_events_and_their_absence_are_mirror_images() -> None:
    x, n = (np.array(column) for column in RARE)
    one, other = (binomial_normal(counts, n, interval="profile").interval for counts in (x, n - x))
    assert one is not None
    assert other is not None
    assert (one.lower, one.upper) == pytest.approx((-other.upper, -other.lower), rel=1e-9)


def test_it_is_wider_below_than_above_for_rare_events_and_narrower_under_z() -> None:
    pooled = binomial_normal(*RARE, interval="profile")
    narrow = binomial_normal(*RARE, interval="profile", test="z").interval
    assert pooled.interval is not None
    assert pooled.estimate is not None
    assert narrow is not None
    assert pooled.estimate - pooled.interval.lower > pooled.interval.upper - pooled.estimate
    assert pooled.interval.lower < narrow.lower < narrow.upper < pooled.interval.upper


def test_counts_that_allow_any_spread_still_have_bounds() -> None:
    """All or nothing in every cohort: both bounds print as 0 and 100 %."""
    interval = binomial_normal([0, 0, 10, 0, 0, 10], [10] * 6, interval="profile").interval
    assert interval is not None
    assert interval.lower < -20
    assert interval.upper > 20


def test_the_level_is_95_percent_unless_asked() -> None:
    x, n = (np.array(column) for column in ALIKE)
    fit = maximum_likelihood(x[None, :], n[None, :])
    assert profile_mean_interval(fit, x, n, df=5.0) == profile_mean_interval(fit, x, n, df=5.0, level=0.95)


def test_an_unknown_interval_is_refused() -> None:
    with pytest.raises(Refusal, match="MS404"):
        binomial_normal(*SIX, interval="likelihood")


def profile(mu: float, x: np.ndarray, n: np.ndarray) -> float:
    """The highest log-likelihood over tau, by looking ever closer around the highest of 61."""
    low, high = 0.0, 40.0
    while True:
        tau = np.linspace(low, high, 61) if low else np.concatenate([[0.0], np.geomspace(1e-5 * high, high, 60)])
        rows = (np.repeat(array[None], 61, axis=0) for array in (x, n))
        heights = likelihood(np.full(61, mu), tau, *rows).height
        best = int(heights.argmax())
        low, high = tau[max(best - 1, 0)], tau[min(best + 1, 60)]
        if high - low <= 1e-5 * high or high < 1e-4:
            return float(heights[best])


@pytest.mark.parametrize("df", [np.inf, 3.0])
@pytest.mark.parametrize("level", [0.02, 0.5, 0.9])
@pytest.mark.parametrize(
    ("x", "n"),
    [SIX, RARE, ALIKE, COMMON, HARD[1][:2], ([1, 0, 2], [90, 80, 7]), NARROW, AT_0],
)
def test_at_either_bound_the_profile_has_fallen_as_far_as_asked(
    x: list[float], n: list[float], level: float, df: float
) -> None:
    events, people = np.array(x, dtype=float), np.array(n, dtype=float)
    fit = maximum_likelihood(events[None, :], people[None, :])
    found = profile_mean_interval(fit, events, people, df=df, level=level)
    assert found.level == level
    assert found.lower < float(fit.mu[0]) < found.upper
    threshold = float(fit.height[0]) - 0.5 * float(student_quantile((1.0 + level) / 2.0, df)) ** 2
    for bound in (found.lower, found.upper):
        assert profile(bound, events, people) == pytest.approx(threshold, abs=1e-7)


@pytest.mark.parametrize(("x", "n", "quantile"), HARD[:2], ids=["tau just above 0", "rare"])
def test_bounds_that_need_a_closer_look_lie_where_the_profile_has_fallen(
    x: list[float], n: list[float], quantile: float
) -> None:
    events, people = np.array(x), np.array(n)
    fit = maximum_likelihood(events[None, :], people[None, :])
    found = profile_mean_interval(fit, events, people, df=np.inf, level=2.0 * float(normal_cdf(quantile)) - 1.0)
    for bound in (found.lower, found.upper):
        fallen = float(fit.height[0]) - profile(bound, events, people)
        assert fallen == pytest.approx(0.5 * quantile**2, abs=1e-7)


@pytest.mark.parametrize("level", [0.02, 0.5, 0.95])
@pytest.mark.parametrize(("x", "n"), [SIX, RARE, ALIKE, COMMON, HARD[1][:2], NARROW, AT_0])
def test_the_bracket_finds_what_the_steps_find(
    x: list[float], n: list[float], level: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is searched where steps lead away; here always."""
    events, people = np.array(x, dtype=float), np.array(n, dtype=float)
    fit = maximum_likelihood(events[None, :], people[None, :])
    plain = profile_mean_interval(fit, events, people, df=5.0, level=level)
    monkeypatch.setattr(binomial_normal_mean, "_STEPS", 0)
    found = profile_mean_interval(fit, events, people, df=5.0, level=level)
    assert (found.lower, found.upper) == pytest.approx((plain.lower, plain.upper), rel=1e-10)


@pytest.mark.parametrize("side", [-1.0, 1.0])
@pytest.mark.parametrize(("x", "n"), [SIX, RARE], ids=["six", "rare"])
def test_steps_end_in_few_where_the_likelihood_is_highest_over_tau(
    x: list[float], n: list[float], side: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a tenth beside the place; from a place where they lead away there is no answer."""
    events, people = np.array(x), np.array(n)
    fit = maximum_likelihood(events[None, :], people[None, :])
    fall = 0.5 * float(student_quantile(0.975, events.size - 1.0)) ** 2
    taus = np.geomspace(0.1, 10.0, 2001) * float(fit.tau[0])
    bounds = binomial_normal_mean._where_fallen(side, fall, taus, fit, events, people)
    best = int(np.nanargmax(side * bounds))
    assert 0 < best < taus.size - 1
    monkeypatch.setattr(binomial_normal_mean, "_STEPS", 6)
    for aside in (0.9, 1.1):
        start = bounds[[best]] + 0.1 * (aside - 1.0), aside * taus[[best]]
        found = binomial_normal_mean._farthest_tau(fit.height - fall, *start, events, people)
        assert found.shape == (1,)
        assert float(found[0]) == pytest.approx(taus[best], rel=2e-3)
        at = likelihood(bounds[[best]], found, events[None, :], people[None, :])
        assert abs(float(at.d_tau[0])) < 1e-3 * abs(float(at.d_tau_tau[0]))
    away = binomial_normal_mean._farthest_tau(fit.height - fall, fit.mu, 20.0 * fit.tau, events, people)
    assert np.isnan(away).tolist() == [True]
