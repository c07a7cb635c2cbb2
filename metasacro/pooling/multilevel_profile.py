"""Profile-likelihood intervals of the variances of the levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.numerics.roots import bracketed_root
from metasacro.pooling.multilevel_fit import highest, spread

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.numerics.bounded_maximum import BoundedMaximum
    from metasacro.pooling.multilevel_arguments import MultilevelData


def profile_interval(
    data: MultilevelData, end: BoundedMaximum, which: int, *, restricted: bool, level: float
) -> tuple[float, float]:
    """Values of one variance whose best likelihood is within a chi-square quantile of the maximum.

    2[l(maximum) − l(variance, others at their best)] ≤ chi-square(level; 1)
    """
    free = data.informative.copy()
    free[which] = False
    drop = float(chi_square_quantile(level, 1.0))
    unit = spread(data.stacks)
    top = end.surface.height
    warm = [end.point]

    def excess(values: Floats) -> Floats:
        found = []
        for value in values:
            start = end.point.copy()
            start[which] = value
            starts = [warm[-1], end.point, np.zeros_like(start), np.full_like(start, unit)]
            best = highest(data.stacks, restricted=restricted, free=free, start=start, starts=starts, climbs=2)
            warm.append(best.point)
            found.append(2.0 * (top - best.surface.height) - drop)
        return np.array(found)

    peak = float(end.point[which])
    lower = 0.0
    if peak > 0 and float(excess(np.zeros(1))[0]) > 0:
        lower = float(bracketed_root(excess, np.zeros(1), np.array([peak]), floor=1e-6 * peak)[0][0])
    near, far = peak, max(2.0 * peak, unit)
    while float(excess(np.array([far]))[0]) <= 0:  # it ends: the likelihood of several groups falls without limit
        near, far = far, 10.0 * far
    return lower, float(bracketed_root(excess, np.array([near]), np.array([far]), floor=1e-6 * far)[0][0])
