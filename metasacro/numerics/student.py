"""Student's t distribution. Infinite degrees of freedom are the normal distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import worthwhile
from metasacro.numerics.whole_tails import TAIL, student_tails, tails

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: Quantiles from which on each of the degrees of freedom among them is looked at once: they are few, and whole numbers.
_MANY = 100


def student_two_sided(t: ArrayLike, df: ArrayLike) -> Floats:
    """Probability of a value at least as far from 0 as `t`, on either side.

    It is read from the incomplete beta function in df/(df + t²), or from its complement in t²/(df + t²), whichever is
    smaller, so that neither a far tail nor a t near 0 nor many degrees of freedom lose digits.

    >>> round(float(student_two_sided(12.706204736174694, 1)), 12)
    0.05
    """
    t, df = np.broadcast_arrays(np.asarray(t, dtype=np.float64), np.asarray(df, dtype=np.float64))
    return tails(student_tails, _two_sided, t, df) if worthwhile(t.size * TAIL) else _two_sided(t, df)


def _two_sided(t: Floats, df: Floats) -> Floats:
    from scipy.special import betainc, betaincc

    from metasacro.numerics.normal import normal_two_sided

    finite = np.isfinite(df)
    safe = np.where(finite, df, 1.0)
    with np.errstate(over="ignore", invalid="ignore"):
        share = np.where(np.isinf(t * t), 1.0, t * t / (safe + t * t))
        far = betainc(safe / 2.0, 0.5, safe / (safe + t * t))
        tail = np.where(share > 0.5, far, betaincc(0.5, safe / 2.0, share))
    return np.where(finite, tail, normal_two_sided(t))


def student_cdf(t: ArrayLike, df: ArrayLike) -> Floats:
    """Probability of a value up to `t`; `df` finite.

    >>> round(float(student_cdf(12.706204736174694, 1.0)), 12)
    0.975
    """
    from scipy.special import stdtr

    return stdtr(np.asarray(df, dtype=np.float64), np.asarray(t, dtype=np.float64))


def student_quantile(p: ArrayLike, df: ArrayLike) -> Floats:
    """Value below which a share `p` lies.

    >>> round(float(student_quantile(0.975, 1)), 4)
    12.7062
    """
    from scipy.special import stdtrit

    from metasacro.numerics.normal import normal_quantile

    if np.ndim(p) == 0 and np.size(df) > _MANY:
        df = np.asarray(df, dtype=np.float64)
        if (df == df.flat[0]).all():
            return np.broadcast_to(student_quantile(p, df.flat[0]), df.shape)
        every, place = np.unique(df, return_inverse=True)
        return np.asarray(student_quantile(p, every)[place].reshape(np.shape(df)))
    p, df = np.broadcast_arrays(np.asarray(p, dtype=np.float64), np.asarray(df, dtype=np.float64))
    finite = np.isfinite(df)
    return np.where(finite, stdtrit(np.where(finite, df, 1.0), p), normal_quantile(p))
