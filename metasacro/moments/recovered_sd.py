"""An SD that the paper does not print, recovered from a standard error, an interval, a test or a P value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.standard_error import standard_error
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats


def sd_of_group(
    n: ArrayLike,
    *,
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    level: ArrayLike = 0.95,
    mean: ArrayLike | None = None,
    t: ArrayLike | None = None,
    p: ArrayLike | None = None,
) -> Floats:
    """SD of one group, from the standard error or the interval of its mean, or from a test of the mean against 0.

    sd = se √n; se = (upper − lower)/(2 q), q the quantile of (1 + level)/2 of t with n − 1 degrees of freedom, or
    |mean|/|t|, t from the P value if need be. For a change within a group, `mean` is the
    mean change and t the paired t.

    Parameters
    ----------
    n : (...) people, 2 or more
    se : (...) standard error of the mean; or
    lower, upper, level : (...) its interval and level; or
    mean, t, p : (...) the mean with its t, or with the two-sided P value of that t

    Returns
    -------
    (...) SD, in the units of the scale

    Domain
    ------
    n ≥ 2, se > 0, bounds in order, a mean and a t that are not 0 (MS367). The interval must be the mean's own, from
    t; if a paper used the normal quantile, the SD comes out too small by z/t (5 % at n = 25).

    References
    ----------
    higgins2019 (sections 6.5.2.2 and 6.5.2.3). Gives the worked numbers printed there.

    >>> round(float(sd_of_group(25, lower=30.0, upper=34.2)), 2)
    5.09
    """
    n = np.asarray(n, dtype=np.float64)
    _refuse_small(n < 2)
    error = _error(se) if se is not None else None
    if error is None:
        error = standard_error(mean, lower=lower, upper=upper, level=level, statistic=t, p=p, df=n - 1.0)
    return np.asarray(error * np.sqrt(n), dtype=np.float64)


def sd_of_two_groups(
    n1: ArrayLike,
    n2: ArrayLike,
    *,
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    level: ArrayLike = 0.95,
    difference: ArrayLike | None = None,
    t: ArrayLike | None = None,
    p: ArrayLike | None = None,
) -> Floats:
    """SD that two groups share, from the standard error, the interval or a test of their mean difference.

    sd = se/√(1/n1 + 1/n2); se as for one group, with n1 + n2 − 2 degrees of freedom. An F of two groups is t².

    Parameters
    ----------
    n1, n2 : (...) people in each group
    se : (...) standard error of the mean difference; or
    lower, upper, level : (...) its interval and level; or
    difference, t, p : (...) the mean difference with its t, or with the two-sided P value of that t

    Returns
    -------
    (...) the common SD, in the units of the scale

    Domain
    ------
    n1 + n2 > 2, se > 0, bounds in order, a difference and a t that are not 0 (MS367). For final values or changes
    without adjustment for covariates; an adjusted difference has a smaller error, and the SD comes out too small.

    References
    ----------
    higgins2019 (section 6.5.2.3). Gives the worked numbers printed there.

    >>> round(float(sd_of_two_groups(25, 22, difference=3.8, p=0.008)), 2)
    4.68
    """
    n1, n2 = np.asarray(n1, dtype=np.float64), np.asarray(n2, dtype=np.float64)
    _refuse_small((n1 < 1) | (n2 < 1) | (n1 + n2 <= 2))
    error = _error(se) if se is not None else None
    if error is None:
        error = standard_error(difference, lower=lower, upper=upper, level=level, statistic=t, p=p, df=n1 + n2 - 2.0)
    return np.asarray(error / np.sqrt(1.0 / n1 + 1.0 / n2), dtype=np.float64)


def _error(se: ArrayLike) -> Floats:
    """The standard error that is given, if it is one."""
    error = np.asarray(se, dtype=np.float64)
    if not (np.isfinite(error) & (error > 0)).all():
        raise Refusal("MS367", wanted="an SD", given="a standard error", reason="it must be greater than 0")
    return error


def _refuse_small(small: Booleans) -> None:
    if np.any(small):
        raise Refusal("MS367", wanted="an SD", given="these sizes", reason="there are too few people")


SD_OF_GROUP = Method(
    key="sd-of-group",
    name="SD of one group from an error, an interval, a test or a P value",
    function=sd_of_group,
    references=("higgins2019",),
    oracle="worked numbers of the Cochrane handbook",
)

SD_OF_TWO_GROUPS = Method(
    key="sd-of-two-groups",
    name="SD of two groups from an error, an interval, a test or a P value of their difference",
    function=sd_of_two_groups,
    references=("higgins2019",),
    oracle="worked numbers of the Cochrane handbook",
)
