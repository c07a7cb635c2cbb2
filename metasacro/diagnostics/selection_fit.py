"""The highest point of the likelihood of a selection model, and its standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import enough
from metasacro.diagnostics.selection_likelihood import forbidden
from metasacro.numerics.arrays import np
from metasacro.numerics.bounded_maximum import bounded_maximum
from metasacro.pooling.meta_regression_fit import regressions
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metasacro.diagnostics.selection_likelihood import SelectedEffects
    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.numerics.bounded_maximum import Surface


#: No parameter is looked for beyond this, in units of a typical standard error.
_FAR = 1e9

#: Correlations among estimates this near to 1 mean that the data do not tell the parameters apart.
_FLAT = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelectionFit:
    """The parameters in the order of the likelihood: coefficients, τ², and those of the weight."""

    point: Floats
    errors: Floats  #: `nan` for those that were given, or that lie on their bound
    height: float
    bounded: Booleans  #: which estimated parameters lie on their bound


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelectionFits:
    """A selection model, and the log-likelihoods of what it is compared with."""

    best: SelectionFit
    homogeneous: float  #: with τ² = 0
    plain: float  #: without selection


def selection_fits(model: SelectedEffects, given: Floats, *, common: bool, what: str) -> SelectionFits:
    """The fits of a model whose weight has parameters `given`, `nan` where they are to be estimated.

    MS501 with no more cohorts than parameters; MS564 where the likelihood has no peak.
    """
    k, p = model.design.shape
    free = np.concatenate([np.full(p, True), [not common], np.isnan(given)])
    enough(f"this {what}", k, int(free.sum()) + 1)
    without = regressions(model.yi, model.vi, model.design, method="EE" if common else "ML", test="z")
    b, tau2 = without.estimates[0], 0.0 if common else float(without.tau2[0])
    at_zero = np.where(np.arange(free.size) == p, False, free)
    homogeneous = _highest(model, _starts(model, given, b, 0.0), at_zero, what=what, steep=common)
    best = homogeneous
    if not common:
        starts = [*_starts(model, given, b, tau2 + 1.0), homogeneous.point]
        if tau2 > 0:
            starts += _starts(model, given, b, tau2)
        best = _highest(model, starts, free, what=what)
    return SelectionFits(best=best, homogeneous=homogeneous.height, plain=_plain_likelihood(model, b, tau2))


def _starts(model: SelectedEffects, given: Floats, b: Floats, tau2: float) -> list[Floats]:
    """Points to climb from."""
    return [np.concatenate([b, [tau2], np.where(np.isnan(given), d, given)]) for d in model.weight.starts]


def _plain_likelihood(model: SelectedEffects, b: Floats, tau2: float) -> float:
    s = model.vi + tau2
    return -0.5 * float((np.log(2.0 * np.pi * s) + (model.yi - model.design @ b) ** 2 / s).sum())


def _highest(
    model: SelectedEffects, starts: Iterable[Floats], free: Booleans, *, what: str, steep: bool = True
) -> SelectionFit:
    """The highest of the maxima that Newton's method finds from `starts`; parameters that are not `free` stay there.

    A likelihood of this kind may have several maxima. Errors come from its exact second derivatives; parameters on
    their bound are taken as known for them. MS564 where the highest point found is no peak, if it has to be `steep`.
    """
    p = model.design.shape[1]
    lower = np.concatenate([np.full(p, -np.inf), np.zeros(1), model.weight.least])

    def search(start: Floats) -> tuple[Floats, Surface, bool]:
        def surface(moved: Floats) -> Surface:
            point = start.copy()
            point[free] = moved
            if np.abs(moved).max() > _FAR:
                return forbidden(moved.size)
            return model.likelihood(point, free)

        top = bounded_maximum(surface, start[free], lower[free])
        point = start.copy()
        point[free] = top.point
        return point, top.surface, top.stationary

    point, surface, stationary = max((search(start) for start in starts), key=lambda found: found[1].height)
    bounded = free & (point <= lower)
    inside = ~bounded[free]
    information = -surface.hessian[np.ix_(inside, inside)]
    errors = np.full(point.size, np.nan)
    if steep:
        if not stationary or not _positive_definite(information):
            raise Refusal("MS564", what=what)
        errors[free & ~bounded] = np.sqrt(np.diag(np.linalg.inv(information)))
    return SelectionFit(point=point, errors=errors, height=surface.height, bounded=bounded)


def _positive_definite(matrix: Floats) -> bool:
    """Whether the surface falls in every direction, however its parameters are scaled."""
    diagonal = np.diag(matrix)
    if not (diagonal > 0).all():
        return False
    scale = np.sqrt(diagonal)
    return bool(np.linalg.eigvalsh(matrix / scale / scale[:, None]).min() > _FLAT)
