"""The likelihood-ratio statistic of counts by its formula: each cohort its own effect against one common effect."""

from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import minimize, minimize_scalar

from metasacro.pooling.binomial_normal_two_groups import binomial_normal_two_groups
from metasacro.pooling.poisson_normal_two_groups import poisson_normal_two_groups

#: No event in group 1, in group 2, everybody in group 1, and cohorts with both.
A, N1 = np.array([0, 4, 9, 3, 12]), np.array([40, 30, 9, 25, 59])
C, N2 = np.array([2, 0, 5, 11, 6]), np.array([40, 35, 10, 22, 80])
#: Group 1 has as few events as the totals allow, as many, and neither.
ENDS = np.array([0, 5, 3]), np.array([9, 9, 9]), np.array([5, 0, 2]), np.array([9, 9, 9])


def statistic(own_effects: float, rates: bool, columns: Any, model: str) -> tuple[float, float]:
    """That of an answer, and what it should be."""
    pool = poisson_normal_two_groups if rates else binomial_normal_two_groups
    names = ("x1i", "t1i", "x2i", "t2i") if rates else ("ai", "n1i", "ci", "n2i")
    pooled = pool(**dict(zip(names, columns, strict=True)), model=model, method="EE")
    assert pooled.log_likelihood is not None
    assert (pooled.q_df, pooled.k) == (len(columns[0]) - 1, len(columns[0]))
    return pooled.q, 2 * (own_effects - pooled.log_likelihood)


@pytest.mark.parametrize("columns", [(A, N1, C, N2), ENDS])
def test_fixed_intercepts_of_people(columns: Any) -> None:
    a, n1, c, n2 = columns
    own = stats.binom.logpmf(a, n1, a / n1).sum() + stats.binom.logpmf(c, n2, c / n2).sum()
    found, expected = statistic(own, rates=False, columns=columns, model="UM.FS")
    assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("model", ["UM.FS", "CM.EL"])
def test_rates(model: str) -> None:
    own = stats.poisson.logpmf(A, A).sum() + stats.poisson.logpmf(C, C).sum()
    if model == "CM.EL":
        own = stats.binom.logpmf(A, A + C, A / (A + C)).sum()
    found, expected = statistic(own, rates=True, columns=(A, 10.5 * N1, C, N2), model=model)
    assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("columns", [(A, N1, C, N2), ENDS, [column[:2] for column in ENDS]])
def test_given_the_totals_of_people(columns: Any) -> None:
    """At an end the best probability is 1."""
    own = 0.0
    for a, n1, c, n2 in zip(*columns, strict=True):
        low, high = max(0, a + c - n2), min(a + c, n1)
        if low < a < high:

            def depth(log_odds: float, a: int = a, n1: int = n1, m: int = a + c, n: int = n1 + n2) -> float:
                return -float(stats.nchypergeom_fisher.logpmf(a, n, n1, m, np.exp(log_odds)))

            own -= minimize_scalar(depth, bounds=(-6, 6), method="bounded", options={"xatol": 1e-7}).fun
    found, expected = statistic(own, rates=False, columns=columns, model="CM.EL")
    assert found == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("rates", [False, True])
def test_random_intercepts(rates: bool) -> None:
    """An even grid; where group 1 has none or only events its own effect is infinite, and it has probability 1."""
    grid = np.linspace(-8, 8, 161)[:, None]
    weight = stats.norm.pdf(grid) * 0.1
    certain = (A == 0) if rates else (A == 0) | (A == N1)

    def log_pmf(x: Any, n: Any, eta: Any) -> Any:
        return stats.poisson.logpmf(x, n * np.exp(eta)) if rates else stats.binom.logpmf(x, n, 1 / (1 + np.exp(-eta)))

    def depth(at: Any) -> float:
        """gamma, ln sigma, and the cohorts' own effects."""
        own = np.zeros(5)
        own[~certain] = at[2:]
        eta = at[0] + np.exp(at[1]) * grid
        first = np.where(certain, 0.0, log_pmf(A, N1, eta + own))
        return -float(np.log((weight * np.exp(first + log_pmf(C, N2, eta))).sum(axis=0)).sum())

    best = minimize(depth, np.zeros(2 + int((~certain).sum())), method="BFGS", options={"gtol": 1e-6})
    found, expected = statistic(-best.fun, rates=rates, columns=(A, N1, C, N2), model="UM.RS")
    assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("model", ["UM.FS", "UM.RS", "CM.EL"])
@pytest.mark.parametrize("rates", [False, True])
def test_equal_cohorts_have_none(rates: bool, model: str) -> None:
    columns = [np.array([x, x]) for x in (3, 40, 5, 50)]
    pool = poisson_normal_two_groups if rates else binomial_normal_two_groups
    names = ("x1i", "t1i", "x2i", "t2i") if rates else ("ai", "n1i", "ci", "n2i")
    assert pool(**dict(zip(names, columns, strict=True)), model=model, method="EE").q == pytest.approx(0.0, abs=1e-6)
