"""Proportions without continuity corrections."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.pooling import binomial_normal_batch
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.binomial_normal_fit import best_mu
from metasacro.pooling.binomial_normal_likelihood import likelihood
from metasacro.problems import Refusal
from tests.tolerances import CLOSED, ITERATED, QUADRATURE

TREATMENT = "0/116 1/44 2/208 0/130 5/151 1/98 1/174 1/74 1/97 1/113 0/66 0/70 3/188 6/187 0/118 0/252 1/345 4/64"
CONTROL = "3/117 3/35 9/195 7/136 6/157 4/139 3/177 2/39 19/103 2/122 7/64 1/58 5/175 11/180 0/105 1/262 3/362 1/69"
PRITZ = "16/17 10/12 4/8 43/58 10/10 25/42 13/14 12/12 22/41 4/5 5/6 18/23 58/68 6/10"
SACROPLASTY = "0/53 0/243 0/52 1/58 0/57 0/13"


def counts(text: str) -> tuple[np.ndarray, np.ndarray]:
    x, n = np.array([[float(part) for part in pair.split("/")] for pair in text.split()]).T
    return x, n


def codes(pooled: Any) -> list[str]:
    return [caution.code for caution in pooled.cautions]


def expit(eta: float) -> float:
    return float(1 / (1 + np.exp(-eta)))


@pytest.mark.parametrize(
    ("arm", "numbers", "rates"),
    [
        (CONTROL, (-3.496409, 0.256969, 0.812214), (0.029415, 0.017985, 0.047754)),
        (TREATMENT, (-4.811850, 0.355199, 0.825324), (0.008067, 0.004038, 0.016053)),
    ],
)
def test_nielweise_2007_to_all_digits_of_an_independent_quadrature(
    arm: str, numbers: tuple[float, ...], rates: tuple[float, ...]
) -> None:
    pooled = binomial_normal(*counts(arm), test="z")
    assert (pooled.estimate, pooled.se, pooled.tau2) == pytest.approx(numbers, abs=6e-7)
    back = [expit(value) for value in (pooled.estimate, pooled.interval.lower, pooled.interval.upper)]
    assert back == pytest.approx(rates, abs=6e-7)


@pytest.mark.parametrize(
    ("arm", "printed"), [(CONTROL, (-3.4964, 0.2570, 0.8124)), (TREATMENT, (-4.8121, 0.3555, 0.8265))]
)
def test_nielweise_2007_as_printed_in_stijnen_2010(arm: str, printed: tuple[float, ...]) -> None:
    """Table II was computed with SAS at its own tolerance: three digits agree, the rest is in the test above."""
    pooled = binomial_normal(*counts(arm))
    assert (pooled.estimate, pooled.se, pooled.tau2) == pytest.approx(printed, rel=2e-3)


def test_pritz_1997() -> None:
    """From an independent fit that stopped 2e-6 short in τ; the slopes are 0 at ours (next tests)."""
    pooled = binomial_normal(*counts(PRITZ))
    assert (pooled.estimate, pooled.tau2**0.5) == pytest.approx((1.376594, 0.767663), abs=3e-6)
    assert expit(pooled.estimate) == pytest.approx(0.798443, abs=6e-7)


@pytest.mark.parametrize("x", [0, 1, 3, 10, 40])
@pytest.mark.parametrize("n", [40, 5_000])
@pytest.mark.parametrize(("mu", "tau"), [(-3, 0.2), (-4, 0.9), (0, 1.4), (-2, 1.6), (-5, 3.0), (1, 8.0)])
def test_the_integral_against_thousands_of_points(x: int, n: int, mu: float, tau: float) -> None:
    u = np.linspace(-14, 14, 400_001)
    eta = mu + tau * u
    log_f = x * eta - n * np.logaddexp(0, eta) - u * u / 2 - 0.5 * np.log(2 * np.pi)
    expected = log_f.max() + np.log(np.exp(log_f - log_f.max()).sum() * (u[1] - u[0]))
    found = likelihood(np.array([mu], float), np.array([tau]), np.array([[x]], float), np.array([[n]], float))
    assert float(found.height[0]) == pytest.approx(float(expected), abs=max(QUADRATURE, 1e-13 * abs(expected)))


@pytest.mark.parametrize("tau", [0.4, 2.5])
def test_derivatives_are_those_of_the_likelihood(tau: float) -> None:
    x, n = (array[None, :] for array in counts(SACROPLASTY))
    at, step = (np.array([-5.0]), np.array([tau])), 1e-4

    def slope(name: str, d_mu: float, d_tau: float) -> float:
        up, down = (getattr(likelihood(at[0] + s * d_mu, at[1] + s * d_tau, x, n), name)[0] for s in (step, -step))
        return float((up - down) / (2 * step))

    here = likelihood(*at, x, n)
    assert float(here.d_mu[0]) == pytest.approx(slope("height", 1, 0), rel=1e-6)
    assert float(here.d_tau[0]) == pytest.approx(slope("height", 0, 1), rel=1e-6)
    assert float(here.d_mu_mu[0]) == pytest.approx(slope("d_mu", 1, 0), rel=1e-6)
    assert float(here.d_mu_tau[0]) == pytest.approx(slope("d_mu", 0, 1), rel=1e-6)
    assert float(here.d_tau_tau[0]) == pytest.approx(slope("d_tau", 0, 1), rel=1e-6)


@pytest.mark.parametrize("text", [CONTROL, TREATMENT, PRITZ, SACROPLASTY])
def test_no_tau_of_a_fine_grid_is_more_likely(text: str) -> None:
    x, n = (array[None, :] for array in counts(text))
    fit = binomial_normal(x[0], n[0])
    best = likelihood(np.array([fit.estimate]), np.sqrt([fit.tau2]), x, n).height[0]
    grid = np.geomspace(0.01, 9.0, 60)
    many = [np.repeat(array, grid.size, axis=0) for array in (x, n)]
    _, profile = best_mu(grid, *many, np.full(grid.size, fit.estimate))
    assert (profile.height <= best + 1e-9).all()


def test_the_interval_of_tau2_is_where_the_profile_has_fallen_by_1_92() -> None:
    x, n = (array[None, :] for array in counts(CONTROL))
    pooled = binomial_normal(x[0], n[0])
    best = likelihood(np.array([pooled.estimate]), np.sqrt([pooled.tau2]), x, n).height[0]
    for bound in (pooled.tau2_interval.lower, pooled.tau2_interval.upper):
        _, at = best_mu(np.sqrt([bound]), x, n, np.array([pooled.estimate]))
        assert best - at.height[0] == pytest.approx(3.841458820694124 / 2, rel=1e-8)


def test_rare_complications_keep_their_zeros() -> None:
    pooled = binomial_normal(*counts(SACROPLASTY))
    assert codes(pooled) == ["MS424", "MS429"]
    assert pooled.i2 is None
    assert expit(pooled.estimate) < 0.0022  # pooled binomial .21 %; a half added to each cohort would give 1.07 %
    assert float(pooled.weights.sum()) == pytest.approx(1.0, rel=CLOSED)


def test_without_variation_the_answer_is_the_pooled_binomial() -> None:
    x, n = np.array([2.0, 4.0, 8.0]), np.array([20.0, 40.0, 80.0])
    pooled = binomial_normal(x, n)
    assert pooled.tau2 == 0.0
    assert pooled.se_tau2 is None
    assert pooled.estimate == pytest.approx(np.log(14 / 126), rel=CLOSED)
    assert pooled.se == pytest.approx(np.sqrt(1 / 14 + 1 / 126), rel=CLOSED)
    assert pooled.q == pytest.approx(0.0, abs=1e-12)
    assert codes(pooled) == ["MS421", "MS428", "MS423", "MS424", "MS429"]
    assert pooled.tau2_interval.lower == 0.0
    assert pooled.tau2_interval.upper > 0.0


def test_no_event_anywhere_gives_only_the_exact_bound() -> None:
    pooled = binomial_normal([0, 0], [53, 44])
    assert (pooled.estimate, pooled.se, pooled.interval, pooled.tau2, pooled.weights) == (None,) * 5
    assert pooled.exact.lower == 0
    assert 100 * pooled.exact.upper == pytest.approx(3.73, abs=0.005)
    assert codes(pooled) == ["MS426"]
    assert "0/97" in pooled.cautions[0].message


def test_events_in_everyone_mirror_it() -> None:
    pooled, mirrored = binomial_normal([53, 44], [53, 44]), binomial_normal([0, 0], [53, 44])
    assert codes(pooled) == ["MS427"]
    assert pooled.exact.lower == pytest.approx(1 - mirrored.exact.upper, rel=CLOSED)


@pytest.mark.parametrize(("x", "expected"), [(0, ["MS420", "MS426"]), (4, ["MS420"]), (9, ["MS420", "MS427"])])
def test_one_cohort(x: int, expected: list[str]) -> None:
    pooled = binomial_normal([x], [9])
    assert codes(pooled) == expected
    assert pooled.tau2 is None
    assert pooled.exact is not None
    if x == 4:
        assert pooled.estimate == pytest.approx(np.log(4 / 5), rel=CLOSED)
        assert expit(pooled.interval.lower) == pytest.approx(pooled.exact.lower, rel=CLOSED)


def test_two_cohorts() -> None:
    pooled = binomial_normal([1, 9], [20, 20], test="t")
    assert pooled.df == 1
    assert pooled.prediction is None
    assert codes(pooled) == ["MS421", "MS422", "MS424", "MS429"]


def test_all_or_nothing_cohorts_set_no_limit_to_tau2() -> None:
    """Each cohort has no event or only events: the likelihood rises for ever, and the answer says so."""
    pooled = binomial_normal([0, 12, 0, 30], [10, 12, 25, 30])
    assert "MS411" in codes(pooled)
    assert "MS414" in codes(pooled)
    assert pooled.tau2_interval is None


@pytest.mark.parametrize("test", ["knha", "adhoc"])
def test_hartung_knapp_becomes_wald_t_and_says_so(test: str) -> None:
    pooled, wald = binomial_normal(*counts(CONTROL), test=test), binomial_normal(*counts(CONTROL), test="t")
    assert (pooled.test, pooled.df, pooled.interval) == ("t", 17, wald.interval)
    assert "MS430" in codes(pooled)


@pytest.mark.parametrize(
    ("code", "x", "n"),
    [
        ("MS403", [], []),
        ("MS406", [1], [2, 3]),
        ("MS407", [2.5, 1], [9, 9]),
        ("MS407", [np.nan, 1], [9, 9]),
        ("MS354", [0, 1], [0, 9]),
        ("MS355", [10, 1], [9, 9]),
        ("MS355", [-1, 1], [9, 9]),
    ],
)
def test_counts_that_cannot_be_are_refused(code: str, x: list[float], n: list[float]) -> None:
    with pytest.raises(Refusal, match=code):
        binomial_normal(x, n)


COHORTS = st.lists(
    st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=7
).filter(lambda rows: any(0 < x < n for x, n in rows))


@settings(max_examples=30, deadline=None)
@given(COHORTS)
def test_swapping_events_and_non_events_changes_the_sign(rows: list[tuple[int, int]]) -> None:
    x, n = np.array(rows, float).T
    a, b = binomial_normal_batch(x, n), binomial_normal_batch(n - x, n)
    assert float(b.estimate) == pytest.approx(-float(a.estimate), rel=1e-6, abs=1e-6)
    assert float(b.tau2) == pytest.approx(float(a.tau2), rel=1e-5, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(COHORTS)
def test_both_slopes_are_0_at_the_answer(rows: list[tuple[int, int]]) -> None:
    x, n = np.array(rows, float).T
    found = binomial_normal_batch(x, n)
    assert bool(found.converged)
    at = likelihood(found.estimate.reshape(1), np.sqrt(found.tau2).reshape(1), x[None, :], n[None, :])
    information = np.array([-at.d_mu_mu[0], max(-at.d_tau_tau[0], 1.0)])
    assert abs(at.d_mu[0]) <= 1e-7 * np.sqrt(information[0] + 1)
    assert abs(at.d_tau[0]) <= 1e-7 * np.sqrt(information[1]) or float(found.tau2) == 0


def test_leaving_out_by_the_mask_is_leaving_out() -> None:
    x, n = counts(TREATMENT)
    batch = binomial_normal_batch(x, n, keep=~np.eye(18, dtype=bool))
    for i in (0, 4, 17):
        alone = binomial_normal(np.delete(x, i), np.delete(n, i))
        assert float(batch.estimate[i]) == pytest.approx(alone.estimate, rel=ITERATED)
        assert float(batch.tau2[i]) == pytest.approx(alone.tau2, rel=ITERATED)
        assert float(batch.q[i]) == pytest.approx(alone.q, rel=ITERATED)
        assert float(batch.information[i, i]) == 0.0


def test_the_order_of_cohorts_does_not_matter() -> None:
    x, n = counts(CONTROL)
    a, b = binomial_normal(x, n), binomial_normal(x[::-1], n[::-1])
    assert (b.estimate, b.se, b.tau2) == pytest.approx((a.estimate, a.se, a.tau2), rel=ITERATED)


def test_many_cohorts_without_variation_are_not_called_too_few() -> None:
    """MS423 says that few cohorts may hide a spread; 25 that agree exactly do not."""
    few, many = (binomial_normal([4.0] * k, [40.0] * k) for k in (3, 25))
    assert many.tau2 == 0.0
    assert many.estimate == pytest.approx(np.log(4 / 36), rel=CLOSED)
    assert "MS428" in codes(many)
    assert "MS423" in codes(few)
    assert "MS423" not in codes(many)
