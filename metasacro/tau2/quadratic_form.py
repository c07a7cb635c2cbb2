"""The quadratic form Q = y'Py of fixed weights: its expectation, its variance, and τ² by matching the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.tau2.projection import diagonal, off_plane, weighted_squares

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def quadratic_form(a: Floats, y: Floats, x: Floats | None = None) -> Floats:
    """Q = Σ a (yi − mu)², mu the mean (or the regression on `x`) with weights `a`.

    >>> float(quadratic_form(np.array([1.0, 1.0]), np.array([0.0, 2.0])))
    2.0
    """
    if x is None:
        residuals = y - (a * y).sum(axis=-1, keepdims=True) / a.sum(axis=-1, keepdims=True)
    else:
        residuals = off_plane(y, a, x)
    q: Floats = (a * residuals**2).sum(axis=-1)
    return q


def matched_moment(a: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> tuple[Floats, Floats]:
    """The tau2 at which Q equals its expectation tr(PV) + tau2 tr P, not below 0, and its standard error.

    The standard error is that of Q at the estimate, √(2 tr(PSPS)) with S = diag(vi + tau2), divided by tr P.
    """
    a = a * use
    diag = diagonal(a, x)
    slope = diag.sum(axis=-1)
    tau2 = np.maximum(0.0, (quadratic_form(a, y, x) - (diag * v).sum(axis=-1)) / slope)
    return tau2, standard_error(a, v, tau2, x) / slope


def standard_error(a: Floats, v: Floats, tau2: Floats, x: Floats | None = None) -> Floats:
    """Standard error of Q: √(2 tr(PSPS)), S = diag(vi + tau2)."""
    error: Floats = np.sqrt(2.0 * weighted_squares(a, v + tau2[..., None], x))
    return error
