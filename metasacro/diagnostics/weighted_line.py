"""A straight line through effects: weighted least squares with between-study variance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.roots import bracketed_root
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Floats

#: Points at which the restricted score is looked at; a rise and fall between two neighbours would be missed.
_GRID = 400

#: A column whose spread is below this share of its size is a constant with rounding errors.
_FLAT = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """yi = intercept + slope x, with weights 1/(vi + tau2)."""

    intercept: float
    slope: float
    intercept_se: float  #: with the variances as they are, before any Hartung–Knapp factor
    slope_se: float
    tau2: float
    factor: float  #: Σ w residual²/(k − 2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sums:
    """Sums of the line at each of several τ²: fields (m,) except weights, residuals and leverage, (m, k)."""

    total: Floats
    mean_x: Floats
    spread: Floats
    slope: Floats
    mean_y: Floats
    residuals: Floats
    weights: Floats
    leverage: Floats


def weighted_line(yi: Floats, x: Floats, vi: Floats, *, method: str, what: str) -> Line:
    """Line through `yi` over `x` with τ² by `method`: "EE" (none), "DL", "PM" or "REML", each with two coefficients.

    MS511 where x is constant, so that there is no slope.

    >>> line = weighted_line(np.array([1.0, 2.0, 3.5]), np.array([0.0, 1.0, 2.0]), np.ones(3), method="EE", what="x")
    >>> round(line.intercept, 4), round(line.slope, 4)
    (0.9167, 1.25)
    """
    if float(np.ptp(x)) <= _FLAT * float(np.abs(x).max()):
        raise Refusal("MS511", what=what)
    scale = float(np.ptp(x))
    center = float(yi.mean())
    y, u = yi - center, (x - x.mean()) / scale
    tau2 = _TAU2[method](y, u, vi)
    at = _sums(np.array([tau2]), y, u, vi)
    mean_x = float(x.mean()) + scale * float(at.mean_x[0])
    slope, spread = float(at.slope[0]) / scale, float(at.spread[0]) * scale**2
    return Line(
        intercept=float(center + at.mean_y[0] - slope * mean_x),
        slope=slope,
        intercept_se=float(np.sqrt(1.0 / at.total[0] + mean_x**2 / spread)),
        slope_se=float(np.sqrt(1.0 / spread)),
        tau2=tau2,
        factor=float((at.weights * at.residuals**2).sum() / (y.size - 2)),
    )


def _sums(tau2: Floats, y: Floats, x: Floats, v: Floats) -> _Sums:
    w = 1.0 / (v + tau2[:, None])
    total = w.sum(axis=-1)
    mean_x, mean_y = (w * x).sum(axis=-1) / total, (w * y).sum(axis=-1) / total
    dx = x - mean_x[:, None]
    spread = (w * dx * dx).sum(axis=-1)
    slope = (w * dx * y).sum(axis=-1) / spread
    return _Sums(
        total=total,
        mean_x=mean_x,
        spread=spread,
        slope=slope,
        mean_y=mean_y,
        residuals=y - mean_y[:, None] - slope[:, None] * dx,
        weights=w,
        leverage=w * (1.0 / total[:, None] + dx * dx / spread[:, None]),
    )


def _none(_y: Floats, _x: Floats, _v: Floats) -> float:
    return 0.0


def _dersimonian_laird(y: Floats, x: Floats, v: Floats) -> float:
    """(Q − (k − 2))/tr(P), not below 0."""
    at = _sums(np.zeros(1), y, x, v)
    excess = (at.weights * at.residuals**2).sum() - (y.size - 2)
    return max(0.0, float(excess / (at.weights * (1.0 - at.leverage)).sum()))


def _paule_mandel(y: Floats, x: Floats, v: Floats) -> float:
    """Where Q(tau2) = k − 2; Q falls with tau2, and is below the residual sum of squares over tau2."""

    def excess(tau2: Floats) -> Floats:
        at = _sums(tau2, y, x, v)
        found: Floats = (at.weights * at.residuals**2).sum(axis=-1) - (y.size - 2)
        return found

    if y.size <= 2 or excess(np.zeros(1))[0] <= 0:
        return 0.0
    plain = _sums(np.zeros(1), y, x, np.ones_like(v))
    upper = float((plain.residuals**2).sum()) / (y.size - 2)
    root, _ = bracketed_root(excess, np.zeros(1), np.array([upper * (1.0 + 1e-9)]), floor=1e-6 * float(v.min()))
    return float(root[0])


def _restricted(y: Floats, x: Floats, v: Floats) -> float:
    """The highest maximum of −½[Σ log(vi + tau2) + log Σ w + log Σ w (x − x̄)² + Q(tau2)] over tau2 ≥ 0."""

    def score(tau2: Floats) -> Floats:
        at = _sums(tau2, y, x, v)
        rise: Floats = ((at.weights * at.residuals) ** 2 - at.weights * (1.0 - at.leverage)).sum(axis=-1)
        return rise

    plain = _sums(np.zeros(1), y, x, np.ones_like(v))
    top = 10.0 * (float((plain.residuals**2).sum()) + float(v.max()))
    grid = np.concatenate([np.zeros(1), np.geomspace(1e-6 * float(v.min()), top, _GRID)])
    heights = score(grid)
    cells = np.flatnonzero((heights[:-1] > 0) & (heights[1:] <= 0))
    roots = np.zeros(0)
    if cells.size:
        roots, _ = bracketed_root(score, grid[cells], grid[cells + 1], floor=1e-6 * float(v.min()))
    candidates = np.concatenate([np.zeros(1), roots])
    at = _sums(candidates, y, x, v)
    height = np.log(at.weights).sum(axis=-1) - np.log(at.total) - np.log(at.spread)
    height = height - (at.weights * at.residuals**2).sum(axis=-1)
    return float(candidates[int(np.argmax(height))])


#: Key → τ² of a line.
_TAU2: dict[str, Callable[[Floats, Floats, Floats], float]] = {
    "EE": _none,
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
    "REML": _restricted,
}
