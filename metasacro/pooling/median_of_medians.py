"""The median of the cohorts' medians, plain or weighted by size (McGrath)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.pooling.domain import fraction
from metasacro.pooling.pooled_median import PooledMedian
from metasacro.pooling.sign_test import approximate_shares, sign_test_ranks, weighted_median, weighted_quantile
from metasacro.problems import Caution, Refusal, caution

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def median_of_medians(yi: ArrayLike, *, exact: bool = True, level: float = 0.95) -> PooledMedian:
    """Median of the cohorts' medians (or of their differences of medians), each cohort counting once (McGrath).

    estimate = median of yi. Interval by turning the sign test round: from the r-th smallest to the r-th largest yi,
    with the largest r for which 1 − 2 P(Bin(k, ½) < r) ≥ level; approximate: the quantiles ½ ± z/(2√k) of the yi.

    Parameters
    ----------
    yi : (k,) medians, or differences of medians; a cohort that prints only a mean may enter with it
    exact : False for the normal approximation
    level : a fraction

    Returns
    -------
    PooledMedian, in the units of the scale; `coverage` is what the exact interval reaches

    Domain
    ------
    No spread within cohorts is needed, and none is used: a cohort of 5 counts as one of 500. Fewer than 6 cohorts have
    no exact interval at 0.95 (MS330). The estimand is the median over cohorts, not the mean of a random-effects model.

    References
    ----------
    mcgrath2019 (one group); mcgrathsohn2020 (two groups). Estimate and approximate interval agree with metamedian 1.2.1
    (`pool.med`) to 1e-12. Its exact interval ends one cohort too low: see the notes on the oracles.

    >>> pooled = median_of_medians([12.08, 9.03, 9.65, 8.73, 7.5, 7.56, 12.38, 10.53])
    >>> round(pooled.estimate, 6), pooled.interval.lower, pooled.interval.upper, pooled.coverage
    (9.34, 7.5, 12.38, 0.9921875)
    """
    values, level = _finite("yi", yi), fraction(level)
    weights = np.full(values.size, 1.0 / values.size)
    if exact:
        interval, coverage, cautions = _exact(values, weights, level)
    else:
        low, high = (float(np.quantile(values, share)) for share in approximate_shares(values.size, level))
        interval, coverage = Interval(lower=low, upper=high, level=level), None
        cautions = (caution("MS332", reason="the binomial distribution is taken as normal"),)
    return PooledMedian(
        estimate=float(np.median(values)),
        interval=interval,
        coverage=coverage,
        k=int(values.size),
        method="median of medians",
        weights=weights,
        cautions=cautions,
    )


def weighted_median_of_medians(
    yi: ArrayLike, ni: ArrayLike, *, exact: bool = True, level: float = 0.95
) -> PooledMedian:
    """Median of the cohorts' medians (or of their differences), each cohort counting by its size (McGrath).

    estimate = the yi at which the cumulated ni reach half of Σ ni (halfway between two where they split exactly).
    Interval: the yi at which they reach r/k and (k + 1 − r)/k of Σ ni, r as for `median_of_medians`; approximate:
    ½ ± z/(2√k) of Σ ni.

    Parameters
    ----------
    yi : (k,) medians, or differences of medians
    ni : (k,) weights greater than 0: the cohorts' sizes, for two groups both together
    exact : False for the normal approximation
    level : a fraction

    Returns
    -------
    PooledMedian, in the units of the scale. With equal ni it is `median_of_medians`

    Domain
    ------
    As for `median_of_medians`. With unequal sizes the sign test does not hold, so the interval is a convention (MS332):
    one large cohort can be estimate and bound at once.

    References
    ----------
    mcgrath2019; mcgrathsohn2020. Agrees with metamedian 1.2.1 (`pool.med`).

    >>> pooled = weighted_median_of_medians([7.11, 9.12, 10.78], [116, 145, 29], exact=False)
    >>> pooled.estimate, pooled.interval.lower, pooled.interval.upper
    (9.12, 7.11, 10.78)
    """
    values, weights, level = _finite("yi", yi), _finite("ni", ni), fraction(level)
    if values.size != weights.size:
        raise Refusal("MS357", lengths=f"`yi` {values.size}, `ni` {weights.size}")
    if (weights <= 0).any():
        rows = ", ".join(str(row + 1) for row in np.flatnonzero(weights <= 0))
        raise Refusal("MS354", name="ni", rows=rows)
    weights = weights / weights.sum()
    cautions: tuple[Caution, ...]
    if exact:
        interval, coverage, cautions = _exact(values, weights, level)
    else:
        low, high = (weighted_quantile(values, weights, s) for s in approximate_shares(values.size, level))
        interval, coverage, cautions = Interval(lower=low, upper=high, level=level), None, ()
    if interval is not None and np.ptp(weights) > 0:
        cautions = (*cautions, caution("MS332", reason="the sign test holds for cohorts of equal weight"))
        coverage = None
    return PooledMedian(
        estimate=weighted_median(values, weights),
        interval=interval,
        coverage=coverage,
        k=int(values.size),
        method="weighted median of medians",
        weights=weights,
        cautions=cautions,
    )


def _exact(values: Floats, weights: Floats, level: float) -> tuple[Interval | None, float | None, tuple[Caution, ...]]:
    """The interval at the ranks of the sign test, or none."""
    k = values.size
    found = sign_test_ranks(k, level)
    if found is None:
        return None, None, (caution("MS330", k=k, highest=1.0 - 0.5 ** (k - 1), level=level),)
    rank, coverage = found
    low, high = (weighted_quantile(values, weights, place / k) for place in (rank, k + 1 - rank))
    return Interval(lower=low, upper=high, level=level), coverage, ()


def _finite(name: str, given: ArrayLike) -> Floats:
    """A vector of finite numbers, one a cohort."""
    values: Floats = np.atleast_1d(np.asarray(given, dtype=np.float64)).ravel()
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size or not values.size:
        raise Refusal("MS353", name=name, rows=", ".join(str(row + 1) for row in bad) or "none given")
    return values


MEDIAN_OF_MEDIANS = Method(
    key="median-of-medians",
    name="median of medians",
    function=median_of_medians,
    references=("mcgrath2019", "mcgrathsohn2020"),
    oracle="metamedian 1.2.1 pool.med: estimate and approximate interval to 1e-12; exact interval against the binomial",
)

WEIGHTED_MEDIAN_OF_MEDIANS = Method(
    key="weighted-median-of-medians",
    name="weighted median of medians",
    function=weighted_median_of_medians,
    references=("mcgrath2019", "mcgrathsohn2020"),
    oracle="metamedian 1.2.1 pool.med, exactly",
)
