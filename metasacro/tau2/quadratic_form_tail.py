"""The distribution of a Q statistic with fixed weights, and the τ² at which its upper tail has a given probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.numerics.arrays import np
from metasacro.numerics.roots import bracketed_root
from metasacro.numerics.saddle_path import upper_tail_from_transform
from metasacro.tau2.quadratic_form import quadratic_form

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: Widest bracket: the number of times its upper end may grow tenfold, which spans every double.
_GROWTH = 640

#: Entries of the design worked on at once; each takes part at some 160 complex points.
_ENTRIES = 20_000

#: The mean is a slope between points this share of 1/(2 max a s) from 0; and steps that find the edge to 1e-3 or less.
_SLOPE, _HALVINGS = 1e-3, 14

#: Below this share of Σ a s the tail is 1 to all digits; 1/q would overflow not far from here.
_SMALLEST = 1e-200


def upper_tail(q: Floats, a: Floats, s: Floats, x: Floats | None = None) -> Floats:
    """P(Q ≥ q) for Q = Σ a (yi − mu)² where the effects have variances `s`; relative error about 1e-12.

    Q is a sum of χ² on 1 df weighted by the eigenvalues of PS. Its moment generating function is det(I + 2zPS)^(−½),
    and that determinant is Π (1 + 2 z a s) · det X'A(I + 2zAS)⁻¹X / det X'AX: no eigenvalues are needed. The pivots of
    the second factor are taken one column at a time; each keeps to one half-plane, so that principal roots are right.

    Parameters
    ----------
    q : (n,) greater than 0
    a, s : (n, k) weights (0 where not in use) and total variances
    x : (n, k, p) design; without it, an intercept

    References
    ----------
    jackson2013 (the distribution), rice1980 (the integration)

    >>> from metasacro.numerics.chi_square import chi_square_upper
    >>> tail = upper_tail(np.array([3.0]), np.full((1, 3), 0.5), np.full((1, 3), 2.0))
    >>> bool(abs(tail[0] - chi_square_upper(3.0, 2)) < 1e-13)
    True
    """
    columns = np.ones((*a.shape, 1)) if x is None else x
    tail = np.empty_like(q)
    q = np.maximum(q, _SMALLEST * (a * s).sum(axis=-1))
    chunk = max(1, _ENTRIES // (columns.shape[-1] * columns.shape[-2]))
    for start in range(0, q.size, chunk):
        part = slice(start, start + chunk)
        transform = LogTransform(a[part], s[part], columns[part])
        tail[part] = upper_tail_from_transform(transform, q[part], *transform.mean_and_edge(), a.shape[-1])
    return tail


class LogTransform:
    """log E e^(−zQ) of some rows at z of shape (rows, m), real or complex."""

    def __init__(self, a: Floats, s: Floats, columns: Floats) -> None:
        self.a, self.spread, self.columns = a[:, None, :], (a * s)[:, None, :], columns
        self.constant = _logs(_pivots(self.a, columns))

    def __call__(self, z: Any, rows: Any) -> Any:
        factor, pivots = self._factors(z, rows)
        return -0.5 * (_logs(factor) + _logs(pivots) - self.constant[rows])

    def mean_and_edge(self) -> tuple[Floats, Floats]:
        """The mean of Q, from differences, and an `edge` with E e^(−zQ) finite for z > −edge, nearly the largest; (n,).

        No eigenvalue exceeds the largest a s, and the largest is no less than the one after the p largest of these. In
        between, as many factors are negative as pivots until −1/(2 eigenvalue) is passed.
        """
        p = self.columns.shape[-1]
        ordered = np.sort(self.spread[:, 0, :], axis=-1)
        low, high = 0.5 / ordered[:, -1], 0.5 / ordered[:, -1 - p]
        near = _SLOPE * low[:, None] * np.array([-1.0, 1.0])
        mean = -np.diff(self(near, slice(None)))[:, 0] / (2.0 * _SLOPE * low)
        for _ in range(_HALVINGS):
            middle = np.sqrt(low * high)
            with np.errstate(divide="ignore", invalid="ignore"):  # equal a s: the middle is the edge
                factor, pivots = self._factors(-middle[:, None], slice(None))
            finite = (factor < 0).sum(axis=(-2, -1)) == (pivots < 0).sum(axis=(-2, -1))
            low, high = np.where(finite, middle, low), np.where(finite, high, middle)
        return mean, low

    def _factors(self, z: Any, rows: Any) -> tuple[Any, Any]:
        """1 + 2 z a s, (rows, m, k), and the pivots of the other determinant, (rows, m, p)."""
        factor = 1.0 + 2.0 * z[..., None] * self.spread[rows]
        return factor, _pivots(self.a[rows] / factor, self.columns[rows])


def _logs(numbers: Any) -> Any:
    """The sum of their logarithms; of their sizes where they are real, of which an even number is negative."""
    return np.log(numbers if np.iscomplexobj(numbers) else np.abs(numbers)).sum(axis=-1)


def _pivots(weights: Any, columns: Floats) -> Any:
    """Of X' diag(weights) X, whose product is its determinant: (n, m, p); weights (n, m, k) may be complex."""
    pivots = []
    p = columns.shape[-1]
    x: Any = columns[:, None, :, :]
    if p > 1:  # later columns change with the weights
        x = x + 0.0 * weights[..., None]
    for j in range(p):
        weighted = weights * x[..., j]
        pivot = (weighted * x[..., j]).sum(axis=-1)
        pivots.append(pivot)
        for i in range(j + 1, p):
            x[..., i] -= ((weighted * x[..., i]).sum(axis=-1) / pivot)[..., None] * x[..., j]
    return np.stack(pivots, axis=-1)


def tau2_where_tail_is(
    target: Floats, a: Floats, y: Floats, v: Floats, x: Floats | None = None
) -> tuple[Floats, Booleans]:
    """The tau2 ≥ 0 at which P(Q ≥ observed; tau2) equals `target`; 0 where it is not below `target` at 0 already.

    The probability rises strictly with tau2 and nears 1, so the upper end of the bracket is found by growing it.

    Returns
    -------
    (tau2, found), each (n,)

    >>> a, y, v = np.ones((1, 2)), np.array([[-1.0, 1.0]]), np.array([[0.1, 0.1]])
    >>> root, found = tau2_where_tail_is(np.array([0.5]), a, y, v)
    >>> round(float(root[0]), 6), bool(found[0])
    (4.296219, True)
    """
    rest = () if x is None else (x,)
    q = quadratic_form(a, y, x)
    tau2, found = np.zeros_like(q), np.ones(q.shape, dtype=np.bool_)
    rows = np.flatnonzero(q > 0)
    rows = rows[_excess(tau2[rows], *(array[rows] for array in (target, q, a, v, *rest))) < 0]
    if rows.size:
        part = [array[rows] for array in (target, q, a, v, *rest)]
        least = np.where(part[2] > 0, part[3], np.inf).min(axis=-1)
        low, high = np.zeros(rows.size), part[1] / part[2].sum(axis=-1) + least
        for _ in range(_GROWTH):
            short = np.flatnonzero(_excess(high, *part) < 0)
            if short.size == 0:
                break
            low[short], high[short] = high[short], 10.0 * high[short]
        tau2[rows], found[rows] = bracketed_root(_excess, low, high, *part, floor=1e-6 * least)
    return tau2, found


def _excess(tau2: Floats, target: Floats, q: Floats, a: Floats, v: Floats, x: Floats | None = None) -> Floats:
    return upper_tail(q, a, v + tau2[:, None], x) - target
