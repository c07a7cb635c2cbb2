"""The baseline–follow-up correlation, recovered from what a paper prints about the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.standard_error import standard_error
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: How far outside −1 to 1 rounding alone may take a correlation.
ROUNDING = 1e-12


def change_correlation(
    sd1: ArrayLike,
    sd2: ArrayLike,
    *,
    sd_change: ArrayLike | None = None,
    n: ArrayLike | None = None,
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    level: ArrayLike = 0.95,
    change: ArrayLike | None = None,
    t: ArrayLike | None = None,
    f: ArrayLike | None = None,
    p: ArrayLike | None = None,
) -> Floats:
    """Correlation of follow-up with baseline values, from the SD of the change or from anything that gives it.

    r = (sd1² + sd2² − sd_change²)/(2 sd1 sd2); sd_change = se √n, se from the interval of the mean change, or from the
    mean change with its paired t, its F (t²) or its two-sided P value (n − 1 degrees of freedom)

    Parameters
    ----------
    sd1, sd2 : (...) SDs at follow-up and at baseline (in either order)
    sd_change : (...) SD of the change; or, with the number of pairs n,
    se : (...) standard error of the mean change; or
    lower, upper, level : (...) its interval and level; or
    change, t, f, p : (...) the mean change with its paired t, its F (1 and n − 1 df) or its two-sided P value

    Returns
    -------
    (...) a correlation between −1 and 1

    Domain
    ------
    A result outside −1 to 1 is refused (MS366): the numbers are not of the same people, or one is not what it is taken
    for. What does not give an SD of the change is refused (MS367). Rounded inputs make r uncertain: with SDs and the SD
    of the change rounded to one decimal it is good to about ± 0.02, from a rounded P value to less; show the grid of r.

    References
    ----------
    follmann1992 (the SD of a change), morris2002. Gives the Cochrane handbook's correlations of its worked table.

    >>> [round(float(r), 5) for r in change_correlation([6.4, 7.0], [7.1, 6.9], sd_change=[4.5, 4.2])]
    [0.78257, 0.81749]
    >>> round(float(change_correlation(11.6, 15.0, n=20, change=7.9, t=2.5235)), 2)
    0.47
    """
    sd1, sd2 = np.asarray(sd1, dtype=np.float64), np.asarray(sd2, dtype=np.float64)
    if not (np.isfinite(sd1) & np.isfinite(sd2) & (sd1 > 0) & (sd2 > 0)).all():
        raise _refusal("the SDs", "both must be greater than 0")
    if sd_change is None:
        sd_change = _sd_of_change(n, se, lower, upper, level, change, t, f, p)
    spread = np.asarray(sd_change, dtype=np.float64)
    if not (np.isfinite(spread) & (spread >= 0)).all():
        raise _refusal("the SD of the change", "it must not be negative")
    r = (sd1**2 + sd2**2 - spread**2) / (2.0 * sd1 * sd2)
    beyond = np.abs(r) > 1.0 + ROUNDING
    if beyond.any():
        given = "the two SDs and the SD of the change"
        raise Refusal("MS366", r=float(np.atleast_1d(r)[np.atleast_1d(beyond)][0]), given=given)
    return np.asarray(np.clip(r, -1.0, 1.0), dtype=np.float64)


def _sd_of_change(
    n: ArrayLike | None,
    se: ArrayLike | None,
    lower: ArrayLike | None,
    upper: ArrayLike | None,
    level: ArrayLike,
    change: ArrayLike | None,
    t: ArrayLike | None,
    f: ArrayLike | None,
    p: ArrayLike | None,
) -> Floats:
    """SD of the change from its standard error, or from what gives one."""
    if n is None:
        raise _refusal("what is given", "the number of pairs `n` is needed, or `sd_change`")
    pairs = np.asarray(n, dtype=np.float64)
    if (pairs < 2).any():
        raise _refusal("`n`", "it takes at least two pairs")
    if se is None:
        if t is None and f is not None:
            if (np.asarray(f) < 0).any():
                raise _refusal("an F", "it cannot be negative")
            t = np.sqrt(np.asarray(f, dtype=np.float64))
        se = standard_error(change, lower=lower, upper=upper, level=level, statistic=t, p=p, df=pairs - 1.0)
    return np.asarray(np.asarray(se, dtype=np.float64) * np.sqrt(pairs), dtype=np.float64)


def _refusal(given: str, reason: str) -> Refusal:
    return Refusal("MS367", wanted="the correlation", given=given, reason=reason)


CHANGE_CORRELATION = Method(
    key="change-correlation",
    name="baseline–follow-up correlation from the SD of the change",
    function=change_correlation,
    references=("follmann1992", "morris2002"),
    oracle="worked numbers of the Cochrane handbook",
)
