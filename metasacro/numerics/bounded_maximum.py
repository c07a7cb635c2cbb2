"""The maximum of a smooth function whose arguments have lower bounds, such as 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from metasacro.numerics.arrays import np
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Booleans, Floats

#: Newton's method doubles its digits near the end, so this many steps are only used up far from a maximum.
_STEPS = 200

#: A promised gain this small moves the argument by less than 1e-10 of its standard error: what is left is rounding.
_ROUNDING = 1e-20

#: A gain that Newton's step still promises, in the units of the function (a log-likelihood), at a stationary point.
_GAIN = 1e-12


class Surface(NamedTuple):
    """A function at one point, with its slopes."""

    height: float
    gradient: Floats  #: (c,)
    hessian: Floats  #: (c, c)
    information: Floats  #: (c, c), positive definite: stands for −hessian where that is not


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoundedMaximum:
    """Where the search ended."""

    point: Floats  #: (c,)
    surface: Surface
    stationary: bool  #: True where the slope is 0 inside, and not positive at an argument on its bound


def bounded_maximum(
    function: Callable[[Floats], Surface], start: Floats, lower: Floats | float = 0.0
) -> BoundedMaximum:
    """Maximum of `function` over arguments ≥ `lower`, by Newton steps that never climb down (projected Newton method).

    Arguments on their bound whose slope is not positive stay there; the others take a Newton step, cut off at the bound
    and halved until the function rises. Where rounding hides the rise, the step must shorten the next one instead.

    >>> top = bounded_maximum(
    ...     lambda x: Surface(-((x[0] - 2) ** 2) - (x[1] + 1) ** 2, -2 * (x - [2, -1]), -2 * np.eye(2), 2 * np.eye(2)),
    ...     np.array([5.0, 5.0]),
    ... )
    >>> top.point.tolist(), top.stationary
    ([2.0, 0.0], True)
    """
    point, surface = start, function(start)
    lower = np.broadcast_to(np.asarray(lower, dtype=np.float64), start.shape)
    for _ in range(_STEPS):
        step, gain = _newton(point, surface, lower)
        if gain <= _ROUNDING * (1.0 + abs(surface.height)):
            break
        following = _uphill(function, point, surface, step, gain, lower)
        if following is None:
            break
        point, surface = following
    _, gain = _newton(point, surface, lower)
    return BoundedMaximum(point=point, surface=surface, stationary=bool(gain <= _GAIN * (1.0 + abs(surface.height))))


def _newton(point: Floats, surface: Surface, lower: Floats) -> tuple[Floats, float]:
    """Newton's step of the arguments that may move, and twice the gain that it promises."""
    free: Booleans = (point > lower) | (surface.gradient > 0)
    step = np.zeros_like(point)
    if not free.any():
        return step, 0.0
    square = np.ix_(free, free)
    for matrix in (-surface.hessian[square], surface.information[square]):
        try:
            np.linalg.cholesky(matrix)
            step[free] = np.linalg.solve(matrix, surface.gradient[free])
        except np.linalg.LinAlgError:
            continue
        return step, float(surface.gradient @ step)
    step[free] = surface.gradient[free] * (np.abs(point).max() + 1.0) / np.abs(surface.gradient[free]).max()
    return step, float(surface.gradient @ step)


def _uphill(
    function: Callable[[Floats], Surface], point: Floats, surface: Surface, step: Floats, gain: float, lower: Floats
) -> tuple[Floats, Surface] | None:
    """The point after a step along which the function rises; None where no such step is left."""
    moving = step.copy()
    for _ in range(60):
        place = np.maximum(point + moving, lower)
        if np.array_equal(place, point):
            return None
        there = function(place)
        expected = float(surface.gradient @ (place - point))
        if there.height >= surface.height + 1e-4 * expected and expected > 0:
            return place, there
        if gain < 1e-8 * (1.0 + abs(surface.height)) and _newton(place, there, lower)[1] < 0.5 * gain:
            return place, there
        moving = moving / 2.0
    if gain <= _GAIN * (1.0 + abs(surface.height)):
        return None
    slope = np.where((point > lower) | (surface.gradient > 0), surface.gradient, 0.0)
    curve = np.maximum(np.diag(surface.information), 1e-12 * np.abs(slope) + np.finfo(float).tiny)
    moving = slope / curve
    for _ in range(60):
        place = np.maximum(point + moving, lower)
        there = function(place)
        if there.height > surface.height + 1e-4 * float(surface.gradient @ (place - point)):
            return place, there
        moving = moving / 2.0
    return None
