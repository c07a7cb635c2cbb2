"""The Bayesian random-effects model against an even rule that shares nothing with it."""

from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from metasacro.numerics.double_exponential import half_line_rule, stretch_rule
from metasacro.pooling.bayesian_mixture import Mixture, Model, mixture, tau_quantiles
from metasacro.pooling.bayesian_priors import TAU_PRIORS
from metasacro.pooling.bayesian_random_effects import bayesian_random_effects
from metasacro.pooling.common_effect import common_effect
from metasacro.problems import Refusal, caution

TWO = [5.2, 6.1], [0.3, 0.2]
THREE = [5.2, 6.1, 4.0], [0.3, 0.2, 0.6]
SIX = [0.1, 0.5, -0.2, 0.9, 0.4, 0.3], [0.04, 0.09, 0.02, 0.16, 0.05, 0.1]

#: An even rule of 200,001 points and 12 digits of the double-exponential one.
EVEN = 1e-9


def codes(answer: Any) -> list[str]:
    return [caution.code for caution in answer.cautions]


def density(prior: str, tau: Any, scale: float) -> Any:
    """Textbook densities."""
    if prior == "half-normal":
        return np.sqrt(2 / np.pi) / scale * np.exp(-(tau**2) / (2 * scale**2))
    if prior == "half-cauchy":
        return 2 / (np.pi * scale * (1 + (tau / scale) ** 2))
    return np.where(tau <= scale, 1 / scale, 0.0)


def even_rule(y: Any, v: Any, prior: str, scale: float, mu_prior: Any) -> dict[str, Any]:
    """Everything by Simpson's rule over tau, on an even axis as far as the prior or the likelihood reach."""
    y, v = np.array(y), np.array(v)
    # u = tau/(1 + tau) turns the half-line into a stretch
    u = np.linspace(0, 1 if prior == "half-cauchy" else (9 * scale if prior == "half-normal" else scale), 200_001)
    if prior == "half-cauchy":
        inner = np.where(u < 1, u, 0.5)
        tau, jacobian = inner / (1 - inner), np.where(u < 1, 1 / (1 - inner) ** 2, 0.0)
    else:
        tau, jacobian = u, np.ones_like(u)
    w = 1 / (v + tau[:, None] ** 2)
    m0, p0 = (0.0, 0.0) if mu_prior is None else (mu_prior[0], mu_prior[1] ** -2)
    precision = w.sum(1) + p0
    mean = (w @ y + m0 * p0) / precision
    square = (w * (y - mean[:, None]) ** 2).sum(1) + p0 * (mean - m0) ** 2
    like = np.sqrt(w.prod(1) / precision) * np.exp(-0.5 * square) * (2 * np.pi) ** (0.5 * (1 - len(y)))
    if mu_prior is not None:
        like = like * np.sqrt(p0 / (2 * np.pi))
    simpson = np.ones(u.size)
    simpson[1:-1:2], simpson[2:-1:2] = 4, 2
    simpson *= (u[1] - u[0]) / 3
    each = simpson * jacobian * like * density(prior, tau, scale)
    total = each.sum()
    weight = each / total
    at_zero = np.sqrt(w.prod(1)) * np.exp(-0.5 * (w * y**2).sum(1)) * (2 * np.pi) ** (-0.5 * len(y))
    return {
        "tau": tau,
        "weight": weight,
        "mean": mean,
        "variance": 1 / precision,
        "bayes_factor_tau": like[0] / total,
        "bayes_factor_mu": (simpson * jacobian * at_zero * density(prior, tau, scale)).sum() / total,
        "log_evidence": np.log(total),
    }


@pytest.mark.parametrize("prior", TAU_PRIORS)
@pytest.mark.parametrize("scale", [0.3, 2.0])
def test_priors_have_their_densities(prior: str, scale: float) -> None:
    tau = np.array([0.0, 0.1, 0.3, 1.9])
    with np.errstate(divide="ignore"):
        expected = np.log(density(prior, tau, scale))
    assert TAU_PRIORS[prior].log_density(tau, scale) == pytest.approx(expected, rel=1e-13)


def test_priors_far_out_and_without_end() -> None:
    far = TAU_PRIORS["half-cauchy"].log_density(np.array([1e200, 1e308]), 1e-10)
    assert far[0] == pytest.approx(np.log(2 / np.pi) + np.log(1e-10) - 2 * np.log(1e200), rel=1e-13)
    assert far[1] == -np.inf
    assert TAU_PRIORS["uniform"].log_density(np.array([0.0, 1e300]), np.inf).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("data", [TWO, THREE, SIX], ids=["two", "three", "six"])
@pytest.mark.parametrize("prior", TAU_PRIORS)
@pytest.mark.parametrize("mu_prior", [None, (1.0, 2.0)], ids=["flat", "normal"])
def test_an_even_rule_gives_the_same(data: Any, prior: str, mu_prior: Any) -> None:
    answer = bayesian_random_effects(*data, prior=prior, scale=0.7, mu_prior=mu_prior)
    even = even_rule(*data, prior, 0.7, mu_prior)
    weight, tau2 = even["weight"], even["tau"] ** 2
    assert answer.mu.mean == pytest.approx(weight @ even["mean"], rel=1e-8)
    for posterior, variance in ((answer.mu, even["variance"]), (answer.new, even["variance"] + tau2)):
        points = np.array([posterior.interval.lower, posterior.median, posterior.interval.upper])
        below = np.array([ndtr((x - even["mean"]) / np.sqrt(variance)) @ weight for x in points])
        assert below == pytest.approx([0.025, 0.5, 0.975], abs=EVEN)
    # at a quantile of tau the even rule is cut in the middle of a step
    step = 1e-4
    points = [answer.tau.interval.lower, answer.tau.median, answer.tau.interval.upper]
    assert [weight[even["tau"] <= x].sum() for x in points] == pytest.approx([0.025, 0.5, 0.975], abs=step)
    assert answer.bayes_factor_tau == pytest.approx(even["bayes_factor_tau"], rel=EVEN)
    assert answer.probability_below_zero == pytest.approx(
        ndtr(-even["mean"] / np.sqrt(even["variance"])) @ weight, abs=EVEN
    )
    if mu_prior is None:
        assert (answer.bayes_factor_mu, answer.log_evidence) == (None, None)
    else:
        assert answer.bayes_factor_mu == pytest.approx(even["bayes_factor_mu"], rel=EVEN)
        assert answer.log_evidence == pytest.approx(even["log_evidence"], abs=EVEN)
    for i, each in enumerate(answer.effects):
        kept = tau2 / (data[1][i] + tau2)
        mean = (1 - kept) * even["mean"] + kept * data[0][i]
        assert each.mean == pytest.approx(weight @ mean, rel=1e-8)
        variance = data[1][i] * kept + (1 - kept) ** 2 * even["variance"]
        assert each.sd == pytest.approx(np.sqrt(weight @ (variance + (mean - weight @ mean) ** 2)), rel=1e-8)
        assert answer.shrinkage[i] == pytest.approx(1 - weight @ kept, rel=1e-8)


@pytest.mark.parametrize(
    ("data", "mu", "new"),
    [(TWO, (5.7035, 4.2210, 7.1114), (3.3084, 8.0202)), (THREE, (5.2983, 3.8608, 6.5060), (2.7477, 7.6001))],
    ids=["two", "three"],
)
def test_what_a_grid_printed(data: Any, mu: Any, new: Any) -> None:
    """Four decimals, but for what that grid added: it gave tau = 0 the weight of a whole step (the next test)."""
    answer = bayesian_random_effects(*data, scale=1.0)
    found = (answer.mu.median, answer.mu.interval.lower, answer.mu.interval.upper)
    assert found == pytest.approx(mu, abs=2e-4)
    assert (answer.new.interval.lower, answer.new.interval.upper) == pytest.approx(new, abs=2e-4)


@pytest.mark.parametrize("first", [1.0, 0.5], ids=["as printed", "trapezoidal"])
def test_the_grid_that_printed_them_counted_tau_0_as_a_whole_step(first: float) -> None:
    """With half a step the same 20,001 points give our digits."""
    y, v = (np.array(column) for column in TWO)
    tau = np.linspace(0, 6, 20_001)
    w = 1 / (v + tau[:, None] ** 2)
    mean = (w @ y) / w.sum(1)
    square = (w * (y - mean[:, None]) ** 2).sum(1)
    weight = np.sqrt(w.prod(1) / w.sum(1)) * np.exp(-0.5 * (square + tau**2))
    weight[0] *= first
    answer = bayesian_random_effects(*TWO, scale=1.0)
    below = ndtr((answer.new.interval.upper - mean) / np.sqrt(1 / w.sum(1) + tau**2)) @ weight / weight.sum()
    assert bool(abs(below - 0.975) < 1e-8) == (first == 0.5)


def test_the_median_of_tau_of_two_cohorts() -> None:
    assert bayesian_random_effects(*TWO, scale=1.0).tau.median == pytest.approx(0.572, abs=5e-4)


def test_a_narrow_prior_is_the_common_effect_and_a_wide_uniform_one_says_more_than_nothing() -> None:
    common = common_effect(*SIX)
    narrow = bayesian_random_effects(*SIX, scale=1e-6)
    assert narrow.mu.median == pytest.approx(common.estimate, rel=1e-9)
    assert narrow.mu.sd == pytest.approx(common.se, rel=1e-9)
    assert narrow.shrinkage == pytest.approx(np.ones(6), rel=1e-9)
    endless = bayesian_random_effects(*SIX, prior="uniform", scale=float("inf"))
    long = bayesian_random_effects(*SIX, prior="uniform", scale=1e4)
    assert endless.tau.median == pytest.approx(long.tau.median, rel=1e-9)
    assert (endless.bayes_factor_tau, endless.log_evidence) == (None, None)


def test_one_cohort_leaves_tau_to_its_prior() -> None:
    answer = bayesian_random_effects([0.4], [0.09], scale=2.0)
    assert answer.tau.median == pytest.approx(2 * 0.6744897501960817, rel=1e-9)
    assert answer.effects[0].interval.upper == pytest.approx(0.4 + 0.3 * 1.959963984540054, rel=1e-9)
    assert codes(answer) == ["MS420", "MS488"]


def test_quadrature_that_does_not_settle_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metasacro.pooling.bayesian_mixture._MOST", 1)
    assert caution("MS411", method="quadrature over tau") in bayesian_random_effects(*SIX, scale=1.0).cautions


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("MS486", {"scale": 0.0}),
        ("MS486", {"scale": float("nan")}),
        ("MS486", {"scale": float("inf")}),
        ("MS486", {"scale": -1.0}),
        ("MS486", {"scale": 1.0, "mu_prior": (0.0, 0.0)}),
        ("MS486", {"scale": 1.0, "mu_prior": (float("inf"), 1.0)}),
        ("MS486", {"scale": 1.0, "mu_prior": (0.0, float("nan"))}),
        ("MS487", {"scale": float("inf"), "prior": "uniform"}),
        ("MS404: unknown prior `gamma`", {"scale": 1.0, "prior": "gamma"}),
        ("MS405", {"scale": 1.0, "level": 95}),
    ],
)
def test_what_has_no_posterior_is_refused(code: str, asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=code):
        bayesian_random_effects(*TWO, **asked)


def test_a_scale_must_be_stated() -> None:
    with pytest.raises(TypeError, match="scale"):
        bayesian_random_effects(*TWO)  # type: ignore[call-arg]


def test_a_result_is_frozen() -> None:
    answer = bayesian_random_effects(*TWO, scale=1.0)
    with pytest.raises(FrozenInstanceError):
        answer.k = 3  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        answer.shrinkage[0] = 0.0
    assert Mixture.__dataclass_params__.frozen  # type: ignore[attr-defined]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 4)), min_size=1, max_size=8),
    st.sampled_from(sorted(TAU_PRIORS)),
    st.floats(0.05, 5),
    st.floats(1e-3, 1e3),
    st.floats(-100, 100),
)
def test_units_origin_and_order_do_not_matter(rows: Any, prior: str, scale: float, unit: float, shift: float) -> None:
    y, v = (np.array(column) for column in zip(*rows, strict=True))
    plain = bayesian_random_effects(y, v, prior=prior, scale=scale, mu_prior=(1.0, 3.0))
    other = bayesian_random_effects(
        (unit * (y + shift))[::-1],
        (unit**2 * v)[::-1],
        prior=prior,
        scale=unit * scale,
        mu_prior=(unit * (1.0 + shift), unit * 3.0),
    )
    room = 1e-8 + 1e-13 * abs(shift)
    assert other.mu.median / unit - shift == pytest.approx(plain.mu.median, abs=room)
    assert other.tau.median / unit == pytest.approx(plain.tau.median, rel=1e-8)
    assert other.new.interval.upper / unit - shift == pytest.approx(plain.new.interval.upper, rel=1e-8, abs=room)
    assert other.bayes_factor_tau == pytest.approx(plain.bayes_factor_tau, rel=1e-7)


@given(st.floats(0.01, 100), st.floats(0.1, 10))
def test_the_rules_integrate_what_can_be_integrated_by_hand(center: float, rate: float) -> None:
    x, log_weight = half_line_rule(center, 801)
    assert (np.exp(log_weight - rate * x)).sum() == pytest.approx(1 / rate, rel=1e-11)
    x, log_weight = stretch_rule(np.array([center]), rate, 801)
    assert (np.exp(log_weight) * x**2).sum() == pytest.approx(center**3 / 3, rel=1e-11)


def test_quantiles_of_tau_are_found_wherever_the_search_begins() -> None:
    """They are first looked for between a few nodes; where these are the wrong ones, everywhere."""
    y, v = (np.array(column) for column in SIX)
    model = Model(
        y=y - y.mean(), v=v, prior=TAU_PRIORS["half-normal"], scale=0.5, mu_mean=0.0, mu_precision=0.0
    )  # fmt: skip
    found, shares = mixture(model), np.array([0.025, 0.5, 0.975])
    misled = replace(found, weight=np.roll(found.weight, 25))
    assert tau_quantiles(model, misled, shares) == pytest.approx(tau_quantiles(model, found, shares), rel=1e-10)
