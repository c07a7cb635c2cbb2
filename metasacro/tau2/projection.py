"""The projection P that takes out a weighted mean, or a weighted regression, and the sums over its entries.

P = W − W X (X'WX)⁻¹ X'W with W = diag(w). Without a design `x`, X is a column of ones and every sum is written out, so
that no matrix is made; with one, (..., k, p), they come from an orthonormal basis of √W X.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def sum_of_others(a: Floats) -> Floats:
    """For each entry, the sum of the others along the last axis; entries are 0 or more.

    Where one entry outweighs all others, "total minus this one" would leave only rounding; it is then added up afresh.

    >>> sum_of_others(np.array([1e20, 1.0, 2.0])).tolist()
    [3.0, 1e+20, 1e+20]
    """
    total = a.sum(axis=-1, keepdims=True)
    giant = a > 0.5 * total
    if not giant.any():
        return np.asarray(total - a)
    others: Floats = np.where(giant, np.where(giant, 0.0, a).sum(axis=-1, keepdims=True), total - a)
    return others


def diagonal(w: Floats, x: Floats | None = None) -> Floats:
    """The diagonal of P, (..., k): w_i (1 − h_i), h_i the leverage.

    >>> diagonal(np.array([1.0, 3.0])).tolist()
    [0.75, 0.75]
    """
    with np.errstate(invalid="ignore"):
        if x is None:
            return np.asarray(w * sum_of_others(w) / w.sum(axis=-1, keepdims=True))
        return w * _freedom(_shares(w, x))


def weighted_squares(w: Floats, d: Floats, x: Floats | None = None) -> Floats:
    """Σ_ij P_ij² d_i d_j = tr(P D P D), D = diag(d), as a sum of positive terms; (...).

    Half the variance of the quadratic form y'Py where the effects have variances `d`.

    >>> float(weighted_squares(np.array([1.0, 1.0]), np.array([1.0, 3.0])))
    4.0
    """
    with np.errstate(invalid="ignore"):
        if x is None:
            share = w / w.sum(axis=-1, keepdims=True)
            own = (share * sum_of_others(w) * d) ** 2
            return np.asarray((own + share**2 * d * sum_of_others(w * w * d)).sum(axis=-1))
        shares = _shares(w, x)
        own = (w * _freedom(shares) * d) ** 2
        spread = w * d
        index = np.arange(w.shape[-1])
        shares[..., index, index] = 0.0
        others = spread * (shares**2 @ spread[..., None])[..., 0]
        return np.asarray((own + others).sum(axis=-1))


def off_plane(y: Floats, w: Floats, x: Floats) -> Floats:
    """Residuals of the regression of `y` on `x` with weights `w`, (..., k); 0 where the weight is 0."""
    root = np.sqrt(w)
    basis = np.linalg.qr(root[..., None] * x).Q
    z = root * y
    for _ in range(2):  # the second pass removes what rounding left in the plane
        z = z - (basis @ (np.swapaxes(basis, -1, -2) @ z[..., None]))[..., 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(root > 0, z / root, 0.0)


def log_determinant(w: Floats, x: Floats | None = None) -> Floats:
    """log det X'WX, (...).

    >>> round(float(log_determinant(np.array([1.0, 3.0]))), 6)
    1.386294
    """
    if x is None:
        plain: Floats = np.log(w.sum(axis=-1))
        return plain
    triangle = np.linalg.qr(np.sqrt(w)[..., None] * x).R
    heights: Floats = 2.0 * np.log(np.abs(np.diagonal(triangle, axis1=-2, axis2=-1))).sum(axis=-1)
    return heights


def _shares(w: Floats, x: Floats) -> Floats:
    """√W X (X'WX)⁻¹ X'√W, (..., k, k): the projection onto the plane; its diagonal holds the leverages."""
    basis = np.linalg.qr(np.sqrt(w)[..., None] * x).Q
    shares: Floats = basis @ np.swapaxes(basis, -1, -2)
    return shares


def _freedom(shares: Floats) -> Floats:
    """1 − h_i, where h_i is near 1 from the rest of its row, whose squares sum to h_i (1 − h_i)."""
    leverage = np.diagonal(shares, axis1=-2, axis2=-1)
    index = np.arange(shares.shape[-1])
    beside = shares.copy()
    beside[..., index, index] = 0.0
    rest = np.minimum((beside**2).sum(axis=-1), 0.25)
    freedom: Floats = np.where(leverage > 0.5, 2.0 * rest / (1.0 + np.sqrt(1.0 - 4.0 * rest)), 1.0 - leverage)
    return freedom
