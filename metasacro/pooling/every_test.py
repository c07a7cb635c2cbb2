"""The interval of every test at one τ²: what a sweep of specifications asks a million times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.student import student_quantile
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.tau2.every_estimator_loop import SAME_AS
from metasacro.tau2.registry import ESTIMATORS
from metasacro.tau2.weighted_residuals import cohorts, weighted_residuals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.tau2.weighted_residuals import Weighted


def intervals_of_every_test(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    keep: ArrayLike,
    methods: Sequence[str],
    tests: Sequence[str],
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Estimates, and half widths of their intervals, of every subset under every estimator of τ² and test.

    The same numbers as `random_effects_batch` gives, without what a sweep does not ask for: τ² does not depend on the
    test, nor the estimate, and a quantile of t only on the number of cohorts; estimators that solve the same equation
    are solved once.

    Parameters
    ----------
    yi, vi : (k,) or (n, k) effects and sampling variances
    keep : (n, k) who is in each subset: two or more
    methods, tests : keys of `ESTIMATORS` but the weighted ones, and of `TESTS`

    Returns
    -------
    (estimates, half widths), (methods, n) and (methods, tests, n)

    >>> estimate, half = intervals_of_every_test(
    ...     [0.1, 0.9, 0.4], [0.04, 0.09, 0.05], keep=[[True, True, True]], methods=["DL"], tests=["z", "adhoc"]
    ... )
    >>> estimate.round(3).tolist(), half.round(3).tolist()
    ([[0.421]], [[[0.423], [0.968]]])
    """
    inside = np.asarray(keep, dtype=np.bool_)
    y, v, use = cohorts(yi, vi, inside)
    k = use.sum(axis=-1)
    center = np.where(inside, yi, 0.0).sum(axis=-1) / k
    sizes = np.arange(2, inside.shape[-1] + 1)
    quantile = {
        df: student_quantile((1.0 + level) / 2.0, np.where(df, sizes - 1.0, np.inf))[k.astype(np.intp) - 2]
        for df in (False, True)
    }
    estimates = np.empty((len(methods), len(k)))
    halves = np.empty((len(methods), len(tests), len(k)))
    fits: dict[str, Weighted] = {}
    for at, method in enumerate(methods):
        key = SAME_AS.get(method, method)
        if key not in fits:
            fits[key] = weighted_residuals(y, v, use, ESTIMATORS[key].function(y, v, inside).tau2)
        fit = fits[key]
        estimates[at] = fit.mu + center
        for row, test in enumerate(tests):
            se, df, _ = TESTS[test].function(fit.total, fit.q, k)
            halves[at, row] = quantile[bool(np.isfinite(df[0]))] * se
    return estimates, halves
