"""Where the generalized Q statistic takes a given value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.roots import bracketed_root
from metasacro.tau2.quadratic_form import quadratic_form
from metasacro.tau2.weighted_residuals import weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: Newton's steps; the rows that have not ended then, which rounding or the range of numbers kept, are bracketed.
_STEPS = 40

#: Rounding of tau2 + min vi, twice.
_ROUNDING = 4.5e-16

#: Widens a bracket whose ends are exact in real arithmetic by more than rounding can move them.
_SLACK = 1e-9


def tau2_where_q_is(
    target: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None
) -> tuple[Floats, Booleans]:
    """The tau2 ≥ 0 at which Q(tau2) = Σ (yi − mu)²/(vi + tau2) equals `target`; 0 where Q(0) ≤ target already.

    Q falls strictly with tau2. With SS = Σ (yi − ȳ)², SS/(tau2 + max vi) ≤ Q(tau2) ≤ SS/(tau2 + min vi), so that the
    root lies between SS/target − max vi and SS/target − min vi: a bracket from the data, without a cap. 1/Q is concave
    in tau2, so that from the lower end Newton's steps rise to where it is 1/target.

    Parameters
    ----------
    target : (n,) values greater than 0
    y, v, use : (n, k) centered effects, variances, and 1.0 for those in use (else 0.0)
    x : (n, k, p) design; residuals are then those of the regression on it

    Returns
    -------
    (tau2, found), each (n,)

    References
    ----------
    paule1982, viechtbauer2007

    >>> y, v = np.array([[-1.0, 1.0]]), np.array([[0.1, 0.1]])
    >>> root, found = tau2_where_q_is(np.array([1.0]), y, v, np.ones((1, 2)))
    >>> round(float(root[0]), 12), bool(found[0])
    (1.9, True)
    """

    rest = () if x is None else (x,)
    least = np.where(use > 0, v, np.inf).min(axis=-1)
    most = np.where(use > 0, v, 0.0).max(axis=-1)
    zero = np.zeros_like(target)
    tau2, found = zero.copy(), np.ones(target.shape, dtype=np.bool_)
    rows = np.flatnonzero(_excess(zero, target, y, v, use, *rest) > 0)
    if rows.size:
        part = [array[rows] for array in (y, v, use, *rest)]
        target = target[rows]
        sum_up = quadratic_form(part[2], part[0], *part[3:]) / target
        low = np.maximum(0.0, sum_up * (1.0 - _SLACK) - most[rows])
        high = np.maximum(sum_up * (1.0 + _SLACK) - least[rows], 0.0) + _SLACK * least[rows]
        ended = np.zeros(rows.shape, dtype=np.bool_)
        if x is None:
            tau2[rows], ended = _risen(low, target, least[rows], *part)
        left = np.flatnonzero(~ended)
        if left.size:
            cut = [array[left] for array in (low, high, target, *part)]
            tau2[rows[left]], found[rows[left]] = bracketed_root(_excess, *cut, floor=1e-6 * least[rows[left]])
    return tau2, found


def _risen(start: Floats, target: Floats, least: Floats, y: Floats, v: Floats, use: Floats) -> tuple[Floats, Booleans]:
    """Newton's method for 1/Q = 1/target from below the root, and where it ended.

    The error that the next step would remove is estimated from the last two; it ends below rounding.
    """
    root, ended, left = start.copy(), np.zeros(start.shape, dtype=np.bool_), np.arange(start.size)
    before = np.zeros(start.shape)
    for _ in range(_STEPS):
        here = root[left]
        w = use / (v + here[:, None])
        residuals = y - (np.einsum("ij,ij->i", w, y) / w.sum(axis=-1))[:, None]
        wr = w * residuals
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            q, slope = np.einsum("ij,ij->i", wr, residuals), np.einsum("ij,ij->i", wr, wr)
            step = q * (q - target) / (target * slope)
            there, size = here + step, (here + least) * _ROUNDING
            done = (np.abs(step) <= size) | (np.abs(step) ** 3 <= size * before**2)
        usable = np.isfinite(there) & (there >= 0.0) & (step > -1e-6 * (here + least))
        root[left[usable]] = there[usable]
        ended[left] = done & usable
        go = usable & ~done
        if not go.any():
            break
        if not go.all():
            left, target, least, y, v, use, step = (a[go] for a in (left, target, least, y, v, use, step))
        before = step
    return root, ended


def expected_information_error(
    df: Floats, tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None
) -> Floats:
    """Standard error of a tau2 that solves Q(tau2) = constant: √(2/df) · k/Σ w, w = 1/(vi + tau2) taken as known.

    It is that of the empirical Bayes form, (k/df) Σ w ((yi − mu)² df/k − vi) / Σ w, by the moments of Q(tau2) ~ χ²(df).
    """
    del y, x  # only the weights matter
    error: Floats = np.sqrt(2.0 / df) * use.sum(axis=-1) / (use / (v + tau2[..., None])).sum(axis=-1)
    return error


def _excess(tau2: Floats, target: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Floats:
    if x is not None:
        return weighted_residuals(y, v, use, tau2, x).q - target
    w = use / (v + tau2[:, None])
    residuals = y - (np.einsum("ij,ij->i", w, y) / w.sum(axis=-1))[:, None]
    excess: Floats = np.einsum("ij,ij,ij->i", w, residuals, residuals) - target
    return excess
