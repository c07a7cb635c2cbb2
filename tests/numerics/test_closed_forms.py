"""Distributions against the closed forms that some of their parameters have."""

from collections.abc import Callable
from decimal import Decimal, getcontext
from math import comb

import numpy as np
import pytest

from metasacro.numerics import loops, whole_tails
from metasacro.numerics.beta import beta_quantile
from metasacro.numerics.fisher_f import f_upper
from metasacro.numerics.student import _MANY, student_cdf, student_quantile, student_two_sided
from tests.tolerances import CLOSED, TAIL

T = np.array([-40.0, -1.5, 0.0, 1e-3, 0.7, 3.0, 1e5])


def upper_tail(a: int, b: int, x: float) -> Decimal:
    """Of the beta distribution with whole shapes: fewer than `a` of a + b − 1 uniform draws lie below `x`."""
    getcontext().prec = 60
    n, share = a + b - 1, Decimal(x)
    stay = (1 - share).ln()
    return sum((comb(n, j) * share**j * (stay * (n - j)).exp() for j in range(a)), Decimal(0))


@pytest.mark.parametrize("b", [9, 10**6, 10**9])
@pytest.mark.parametrize("p", [1e-6, 0.025, 0.5, 0.6, 0.975, 0.999])
def test_a_quantile_of_beta_has_its_share_below_and_the_rest_above(p: float, b: int) -> None:
    above = upper_tail(8, b, float(beta_quantile(p, 8, b)))
    share, of = (above, 1 - Decimal(p)) if p > 0.5 else (1 - above, Decimal(p))
    # the tails of the library behind it, and so its quantiles, keep all their digits up to some millions
    assert abs(float(share / of - 1)) < (CLOSED if b <= 10**6 else TAIL)


def test_a_small_share_below_a_quantile_of_beta_keeps_its_digits() -> None:
    """The inverse of the library alone is off by more than this."""
    p = 1e-8
    above = upper_tail(100, 10**7, float(beta_quantile(p, 100, 10**7)))
    assert abs(float((1 - above) / Decimal(p) - 1)) < CLOSED


@pytest.mark.parametrize("p", [1e-6, 0.025, 0.5, 0.975])
def test_a_quantile_of_beta_at_large_shapes_is_the_mirror_image_of_that_at_small_ones(p: float) -> None:
    near, far = float(beta_quantile(p, 8, 10**6)), float(beta_quantile(1 - p, 10**6, 8))
    assert 1 - far == pytest.approx(near, rel=1e-9)  # 1 − far has the digits that a number near 1 leaves


def test_a_quantile_of_beta_with_a_shape_of_1_is_a_root() -> None:
    p, b = np.array([1e-9, 0.3, 0.5, 0.9]), 5
    assert beta_quantile(p, b, 1) == pytest.approx(p**0.2, rel=CLOSED, abs=0)
    assert beta_quantile(p, 1, b) == pytest.approx(-np.expm1(np.log1p(-p) / b), rel=CLOSED, abs=0)
    p, shape, one = (np.array([value], dtype=np.float32) for value in (0.25, 3, 1))
    assert float(beta_quantile(p, shape, one)[0]) == pytest.approx(0.25 ** (1 / 3), rel=CLOSED, abs=0)
    assert float(beta_quantile(0, 3, 2)) == 0.0
    assert float(beta_quantile(1, 3, 2)) == 1.0


def test_tails_of_t_on_1_and_2_df() -> None:
    assert student_two_sided(T, 1) == pytest.approx(2 / np.pi * np.arctan2(1, np.abs(T)), rel=CLOSED, abs=0)
    exact = 2 / (2 + T**2 + np.abs(T) * np.sqrt(2 + T**2))
    assert student_two_sided(T, 2) == pytest.approx(exact, rel=CLOSED, abs=0)
    assert student_cdf(T, 2) == pytest.approx(np.where(T < 0, exact / 2, 1 - exact / 2), rel=CLOSED, abs=0)


def test_a_t_whose_square_overflows_has_no_warning() -> None:
    assert student_two_sided([1e200, -np.inf, 1e200], [3, 3, np.inf]).tolist() == [0.0, 0.0, 0.0]


def test_a_far_tail_of_f_on_1_and_2_df_keeps_its_digits() -> None:
    """With 2 residual df it is 1 − √(f/(2 + f)) for 1 df, and (1 + df f/residual)^(−residual/2) for 2 df."""
    f = np.array([1e-9, 0.4, 7.0, 1e12])
    exact = 2 / (2 + f + np.sqrt(f * (2 + f)))
    assert f_upper(f, 1, 2) == pytest.approx(exact, rel=CLOSED, abs=0)
    assert f_upper(f, 2, 7) == pytest.approx((1 + 2 * f / 7) ** -3.5, rel=CLOSED, abs=0)
    short = np.array([400], dtype=np.int16)
    exact = [float(f_upper(400.0, 200.0, 3.0))]
    assert f_upper(short, np.array([200], dtype=np.int16), 3) == pytest.approx(exact, rel=CLOSED, abs=0)


def test_a_small_f_on_many_df_keeps_its_digits() -> None:
    """On 2 and many residual df it nears e^(−f); with equal df, f and 1/f share 1 between them."""
    assert f_upper(1e-12, 2, 1e9) == pytest.approx(1.0, abs=1e-11)
    assert float(f_upper(2.0, 9, 9) + f_upper(0.5, 9, 9)) == pytest.approx(1.0, rel=CLOSED, abs=0)


@pytest.mark.parametrize("df", [np.full((3, 50), 4), np.tile([3, 5, 4, 3, 9], (4, 30)), np.array([[4]])])
def test_quantiles_of_many_dfs_are_those_of_each(df: np.ndarray) -> None:
    """Many are looked up once for each df among them; few, or several shares, each by itself."""
    each = np.array([float(student_quantile(0.975, int(one))) for one in df.flat]).reshape(df.shape)
    found = student_quantile(0.975, df)
    assert (found.shape, found.tolist()) == (df.shape, each.tolist())
    shares = np.broadcast_to(np.array(0.975), df.shape)
    assert student_quantile(shares, df).tolist() == each.tolist()
    assert df.size == 1 or df.size > _MANY


def test_large_batches_go_to_the_loop_and_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tail costs as much as ten numbers."""
    asked = []

    def alone(function: Callable[..., None]) -> Callable[..., None]:
        asked.append(function)
        return function

    pytest.importorskip("numba")
    monkeypatch.setattr(loops, "LARGE", 10 * T.size)
    monkeypatch.setattr(whole_tails, "compiled", alone)
    exact = 2 / (2 + T**2 + np.abs(T) * np.sqrt(2 + T**2))
    assert student_two_sided(T, 2) == pytest.approx(exact, rel=CLOSED, abs=0)
    assert asked == [whole_tails.student_tails]
    assert student_two_sided(T[1:], 2) == pytest.approx(exact[1:], rel=CLOSED, abs=0)
    assert len(asked) == 1
    fraction = [float(student_two_sided(t, 2.5)) for t in T]
    assert student_two_sided(T, 2.5) == pytest.approx(fraction, rel=1e-10, abs=0)  # the loop leaves these
    beyond = student_two_sided(np.append(T, 2.0), np.append(np.full(T.size, 2.0), np.inf))
    assert beyond == pytest.approx([*exact, 0.04550026389635842], rel=1e-10, abs=0)  # 2(1 − Φ(2))


def test_many_shares_on_one_df_are_looked_up_one_by_one() -> None:
    p = np.linspace(0.01, 0.99, 2 * _MANY)
    assert student_quantile(p, 1) == pytest.approx(np.tan(np.pi * (p - 0.5)), rel=1e-10, abs=1e-14)
    two = np.tile([1, 2], _MANY)
    each = [float(student_quantile(share, df)) for share, df in zip(p, two, strict=True)]
    assert student_quantile(p, two).tolist() == each
    assert student_quantile(list(p), [2] * p.size) == pytest.approx(
        (2 * p - 1) * np.sqrt(2 / (4 * p * (1 - p))), rel=1e-10, abs=1e-14
    )
