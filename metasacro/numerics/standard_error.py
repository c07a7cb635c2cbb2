"""The standard error behind an interval, a test statistic or a P value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats


def standard_error(
    estimate: ArrayLike | None = None,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    level: ArrayLike = 0.95,
    statistic: ArrayLike | None = None,
    p: ArrayLike | None = None,
    df: ArrayLike = math.inf,
) -> Floats:
    """Standard error of an estimate, from its interval, or from the estimate and its z or t, or its two-sided P value.

    From an interval: (upper − lower)/(2 q), q the quantile of (1 + level)/2; from a test: |estimate|/|statistic|; from
    a P value: |estimate|/|quantile of p/2|. Quantiles are those of t with `df` degrees of freedom, infinite: normal.

    Where the estimate or the statistic is 0 (or p is 1), or the bounds are out of order, there is no answer (MS367).
    Which one is used is the first that is given of interval, statistic, P value; ratios go in on the log scale.

    >>> round(float(standard_error(lower=30.0, upper=34.2, df=24)), 4)
    1.0175
    >>> round(float(standard_error(3.8, p=0.008, df=45)), 4)
    1.3691
    """
    from metasacro.numerics.student import student_quantile

    if lower is not None and upper is not None:
        low, high = np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
        _refuse(~(high > low), "an interval", "its upper bound must be greater than its lower bound")
        level = np.asarray(level, dtype=np.float64)
        _refuse(~((level > 0) & (level < 1)), "an interval", "its level is a fraction between 0 and 1")
        return np.asarray((high - low) / (2.0 * student_quantile((1.0 + level) / 2.0, df)), dtype=np.float64)
    if estimate is None or (statistic is None and p is None):
        raise _refusal("what is given", "it takes both bounds of an interval, or an estimate with its test or P value")
    size = np.abs(np.asarray(estimate, dtype=np.float64))
    if statistic is not None:
        tested, given = np.abs(np.asarray(statistic, dtype=np.float64)), "a test statistic"
    else:
        chance, given = np.asarray(p, dtype=np.float64), "a P value"
        _refuse(~((chance > 0) & (chance <= 1)), given, "it must be greater than 0 and at most 1")
        tested = -student_quantile(chance / 2.0, df)
    _refuse(~((size > 0) & (tested > 0)), given, "an estimate or a statistic of 0 says nothing about the error")
    return np.asarray(size / tested, dtype=np.float64)


def _refuse(bad: Booleans, given: str, reason: str) -> None:
    if np.any(bad):
        raise _refusal(given, reason)


def _refusal(given: str, reason: str) -> Refusal:
    return Refusal("MS367", wanted="a standard error", given=given, reason=reason)
