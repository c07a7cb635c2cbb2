"""Where the generalized Q statistic takes a given value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.roots import bracketed_root
from metasacro.tau2.quadratic_form import quadratic_form
from metasacro.tau2.weighted_residuals import weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: Widens a bracket whose ends are exact in real arithmetic by more than rounding can move them.
_SLACK = 1e-9


def tau2_where_q_is(
    target: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None
) -> tuple[Floats, Booleans]:
    """The tau2 ≥ 0 at which Q(tau2) = Σ (yi − mu)²/(vi + tau2) equals `target`; 0 where Q(0) ≤ target already.

    Q falls strictly with tau2. With SS = Σ (yi − ȳ)², SS/(tau2 + max vi) ≤ Q(tau2) ≤ SS/(tau2 + min vi), so that the
    root lies between SS/target − max vi and SS/target − min vi: a bracket from the data, without a cap.

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
        tau2[rows], found[rows] = bracketed_root(
            _excess,
            np.maximum(0.0, sum_up * (1.0 - _SLACK) - most[rows]),
            np.maximum(sum_up * (1.0 + _SLACK) - least[rows], 0.0) + _SLACK * least[rows],
            target,
            *part,
            floor=1e-6 * least[rows],
        )
    return tau2, found


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
