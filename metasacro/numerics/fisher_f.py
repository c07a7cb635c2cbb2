"""The F distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def f_upper(f: ArrayLike, df: ArrayLike, residual_df: ArrayLike) -> Floats:
    """Probability of a value of at least `f`, with numerator and denominator degrees of freedom.

    It is read from the lower tail of the beta distribution, or from the upper one of its mirror image, whichever has
    the smaller argument, so that small P values and many degrees of freedom keep their digits.

    >>> round(float(f_upper(161.447638797588, 1, 1)), 12)
    0.05
    """
    from scipy.special import betainc, betaincc

    f, df, residual = (np.asarray(value, dtype=np.float64) for value in (f, df, residual_df))
    share = df * f / (residual + df * f)
    far = betainc(residual / 2.0, df / 2.0, residual / (residual + df * f))
    return np.where(share > 0.5, far, betaincc(df / 2.0, residual / 2.0, share))
