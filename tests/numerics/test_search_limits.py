"""A search that runs out of steps says that it found nothing; it never passes off where it stopped as an answer."""

import numpy as np
import pytest

from metasacro.effects import hypergeometric
from metasacro.numerics import roots, single_tails
from metasacro.numerics.bounded_maximum import Surface, bounded_maximum
from metasacro.tau2 import generalized_q, highest_maximum, profile_likelihood, quadratic_form_tail
from metasacro.tau2.restricted_maximum_likelihood import restricted_maximum_likelihood

Y, V = np.array([0.31, 1.92, 0.43, -0.85]), np.array([0.04, 0.09, 0.05, 0.02])


def test_a_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roots, "_STEPS", 2)
    root, found = roots.bracketed_root(lambda x, c: x**3 - c, np.zeros(2), np.ones(2), np.array([0.3, 1.0]))
    assert found.tolist() == [False, True]  # the second is an end of its bracket
    assert root[1] == 1.0


def test_a_maximum_of_the_restricted_likelihood(monkeypatch: pytest.MonkeyPatch) -> None:
    assert restricted_maximum_likelihood(Y, V).converged
    monkeypatch.setattr(highest_maximum, "STEPS", 1)
    assert not restricted_maximum_likelihood(Y, V).converged


def test_an_upper_end_of_the_profile_likelihood(monkeypatch: pytest.MonkeyPatch) -> None:
    lower, upper = profile_likelihood.profile_likelihood_bounds(Y, V)
    monkeypatch.setattr(profile_likelihood, "_DOUBLINGS", 1)
    again, nowhere = profile_likelihood.profile_likelihood_bounds(Y, V)
    assert 0.0 < lower < upper < np.inf
    assert again == lower
    assert np.isnan(nowhere)


def test_tau2_of_a_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    a, y, v = np.ones((1, 2)), np.array([[-10.0, 10.0]]), np.array([[0.1, 0.1]])
    assert quadratic_form_tail.tau2_where_tail_is(np.array([0.99]), a, y, v)[1].all()
    monkeypatch.setattr(quadratic_form_tail, "_GROWTH", 1)
    assert not quadratic_form_tail.tau2_where_tail_is(np.array([0.99]), a, y, v)[1].any()


def test_a_series_is_the_sum_of_the_terms_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    """1 + z ab/c + z² a(a + 1)b(b + 1)/(2 c(c + 1))."""
    monkeypatch.setattr(hypergeometric, "TERMS", 2)
    expected = 1 + 0.5 * 0.25 / 10 + 0.5**2 * (0.75 * 0.75) / (2 * 110)
    assert float(hypergeometric.gauss_series(0.5, 0.5, 10.0, 0.5)) == pytest.approx(expected, rel=1e-15)


def quartic(x: np.ndarray) -> Surface:
    """−x⁴ + 2x², with maxima at ±1 and a minimum at 0, where its curvature points the wrong way."""
    height = float(-(x[0] ** 4) + 2 * x[0] ** 2)
    return Surface(height, -4 * x**3 + 4 * x, np.array([[4 - 12 * x[0] ** 2]]), np.array([[12 * x[0] ** 2 + 1.0]]))


def test_a_maximum_is_reached_from_where_the_curvature_is_that_of_a_minimum() -> None:
    top = bounded_maximum(quartic, np.array([0.1]))
    assert top.stationary
    assert top.point == pytest.approx([1.0], abs=1e-8)


def test_where_nothing_is_positive_definite_the_slope_is_followed() -> None:
    def straight(x: np.ndarray) -> Surface:
        return quartic(x)._replace(information=np.array([[-1.0]]))

    top = bounded_maximum(straight, np.array([0.1]))
    assert top.stationary
    assert top.point == pytest.approx([1.0], abs=1e-8)


def test_a_maximum_on_the_bounds_of_all_arguments_is_stationary() -> None:
    def falling(x: np.ndarray) -> Surface:
        return Surface(-float(x.sum()), -np.ones(2), -np.eye(2), np.eye(2))

    top = bounded_maximum(falling, np.zeros(2))
    assert top.stationary
    assert top.point.tolist() == [0.0, 0.0]


def test_where_newtons_step_leads_down_the_slope_is_climbed() -> None:
    """A curvature that is positive definite but of another function turns Newton's step away from the slope."""

    def turned(x: np.ndarray) -> Surface:
        gradient = np.array([1.0, 0.0]) if abs(x[0] - 1.0) > 1e-9 else np.zeros(2)
        return Surface(-abs(float(x[0]) - 1.0) - 1e3 * abs(float(x[1])), gradient, TURNED, np.eye(2))

    top = bounded_maximum(turned, np.zeros(2), lower=-np.inf)
    assert top.point.tolist() == [1.0, 0.0]
    assert top.stationary


def test_a_slope_that_leads_nowhere_ends_the_search() -> None:
    def lying(x: np.ndarray) -> Surface:
        return Surface(-1e3 * float(np.abs(x).sum()), np.array([1.0, 0.0]), TURNED, np.eye(2))

    top = bounded_maximum(lying, np.zeros(2), lower=-np.inf)
    assert top.point.tolist() == [0.0, 0.0]
    assert not top.stationary


def test_a_slope_that_promises_next_to_nothing_counts_as_none() -> None:
    """A gain of g'H⁻¹g ≈ 1e-13 in a log-likelihood."""

    def level(x: np.ndarray) -> Surface:
        return Surface(-1e3 * float(np.abs(x).sum()), np.array([4.5e-8, 0.0]), TURNED, np.eye(2))

    top = bounded_maximum(level, np.zeros(2), lower=-np.inf)
    assert top.point.tolist() == [0.0, 0.0]
    assert top.stationary


def test_a_climb_that_never_ends_is_not_stationary() -> None:
    def ramp(x: np.ndarray) -> Surface:
        return Surface(float(x[0]), np.ones(1), -np.eye(1), np.eye(1))

    assert not bounded_maximum(ramp, np.zeros(1)).stationary


#: Minus it is positive definite, and its inverse leads from (1, 0) far along the second axis.
TURNED = -np.array([[1.0, 0.99], [0.99, 1.0]])


def test_a_function_that_belies_its_slope_is_left_where_it_is() -> None:
    def lying(x: np.ndarray) -> Surface:
        return Surface(-abs(float(x[0]) - 5.0), np.array([1.0]), -np.eye(1), np.eye(1))

    top = bounded_maximum(lying, np.array([5.0]))
    assert top.point.tolist() == [5.0]
    assert not top.stationary


def test_a_quantile_of_t_is_approached_from_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """Newton's steps, of which every one but the first comes from the right: fewer of them end above it, and nearer."""
    exact = single_tails.student_point(0.975, 3.0)
    ended = []
    for steps in (1, 2, 3):
        monkeypatch.setattr(single_tails, "_MOST_STEPS", steps)
        ended.append(single_tails.student_point(0.975, 3.0))
    assert ended[0] > ended[1] > ended[2] > exact


def test_a_continued_fraction_is_as_near_as_the_terms_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    """One pair of terms of I_x(a, b): 1/(1 + d₁/(1 + d₂/(1 + d₃))), the d of DLMF 8.17.23."""
    a, b, x = 2.0, 0.5, 0.3
    first = -(a + b) / (a + 1.0) * x
    second = (b - 1.0) * x / ((a + 1.0) * (a + 2.0))
    third = -(a + 1.0) * (a + b + 1.0) * x / ((a + 2.0) * (a + 3.0))
    monkeypatch.setattr(single_tails, "_MOST_TERMS", 2)
    expected = 1.0 / (1.0 + first / (1.0 + second / (1.0 + third)))
    assert single_tails._fraction(a, b, x) == pytest.approx(expected, rel=1e-14)


def test_where_q_has_a_value_is_bracketed_if_the_steps_do_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    target, rows = np.array([3.0]), (Y[None], V[None], np.ones((1, 4)))
    root, found = generalized_q.tau2_where_q_is(target, *rows)
    monkeypatch.setattr(generalized_q, "_STEPS", 1)
    again, still = generalized_q.tau2_where_q_is(target, *rows)
    assert found.all()
    assert still.all()
    assert again == pytest.approx(root, rel=1e-12)
    w = 1.0 / (V + again[0])
    assert (w * (Y - (w * Y).sum() / w.sum()) ** 2).sum() == pytest.approx(3.0, rel=1e-12)
