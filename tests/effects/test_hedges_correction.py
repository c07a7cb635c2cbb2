"""Hedges's factor against arithmetic in fifty digits."""

from decimal import Decimal, getcontext
from math import gamma

import numpy as np
import pytest

from metasacro.effects.hedges_correction import correction_factor

PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494")


def exact(df: int) -> Decimal:
    """J by the recursion R(m + 2) = R(m) m/(m − 1) of R(m) = Γ(m/2)/Γ((m − 1)/2), from R(2) = 1/√π and R(3) = √π/2."""
    getcontext().prec = 50
    ratio = 1 / PI.sqrt() if df % 2 == 0 else PI.sqrt() / 2
    for m in range(2 + df % 2, df, 2):
        ratio = ratio * m / (m - 1)
    return ratio / (Decimal(df) / 2).sqrt()


def test_the_factor_is_right_to_the_last_digits_at_every_df() -> None:
    df = [*range(2, 300), 1978, 5000, 20001]
    assert np.isfinite(correction_factor(df)).all()
    worst = max(abs(float(Decimal(float(j)) / exact(m) - 1)) for m, j in zip(df, correction_factor(df), strict=True))
    assert worst < 1e-14


def test_the_approximation_is_that_of_hedges() -> None:
    assert float(correction_factor(18, "approximate")) == pytest.approx(1 - 3 / 71)
    assert float(correction_factor(18, False)) == 1.0


def test_it_does_not_exist_at_one_df_or_fewer() -> None:
    assert np.isnan(correction_factor([1.0, 0.5, 0.0])).all()


def test_between_one_df_and_two_it_is_the_ratio_of_gammas() -> None:
    assert float(correction_factor(1.5)) == pytest.approx(gamma(0.75) / (0.75**0.5 * gamma(0.25)), rel=1e-14)


def test_whole_df_have_factors_that_are_doubles_one_for_each() -> None:
    plain = correction_factor(np.array([18, 20]), False)
    assert plain.tolist() == [1.0, 1.0]
    assert plain.dtype == np.float64
    half = correction_factor(np.array([18.0], dtype=np.float16), "approximate")
    assert half == pytest.approx([1 - 3 / 71], rel=1e-15)
