"""Where the generalized Q statistic takes a given value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.roots import bracketed_root
from metasacro.tau2.weighted_residuals import weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: Widens a bracket whose ends are exact in real arithmetic by more than rounding can move them.
_SLACK = 1e-9


def tau2_where_q_is(target: Floats, y: Floats, v: Floats, use: Floats) -> tuple[Floats, Booleans]:
    """The tau2 ≥ 0 at which Q(tau2) = Σ (yi − mu)²/(vi + tau2) equals `target`; 0 where Q(0) ≤ target already.

    Q falls strictly with tau2. With SS = Σ (yi − ȳ)², SS/(tau2 + max vi) ≤ Q(tau2) ≤ SS/(tau2 + min vi), so that the
    root lies between SS/target − max vi and SS/target − min vi: a bracket from the data, without a cap.

    Parameters
    ----------
    target : (n,) values greater than 0
    y, v, use : (n, k) centered effects, variances, and 1.0 for those in use (else 0.0)

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

    def excess(tau2: Floats, y: Floats, v: Floats, use: Floats, target: Floats) -> Floats:
        return weighted_residuals(y, v, use, tau2).q - target

    least = np.where(use > 0, v, np.inf).min(axis=-1)
    most = np.where(use > 0, v, 0.0).max(axis=-1)
    zero = np.zeros_like(target)
    tau2, found = zero.copy(), np.ones(target.shape, dtype=np.bool_)
    rows = np.flatnonzero(excess(zero, y, v, use, target) > 0)
    if rows.size:
        y, v, use, target = y[rows], v[rows], use[rows], target[rows]
        k = use.sum(axis=-1)
        center = (use * y).sum(axis=-1) / k
        squares = (use * (y - center[:, None]) ** 2).sum(axis=-1)
        sum_up = squares / target
        tau2[rows], found[rows] = bracketed_root(
            excess,
            np.maximum(0.0, sum_up * (1.0 - _SLACK) - most[rows]),
            np.maximum(sum_up * (1.0 + _SLACK) - least[rows], 0.0) + _SLACK * least[rows],
            y,
            v,
            use,
            target,
            floor=1e-6 * least[rows],
        )
    return tau2, found
