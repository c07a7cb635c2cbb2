"""Hedges's factor, which takes the small-sample bias out of a standardised mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: From here on Stirling's series, cut after x⁻⁹, is exact in double precision, while ln Γ loses digits.
STIRLING_FROM = 40.0
#: Coefficients of x⁻¹, x⁻³ … x⁻⁹ in Stirling's series of ln Γ (Bernoulli numbers).
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)


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
    hedges1981, equation 6e (exact) and 6f (approximate). For df of 40 or more the two ln Γ are subtracted term by term
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

    small = np.where((df > 1) & (df < STIRLING_FROM), df, 2.0)
    near = np.exp(gammaln(small / 2.0) - gammaln((small - 1.0) / 2.0)) / np.sqrt(small / 2.0)
    x = np.where(df >= STIRLING_FROM, df, STIRLING_FROM) / 2.0
    far = np.exp(-(x - 1.0) * np.log1p(-0.5 / x) - 0.5 + _stirling(x) - _stirling(x - 0.5))
    factor = np.where(df < STIRLING_FROM, np.where(df > 1, near, np.nan), far)
    return np.asarray(factor, dtype=np.float64)


def _stirling(x: Floats) -> Floats:
    """The part of ln Γ(x) that vanishes as x grows."""
    total = np.zeros_like(x)
    for power, coefficient in enumerate(STIRLING):
        total = total + coefficient / x ** (2 * power + 1)
    return total
