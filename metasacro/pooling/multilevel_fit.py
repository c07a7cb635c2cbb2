"""The search for the variances of the levels."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.bounded_maximum import BoundedMaximum, Surface, bounded_maximum
from metasacro.pooling.multilevel_likelihood import surface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.pooling.multilevel_likelihood import Stack

#: How many of the starting points, the highest ones, a search sets out from.
_CLIMBS = 4

#: Starting points of a level, in units of the spread of the effects: from none to all of it.
_SHARES = (0.0, 1e-4, 1e-2, 0.2, 1.5)


def highest(
    stacks: tuple[Stack, ...],
    *,
    restricted: bool,
    free: Booleans,
    start: Floats,
    starts: Sequence[Floats] = (),
    climbs: int = _CLIMBS,
) -> BoundedMaximum:
    """Maximum of the (restricted) likelihood over the free variances; the others keep their value in `start`.

    The likelihood of several levels can have more than one maximum, so the search sets out from a grid of starting
    points (or from `starts`) and keeps the highest end.
    """

    def function(values: Floats) -> Surface:
        full = start.copy()
        full[free] = values
        here = surface(full, stacks, restricted=restricted)
        cut = np.ix_(free, free)
        return Surface(here.height, here.gradient[free], here.hessian[cut], here.information[cut])

    if not free.any():
        return BoundedMaximum(point=start, surface=function(start[free]), stationary=True)
    places = [place[free] for place in starts] or _grid(stacks, int(free.sum()))
    ranked = sorted(places, key=lambda place: -float(function(place).height))
    ends = [bounded_maximum(function, place) for place in ranked[:climbs]]
    best = max(ends, key=lambda end: (round(end.surface.height, 9), end.stationary, end.surface.height))
    point = start.copy()
    point[free] = best.point
    return BoundedMaximum(point=point, surface=best.surface, stationary=best.stationary)


def spread(stacks: tuple[Stack, ...]) -> float:
    """Mean square of the effects about the ordinary least-squares fit, never below a share of the sampling variance.

    The effects of a stack are measured from that fit.
    """
    y = np.concatenate([stack.y.ravel() for stack in stacks])
    v = np.concatenate([np.diagonal(stack.v, axis1=1, axis2=2).ravel() for stack in stacks])
    mean_square = float((y**2).sum()) / max(1.0, float(y.size - stacks[0].x.shape[2]))
    middle = float(np.median(v))
    return max(mean_square, 0.01 * middle)


def _grid(stacks: tuple[Stack, ...], count: int) -> list[Floats]:
    unit = spread(stacks)
    return [unit * np.array(shares) for shares in product(_SHARES, repeat=count)]
