"""The F distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def f_upper(f: ArrayLike, df: ArrayLike, residual_df: ArrayLike) -> Floats:
    """Probability of a value of at least `f`, with numerator and denominator degrees of freedom.

    It is read from the lower tail of the beta distribution, so that small P values keep their digits.

    >>> round(float(f_upper(161.447638797588, 1, 1)), 12)
    0.05
    """
    from scipy.special import betainc

    f, df, residual = (np.asarray(value, dtype=np.float64) for value in (f, df, residual_df))
    return np.asarray(betainc(residual / 2.0, df / 2.0, residual / (residual + df * f)), dtype=np.float64)
