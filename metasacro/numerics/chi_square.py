"""The chi-square distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import worthwhile
from metasacro.numerics.whole_tails import TAIL, chi_square_tails, tails

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def chi_square_upper(x: ArrayLike, df: ArrayLike) -> Floats:
    """Probability of a value of at least `x`; 1 where `df` is 0.

    >>> round(float(chi_square_upper(3.841458820694124, 1)), 12)
    0.05
    """
    x, df = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(df, dtype=np.float64))
    return tails(chi_square_tails, _upper, x, df) if worthwhile(x.size * TAIL) else _upper(x, df)


def _upper(x: Floats, df: Floats) -> Floats:
    from scipy.special import gammaincc

    tail = np.where(df > 0, gammaincc(np.where(df > 0, df, 1.0) / 2.0, x / 2.0), 1.0)
    return np.where(np.isnan(df), np.nan, tail)


def chi_square_quantile(p: ArrayLike, df: ArrayLike) -> Floats:
    """Value below which a share `p` lies.

    >>> round(float(chi_square_quantile(0.95, 1)), 6)
    3.841459
    """
    from scipy.special import gammainccinv, gammaincinv

    p, df = np.broadcast_arrays(np.asarray(p, dtype=np.float64), np.asarray(df, dtype=np.float64))
    low = gammaincinv(df / 2.0, np.minimum(p, 0.5))
    high = gammainccinv(df / 2.0, np.minimum(1.0 - p, 0.5))
    return 2.0 * np.where(p < 0.5, low, high)
