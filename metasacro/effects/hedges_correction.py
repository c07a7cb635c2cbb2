"""Hedges's factor, which takes the small-sample bias out of a standardised mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.stirling import STIRLING_FROM, stirling_remainder

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: Degrees of freedom from which on ln Γ at half of them, and a half less, is taken by Stirling's series.
STIRLING_DF = 2.0 * STIRLING_FROM + 1.0


def correction_factor(df: ArrayLike, correct: bool | str = True) -> Floats:
    """What a standardised mean with `df` degrees of freedom is multiplied by to be unbiased.

    exact: J = Γ(df/2)/(√(df/2) Γ((df − 1)/2)); approximate: J = 1 − 3/(4 df − 1)

    Parameters
    ----------
    df : (...) degrees of freedom of the SD, greater than 1
    correct : True, the exact factor; "approximate", Hedges's approximation; False, 1

    Returns
    -------
    (...) a factor between 0 and 1

    Domain
    ------
    df > 1. At 1 the exact factor is 0, which would make every effect 0; there, and below, the answer is nan.

    References
    ----------
    hedges1981, equation 6e (exact) and 6f (approximate). For df of 41 or more the two ln Γ are subtracted term by term
    in Stirling's series, so no digits are lost at any df.

    >>> [round(float(correction_factor(18, how)), 9) for how in (True, "approximate", False)]
    [0.957646427, 0.957746479, 1.0]
    """
    df = np.asarray(df, dtype=np.float64)
    if correct is False:
        return np.ones_like(df)
    if correct == "approximate":
        return 1.0 - 3.0 / (4.0 * df - 1.0)
    from scipy.special import gammaln

    small = np.where((df > 1) & (df < STIRLING_DF), df, 2.0)
    near = np.exp(gammaln(small / 2.0) - gammaln((small - 1.0) / 2.0)) / np.sqrt(small / 2.0)
    x = np.where(df >= STIRLING_DF, df, STIRLING_DF) / 2.0
    far = np.exp(-(x - 1.0) * np.log1p(-0.5 / x) - 0.5 + stirling_remainder(x) - stirling_remainder(x - 0.5))
    factor = np.where(df < STIRLING_DF, np.where(df > 1, near, np.nan), far)
    return np.asarray(factor, dtype=np.float64)
