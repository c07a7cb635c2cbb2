"""Models of two groups against likelihoods written out and climbed by a plain optimizer."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import optimize, stats

from metasacro.pooling.mixed_counts_fit import highest
from metasacro.pooling.two_group_answer import two_group_fit
from metasacro.pooling.two_group_counts import TwoGroups
from metasacro.pooling.two_group_models import heterogeneity, two_group_model

#: Events and people, or person-time: none, one, all that can be, and some in between.
COLUMNS = [[0, 9], [2, 10]], [[1, 10], [4, 9]], [[6, 6], [5, 8]], [[7, 12], [3, 11]]
MODELS = [(model, rates) for model in ("UM.FS", "UM.RS", "CM.EL") for rates in (False, True)]
U, WEIGHT = np.polynomial.hermite_e.hermegauss(60)
WEIGHT = WEIGHT / WEIGHT.sum()
#: So far out an event is impossible, or certain.
FAR = 40.0


def groups(rates: bool, columns: Any = COLUMNS) -> TwoGroups:
    a, n1, c, n2 = np.array(columns, dtype=float).reshape(-1, 4).T
    return TwoGroups(a=a, c=c, n1=n1, n2=n2, rates=rates)


def log_f(x: Any, n: Any, eta: Any, rates: bool) -> Any:
    if rates:
        return stats.poisson.logpmf(x, n * np.exp(np.clip(eta, -FAR, 9)))
    return stats.binom.logpmf(x, n, 1 / (1 + np.exp(-np.clip(eta, -FAR, FAR))))


def given_the_total(one: TwoGroups, i: int, effect: float) -> float:
    """Log probability of group 1's events; at an end of what the total allows the best effect is infinite."""
    a, m, n1, n2 = one.a[i], one.a[i] + one.c[i], one.n1[i], one.n2[i]
    if one.rates:
        return float(stats.binom.logpmf(a, m, 1 / (1 + np.exp(-effect) * n2 / n1)))
    return float(stats.nchypergeom_fisher.logpmf(a, n1 + n2, n1, m, np.exp(effect)))


def climbed(height: Callable[[Any], float], size: int) -> float:
    """The highest value; from the first end the search is begun anew."""
    found = np.zeros(size)
    for _ in range(3):
        found = optimize.minimize(lambda at: -height(at), found, method="BFGS", options={"gtol": 1e-9}).x
    return height(found)


def by_hand(model: str, one: TwoGroups, *, own: bool) -> float:
    """Log-likelihood of one effect for all, or of each cohort's own, at its maximum."""
    k = one.a.size

    def effects(at: Any) -> Any:
        return at[:k] if own else np.repeat(at[0], k)

    first = k if own else 1
    if model == "CM.EL":
        return climbed(
            lambda at: sum(given_the_total(one, i, e) for i, e in enumerate(np.clip(effects(at), -30, 30))), first
        )
    if model == "UM.FS":

        def fixed(at: Any) -> float:
            level, effect = at[first:], effects(at)
            pairs = (one.a, one.n1, level + effect / 2), (one.c, one.n2, level - effect / 2)
            return float(sum(log_f(x, n, eta, one.rates).sum() for x, n, eta in pairs))

        return climbed(fixed, first + k)

    def random(at: Any) -> float:
        level = at[first] + np.exp(at[first + 1]) * U[:, None]
        both = log_f(one.a, one.n1, level + effects(at), one.rates) + log_f(one.c, one.n2, level, one.rates)
        return float(np.log(WEIGHT @ np.exp(both)).sum())

    return climbed(random, first + 2)


@pytest.mark.parametrize(("model", "rates"), MODELS)
def test_heterogeneity_is_the_rise_from_one_effect_to_as_many_as_cohorts(model: str, rates: bool) -> None:
    one = groups(rates)
    rise = 2 * (by_hand(model, one, own=True) - by_hand(model, one, own=False))
    assert two_group_fit(one, model, "EE")[2] == pytest.approx(rise, abs=1e-4)


def test_cohorts_at_opposite_ends_have_certain_totals_each() -> None:
    one = groups(False, [COLUMNS[0], COLUMNS[2]])
    rise = -2 * by_hand("CM.EL", one, own=False)
    assert two_group_fit(one, "CM.EL", "EE")[2] == pytest.approx(rise, abs=1e-8)


@pytest.mark.parametrize(("model", "rates"), MODELS)
def test_equal_cohorts_rise_by_nothing(model: str, rates: bool) -> None:
    one = groups(rates, [COLUMNS[3]] * 3)
    common = highest(two_group_model(one, model), zero=(True,) * two_group_model(one, model).loadings.shape[1])
    assert 0.0 <= heterogeneity(one, model, common) < 1e-6


@pytest.mark.parametrize("rates", [False, True])
def test_effects_follow_the_moderators_that_are_given(rates: bool) -> None:
    """theta = b0 + b1 x, a level of its own for each cohort."""
    one, x = groups(rates), np.array([0.0, 1.0, 2.5, 4.0])

    def height(at: Any) -> float:
        effect, level = at[0] + at[1] * x, at[2:]
        pairs = (one.a, one.n1, level + effect / 2), (one.c, one.n2, level - effect / 2)
        return float(sum(log_f(events, n, eta, rates).sum() for events, n, eta in pairs))

    fit = two_group_fit(one, "UM.FS", "EE", np.stack([np.ones(4), x], axis=1))[1]
    assert height(fit.beta) == pytest.approx(climbed(height, 6), abs=1e-6)


@pytest.mark.parametrize(("model", "size"), [("UM.FS", 5), ("UM.RS", 2), ("CM.EL", 1)])
def test_a_model_has_as_many_coefficients_as_it_names(model: str, size: int) -> None:
    for rates in (False, True):
        assert two_group_model(groups(rates), model).size == size
        assert two_group_model(groups(rates), model, np.ones((4, 2))).size == size + 1
