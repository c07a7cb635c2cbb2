"""The average of a quantity over the cohorts of a table, for variances that borrow strength from all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def weighted_average(values: Floats, weights: Floats) -> Floats:
    """Average over the last axis; cohorts whose value or weight does not exist take no part.

    >>> weighted_average(np.array([1.0, 4.0, np.nan]), np.array([2.0, 1.0, 5.0])).tolist()
    [2.0]
    """
    there = np.isfinite(values) & np.isfinite(weights)
    total = np.sum(np.where(there, weights * np.where(there, values, 0.0), 0.0), axis=-1, keepdims=True)
    average: Floats = total / np.sum(np.where(there, weights, 0.0), axis=-1, keepdims=True)
    return average
