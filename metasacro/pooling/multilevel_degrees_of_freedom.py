"""Degrees of freedom of the coefficients of a multilevel model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.multilevel_arguments import MultilevelData


def contained_df(data: MultilevelData) -> Floats:
    """Degrees of freedom by containment: what a coefficient is learned from.

    A column that is constant within the groups of a level is known from those groups only. Its degrees of freedom are
    the smallest number of groups of such a level, else the number of effects, minus the number of coefficients.
    """
    k, p = data.design.shape
    df = np.full(p, float(k))
    for grouping in data.groupings:
        first = np.unique(grouping, return_index=True)[1]
        constant = (data.design == data.design[first[grouping]]).all(axis=0)
        df = np.where(constant, np.minimum(df, grouping.max() + 1.0), df)
    return np.asarray(df - p, dtype=np.float64)
