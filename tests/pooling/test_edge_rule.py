"""The rule for cohorts with hardly any events, against an even rule of very many points."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import log_expit

from metasacro.pooling.binomial_normal_likelihood import _peak
from metasacro.pooling.edge_rule import COARSE, FINE, edge_rule

Floats = NDArray[np.float64]
EVEN = np.linspace(-9.5, 9.5, 200_001)


def rows(*cells: tuple[float, float, float, float]) -> tuple[Floats, Floats, Floats, Floats]:
    mu, tau, x, n = np.array(cells).T
    return mu, tau, x, n


#: mu by its distance from the edge, which is where so few events are expected: before it, at it and beyond it.
CELLS = rows(
    *(
        (np.log((x + 0.5) / (n - x + 0.5)) + away * max(tau, 1.0), tau, x, n)
        for (x, n), tau, away in product(
            [(0, 1), (1, 1), (0, 20), (1, 20), (2, 4), (2, 300), (19, 20), (50_000, 50_000), (0, 50_000)],
            [0.0, 0.01, 0.3, 1.0, 4.0, 30.0, 100.0],
            [-9.0, -4.0, -1.5, 0.0, 1.0, 5.0],
        )
    )
)


def peak_of(mu: Floats, tau: Floats, x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """With its curvature."""
    peak, curvature = _peak(mu, tau, x[:, None], n[:, None])
    return peak[:, 0], curvature[:, 0]


def log_integrals(u: Floats, log_w: Floats, mu: Floats, tau: Floats, x: Floats, n: Floats) -> Floats:
    eta = mu[:, None] + tau[:, None] * u
    each = x[:, None] * log_expit(eta) + (n - x)[:, None] * log_expit(-eta) - 0.5 * u * u + log_w
    top = each.max(axis=1)
    return np.asarray(top + np.log(np.exp(each - top[:, None]).sum(axis=1)))


def even(mu: Floats, tau: Floats, x: Floats, n: Floats) -> Floats:
    """Each by itself, for the memory it takes."""
    log_h = np.full((1, EVEN.size), np.log(EVEN[1] - EVEN[0]) - 0.5 * np.log(2 * np.pi))
    found = []
    for at in zip(mu, tau, x, n, strict=True):
        cell = rows(at)
        found.append(log_integrals(peak_of(*cell)[0][:, None] + EVEN, log_h, *cell)[0])
    return np.array(found)


EXACT = even(*CELLS)


@pytest.mark.parametrize(("fineness", "error"), [(FINE, 1e-11), (COARSE, 1e-5)], ids=["fine", "coarse"])
def test_each_cohort_by_itself(fineness: tuple[float, ...], error: float) -> None:
    """With no more nodes than it needs."""
    for at, exact in zip(zip(*CELLS, strict=True), EXACT, strict=True):
        cell = rows(at)
        assert log_integrals(*edge_rule(*cell, *peak_of(*cell), fineness), *cell)[0] == pytest.approx(exact, abs=error)


@pytest.mark.parametrize(("fineness", "error"), [(FINE, 1e-11), (COARSE, 1e-5)], ids=["fine", "coarse"])
def test_all_cohorts_at_once(fineness: tuple[float, ...], error: float) -> None:
    assert log_integrals(*edge_rule(*CELLS, *peak_of(*CELLS), fineness), *CELLS) == pytest.approx(
        EXACT, rel=0, abs=error
    )


@pytest.mark.parametrize("tau", [0.0, 1.0, 30.0, 1000.0])
def test_how_many_nodes_it_takes_does_not_depend_on_tau(tau: float) -> None:
    """An even rule in u would need 40 of them at tau = 0.3 and 3,000 at tau = 30."""
    cell = rows((-3.0, tau, 0.0, 50.0))
    fine, coarse = (edge_rule(*cell, *peak_of(*cell), fineness)[0].size for fineness in (FINE, COARSE))
    assert 30 < fine < 110
    assert 12 < coarse < fine / 2


def test_few_non_events_are_few_events_the_other_way_round() -> None:
    cell = rows((-3.0, 2.0, 1.0, 50.0), (1.0, 0.4, 0.0, 7.0))
    mu, tau, x, n = cell
    u, log_w = edge_rule(*cell, *peak_of(*cell))
    other = -mu, tau, n - x, n
    turned, weights = edge_rule(*other, *peak_of(*other))
    assert turned == pytest.approx(-u, rel=1e-8, abs=1e-8)
    assert weights == pytest.approx(log_w, rel=1e-8)


def test_the_weights_are_those_of_a_standard_normal_variable_without_its_density() -> None:
    """Of one person nothing is known beforehand: by symmetry half of them have the event at mu = 0."""
    for tau in (0.0, 0.5, 3.0):
        cell = rows((0.0, tau, 0.0, 1.0))
        u, log_w = edge_rule(*cell, *peak_of(*cell))
        at = 1.0 / (1.0 + np.exp(tau * u[0]))
        assert float((at * np.exp(log_w - 0.5 * u * u)[0]).sum()) == pytest.approx(0.5, abs=1e-12)
