"""Densities, tails, quantiles and likelihoods at single points and in large batches, in any kind of number."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from metasacro.numerics import loops, student, whole_tails
from metasacro.numerics.beta import beta_quantile
from metasacro.numerics.binomial import log_binomial, log_binomial_coefficient
from metasacro.numerics.chi_square import chi_square_quantile, chi_square_upper
from metasacro.numerics.fisher_f import f_upper
from metasacro.numerics.normal import normal_cdf, normal_quantile, normal_two_sided
from metasacro.numerics.roots import bracketed_root
from metasacro.numerics.student import student_cdf, student_quantile, student_two_sided
from tests.tolerances import CLOSED, TAIL

#: Each function with arguments that single precision cannot hold exactly.
FUNCTIONS: list[tuple[Callable[..., Any], tuple[float, ...]]] = [
    (beta_quantile, (0.3, 3.1, 4.7)),
    (chi_square_quantile, (0.3, 4.7)),
    (chi_square_upper, (3.3, 4.7)),
    (f_upper, (3.3, 2.1, 4.7)),
    (log_binomial_coefficient, (3.3, 9.7)),
    (normal_cdf, (0.3,)),
    (normal_quantile, (0.3,)),
    (normal_two_sided, (0.3,)),
    (student_cdf, (0.3, 4.7)),
    (student_quantile, (0.3, 4.7)),
    (student_two_sided, (1.3, 4.7)),
]


@pytest.mark.parametrize(("function", "values"), FUNCTIONS, ids=lambda one: getattr(one, "__name__", None))
def test_numbers_in_single_precision_are_computed_in_double(
    function: Callable[..., Any], values: tuple[float, ...]
) -> None:
    """Columns of a data frame may be float32; what is computed from them is not."""
    single = [np.array([value], dtype=np.float32) for value in values]
    found = function(*single)
    assert found.dtype == np.float64
    assert found.tolist() == function(*(array.astype(np.float64) for array in single)).tolist()


def test_a_root_is_found_in_double_precision() -> None:
    one, two = np.ones(1, dtype=np.float32), np.full(1, 2.0, dtype=np.float32)
    root, _ = bracketed_root(lambda x: x * x - 2.0, one, two, floor=np.float32(1e-6))
    assert float(root[0]) == pytest.approx(math.sqrt(2.0), rel=4e-16)


@pytest.mark.parametrize("df", [1.0, 2.5, 9.0, 80.0])
def test_the_distribution_of_t(df: float) -> None:
    t = np.array([-3.0, -0.4, 0.0, 1.0, 2.5, 12.0])
    assert student_cdf(t, df) == pytest.approx(stats.t.cdf(t, df), rel=TAIL)


def test_log_binomial_is_a_log_likelihood_without_its_coefficient() -> None:
    x, n, p = np.array([0.0, 3.0, 7.0, 7.0]), np.array([7.0, 7.0, 7.0, 7.0]), np.array([0.2, 0.2, 0.2, 1.0])
    whole = log_binomial(x, n, p) + log_binomial_coefficient(x, n)
    assert whole == pytest.approx(stats.binom.logpmf(x, n, p), rel=CLOSED, abs=1e-15)
    assert log_binomial(np.array([1.0]), np.array([3.0]), np.array([0.2]))[0] == pytest.approx(
        math.log(0.2) + 2 * math.log(0.8), rel=CLOSED
    )
    # 0 ln 0 is 0 at either end
    assert log_binomial(np.array([0.0, 5.0]), np.array([5.0, 5.0]), np.array([0.0, 1.0])).tolist() == [0.0, 0.0]


def test_many_degrees_of_freedom_at_once() -> None:
    """Beyond a hundred, each of those among them is looked at once; the answers stay in their places."""
    for many in (student._MANY, student._MANY + 1, 300):
        df = (np.arange(many) * 7 % 13 + 1.0).reshape(-1, 1)
        assert student_quantile(0.975, df) == pytest.approx(stats.t.ppf(0.975, df), rel=TAIL)
        assert student_quantile(0.975, df).shape == (many, 1)
    p = np.linspace(0.01, 0.99, 150)
    assert student_quantile(p, np.full(150, 4.0)) == pytest.approx(stats.t.ppf(p, 4.0), rel=1e-9, abs=1e-15)


def test_each_of_many_degrees_of_freedom_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    plain = student.student_quantile
    monkeypatch.setattr(student, "student_quantile", lambda p, df: (seen.append(np.size(df)), plain(p, df))[1])
    plain(0.975, np.full(student._MANY, 3.0))
    assert seen == []
    plain(0.975, np.tile([3.0, 4.0], student._MANY))
    assert seen == [2]


def test_far_from_0_a_t_overflows_without_a_word() -> None:
    assert student_two_sided(np.array([1e200, np.inf, -np.inf]), 3.0).tolist() == [0.0, 0.0, 0.0]
    assert student_two_sided(np.array([np.inf, 1e200]), np.inf).tolist() == [0.0, 0.0]


def test_chi_square_on_both_sides_of_its_median_and_without_degrees_of_freedom() -> None:
    p = np.array([1e-12, 0.3, 0.499999, 0.5, 0.500001, 0.7, 0.999999])
    for df in (0.7, 1.0, 3.0, 40.0):
        assert chi_square_quantile(p, df) == pytest.approx(stats.chi2.ppf(p, df), rel=1e-9)
    x = np.array([0.1, 2.0, 30.0])
    assert chi_square_upper(x, 0.5) == pytest.approx(stats.chi2.sf(x, 0.5), rel=TAIL)
    assert chi_square_upper(x, 0.0).tolist() == [1.0, 1.0, 1.0]
    assert np.isnan(chi_square_upper(x, np.nan)).all()


@pytest.mark.parametrize("of", ["student_two_sided", "chi_square_upper"])
def test_a_batch_goes_to_a_loop_as_soon_as_it_pays(of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tail costs as much as ten numbers."""
    pytest.importorskip("numba")
    asked: list[object] = []
    monkeypatch.setattr(whole_tails, "compiled", lambda loop: (asked.append(loop), loop)[1])
    monkeypatch.setattr(loops, "LARGE", 10 * whole_tails.TAIL)
    function = {"student_two_sided": student_two_sided, "chi_square_upper": chi_square_upper}[of]
    function(np.ones(9), 3.0)
    assert asked == []
    function(np.ones(10), 3.0)
    assert len(asked) == 1


def test_the_shape_of_a_batch_of_tails_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(whole_tails, "compiled", lambda loop: loop)
    monkeypatch.setattr(loops, "LARGE", 0)
    t, df = np.array([[0.5, 2.0, np.nan], [3.0, 40.0, 1.0]]), np.array([[1.0, 2.0, 3.0], [199.0, 200.0, 201.0]])
    assert student_two_sided(t, df) == pytest.approx(2 * stats.t.sf(t, df), rel=TAIL, nan_ok=True)
    assert chi_square_upper(t, df) == pytest.approx(stats.chi2.sf(t, df), rel=TAIL, nan_ok=True)


def test_only_what_a_loop_leaves_is_asked_of_the_general_function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_tails, "compiled", lambda loop: loop)
    asked: list[list[float]] = []

    def general(x: np.ndarray, df: np.ndarray) -> np.ndarray:
        asked.append(x.tolist())
        return np.full(x.shape, 0.25)

    found = whole_tails.tails(
        whole_tails.student_tails, general, np.array([1.0, 2.0, np.nan]), np.array([1.0, 2.5, 3.0])
    )
    assert asked == [[2.0]]
    assert found[:2] == pytest.approx([0.5, 0.25], rel=CLOSED)
    assert np.isnan(found[2])


@pytest.mark.parametrize("df", [1.0, 2.0, 5.0, 30.0, 199.0, 200.0])
def test_sums_of_whole_degrees_of_freedom_keep_far_tails(df: float) -> None:
    for t in (0.0, 1e-5, 0.7, 2.6, 4.0, 30.0, 1e4):
        assert whole_tails.student_tail(t, df) == pytest.approx(2 * stats.t.sf(t, df), rel=1e-9, abs=0)
        assert whole_tails.student_tail(-t, df) == whole_tails.student_tail(t, df)
    for x in (0.0, 0.3, 7.0, 200.0):
        assert whole_tails.chi_square_tail(x, df) == pytest.approx(stats.chi2.sf(x, df), rel=1e-9, abs=0)
