"""The likelihood of a location–scale model in the coefficients of ln τ², its exact slopes, and its maximum."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from metasacro.numerics.arrays import np
from metasacro.pooling.multilevel_likelihood import LOG_2PI
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Starts of the search: ln τ² at the mean of the columns, against the mean sampling variance, and how far it moves over
#: one SD of one column.
_LEVELS, _MOVES = (-2.0, 0.0, 2.0), (-1.5, 0.0, 1.5)

#: Longest step of a coefficient on standardised columns, most steps, and the slope at which the search has ended.
_LONGEST, _STEPS, _FLAT = 2.0, 200, 1e-9

#: Ends of the search this close in log-likelihood, relative, are one.
_SAME = 1e-10


class ScaleSurface(NamedTuple):
    """The log-likelihood at one a, the maximum over b taken out, and its slopes there."""

    height: float
    gradient: Floats  #: (q,)
    hessian: Floats  #: (q, q)
    b: Floats  #: (p,)
    covariance: Floats  #: (p, p) of b


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScaleMaximum:
    """The highest point found."""

    a: Floats
    scale_covariance: Floats  #: (q, q) of a, from the observed information
    b: Floats
    covariance: Floats
    tau2: Floats  #: (k,)
    height: float
    converged: bool


def scale_surface(a: Floats, y: Floats, v: Floats, x: Floats, z: Floats, *, restricted: bool) -> ScaleSurface:
    """−½[n log 2π + Σ log(v + tau2) + y'Py (+ log|X'WX| − log|X'X|)], n = k, or k − p where restricted.

    With D_j = diag(tau2 z_j) and M = P where restricted, else W, the slope is ½[y'P D_j P y − tr(M D_j)], and the
    second derivative ½[y'P D_jl P y − tr(M D_jl)] − y'P D_j P D_l P y + ½ tr(M D_j M D_l), D_jl = diag(tau2 z_j z_l).

    >>> y, v, one = np.array([-1.0, 1.0]), np.array([0.1, 0.1]), np.ones((2, 1))
    >>> float(abs(scale_surface(np.log([1.9]), y, v, one, one, restricted=True).gradient[0])) < 1e-12
    True
    """
    k, p = x.shape
    tau2 = np.exp(np.clip(z @ a, -700.0, 300.0))
    w = 1.0 / (v + tau2)
    covariance = np.asarray(np.linalg.inv((x.T * w) @ x), dtype=np.float64)
    b = covariance @ (x.T @ (w * y))
    residual = w * (y - x @ b)  # Py
    wx = w[:, None] * x
    full = np.diag(w) - wx @ covariance @ wx.T
    kernel = full if restricted else np.diag(w)
    height = -0.5 * (k * LOG_2PI - np.log(w).sum() + (residual * (y - x @ b)).sum())
    if restricted:
        height += 0.5 * (p * LOG_2PI + np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(x.T @ x)[1])
    loads = tau2[:, None] * z
    lean = tau2 * (residual**2 - np.diag(kernel))
    pulled = loads * residual[:, None]
    return ScaleSurface(
        height=float(height),
        gradient=0.5 * z.T @ lean,
        hessian=0.5 * (z.T * lean) @ z - pulled.T @ full @ pulled + 0.5 * loads.T @ (kernel * kernel) @ loads,
        b=b,
        covariance=covariance,
    )


def highest(y: Floats, v: Floats, x: Floats, z: Floats, *, restricted: bool) -> ScaleMaximum:
    """The highest of the maxima that Newton's method finds from each start, on columns of z made orthonormal."""
    k, q = z.shape
    basis, triangle = np.linalg.qr(z)
    basis, triangle = basis * np.sqrt(k), triangle / np.sqrt(k)
    level = np.linalg.lstsq(basis, np.full(k, np.log(v.mean())), rcond=None)[0]
    one = np.linalg.lstsq(basis, np.ones(k), rcond=None)[0]
    origin = y.mean() if bool((x == 1.0).all(axis=0).any()) else 0.0
    ends = []
    for up in _LEVELS:
        for j in range(q):
            for move in _MOVES:
                start = level + up * one
                start[j] += move
                ends.append(_climb(start, y - origin, v, x, basis, restricted=restricted))
    top = max(end[1].height for end in ends)
    as_high = [end for end in ends if end[1].height >= top - _SAME * (1.0 + abs(top))]
    point, surface, converged = max(as_high, key=lambda end: (end[2], end[1].height))
    back = np.linalg.inv(triangle)
    b = surface.b + origin * np.linalg.lstsq(x, np.ones(k), rcond=None)[0] if origin else surface.b
    return ScaleMaximum(
        a=back @ point,
        scale_covariance=back @ np.linalg.pinv(-surface.hessian, hermitian=True) @ back.T,
        b=b,
        covariance=surface.covariance,
        tau2=np.exp(basis @ point),
        height=surface.height,
        converged=converged,
    )


def _climb(
    point: Floats, y: Floats, v: Floats, x: Floats, z: Floats, *, restricted: bool
) -> tuple[Floats, ScaleSurface, bool]:
    """Newton's steps, with the curvature made negative where it is not, shortened, and halved where they fall."""
    surface = scale_surface(point, y, v, x, z, restricted=restricted)
    for _ in range(_STEPS):
        values, vectors = np.linalg.eigh(-surface.hessian)
        strong = np.maximum(np.abs(values), 1e-8 * np.abs(values).max() + 1e-300)
        step = vectors @ ((vectors.T @ surface.gradient) / strong)
        step *= min(1.0, _LONGEST / max(np.abs(step).max(), 1e-300))
        whole = step  # what is left to go is told by the step as Newton's method has it, however often it is halved
        for _ in range(40):
            ahead = scale_surface(point + step, y, v, x, z, restricted=restricted)
            if ahead.height >= surface.height - 1e-14 * abs(surface.height):
                break
            step = 0.5 * step
        else:
            break
        point, surface = point + step, ahead
        if np.abs(step).max() <= _FLAT * (1.0 + np.abs(point).max()):
            break
    concave = bool((np.linalg.eigvalsh(-surface.hessian) > 0).all())
    still = bool(np.abs(whole).max() <= 1e-5 * (1.0 + np.abs(point).max()))
    return point, surface, concave and still
