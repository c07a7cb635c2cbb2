"""Test statistics of very many rearrangements of the same cohorts, at about a microsecond each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.permutation_loop import KINDS, rearranged_fits
from metasacro.numerics.arrays import np
from metasacro.numerics.loops import compiled, worthwhile
from metasacro.pooling.meta_regression_fit import regressions
from metasacro.pooling.tests_of_effect import TESTS

if TYPE_CHECKING:
    from metasacro.diagnostics.permutation_arrangements import Integers
    from metasacro.numerics.arrays import Booleans, Floats

#: The search for τ² ends where a step is below this share of τ² + the least variance.
_STEP = 1e-11

#: Rows whose search has not ended after so many steps are handed to the search of the whole half-line.
_ROUNDS = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Statistics:
    """Rows of test statistics."""

    coefficients: Floats  #: (n, p) estimate/se
    omnibus: Floats  #: (n,) quadratic form of the coefficients tested together


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rearranged:
    """The model that is fitted to each rearrangement: what is moved are effects and variances, not the design."""

    design: Floats  #: (k, p)
    tested: tuple[int, ...]  #: columns of the omnibus test
    method: str
    test: str
    number: int = 1  #: of rearrangements in all

    def statistics(self, y: Floats, v: Floats, orders: Integers | None = None) -> Statistics:
        """Of each row of `y` and `v`, (n, k) or (1, k), with its cohorts in the order of that row of `orders`, (n, k).

        The sums over cohorts are products of n rows of weights with one matrix, on an orthonormal basis of the design.
        """
        k, p = self.design.shape
        if self.method not in KINDS:
            return self._by_regression(*_rearranged(y, v, orders))
        basis, triangle = np.linalg.qr(self.design)
        n = len(y if orders is None else orders)
        if worthwhile(max(self.number, n) * k):
            inverse, b, q, settled = _in_loop(y, v, orders, basis, self.method)
        else:
            inverse, b, q, settled = _in_arrays(*_rearranged(y, v, orders), basis, self.method)
        scale, _, _ = TESTS[self.test].function(np.ones_like(q), q, np.full(q.shape, k - p + 1.0))
        back = np.linalg.inv(triangle)
        covariance = inverse.reshape(-1, p * p) @ np.kron(back, back).T  # back · inverse · back', all at once
        found = self._of(b @ back.T, covariance.reshape(-1, p, p), scale)
        if settled.all():
            return found
        y, v = (np.broadcast_to(each, (n, k))[~settled] for each in (y, v))
        slow = self._by_regression(*_rearranged(y, v, None if orders is None else orders[~settled]))
        found.coefficients[~settled], found.omnibus[~settled] = slow.coefficients, slow.omnibus
        return found

    def _by_regression(self, y: Floats, v: Floats) -> Statistics:
        fit = regressions(y, v, self.design, method=self.method, test=self.test)
        return self._of(fit.estimates, fit.covariance, np.ones(fit.tau2.shape))

    def _of(self, b: Floats, covariance: Floats, scale: Floats) -> Statistics:
        index = list(self.tested)
        some, within = b[:, index], covariance[:, index][:, :, index]
        with np.errstate(divide="ignore", invalid="ignore"):
            coefficients = b / np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1)) / scale[:, None]
            if len(index) == 1:
                return Statistics(coefficients=coefficients, omnibus=coefficients[:, index[0]] ** 2)
            form = (some * np.linalg.solve(within, some[..., None])[..., 0]).sum(axis=-1) / scale**2
        return Statistics(coefficients=coefficients, omnibus=form)


def _in_arrays(y: Floats, v: Floats, basis: Floats, method: str) -> tuple[Floats, Floats, Floats, Booleans]:
    """(X'WX)⁻¹, coefficients on the basis and Q at τ² of each row, and whether τ² settled."""
    k, p = basis.shape
    squares = (basis[:, :, None] * basis[:, None, :]).reshape(k, p * p)
    tau2, settled = _Scoring(basis=basis, squares=squares, method=method).tau2(y, v)
    w = 1.0 / (v + tau2[:, None])
    inverse, b = _solved(w, y, basis, squares)
    residuals = y - b @ basis.T
    return inverse, b, (w * residuals * residuals).sum(axis=-1), settled


def _in_loop(
    y: Floats, v: Floats, orders: Integers | None, basis: Floats, method: str
) -> tuple[Floats, Floats, Floats, Booleans]:
    k, p = basis.shape
    orders = np.arange(k)[None] if orders is None else orders
    n = max(len(y), len(orders))
    inverse, b, q, settled = np.empty((n, p, p)), np.empty((n, p)), np.empty(n), np.empty(n, dtype=np.bool_)
    rows = (np.ascontiguousarray(each) for each in (y, v, orders, basis.T))
    compiled(rearranged_fits)(*rows, KINDS[method], b, inverse, q, settled)
    return inverse, b, q, settled


def _rearranged(y: Floats, v: Floats, orders: Integers | None) -> tuple[Floats, Floats]:
    if orders is None:
        return y, v
    y, v = (np.take_along_axis(np.broadcast_to(each, orders.shape), orders, axis=-1) for each in (y, v))
    return y, v


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Scoring:
    """τ² of many rows."""

    basis: Floats  #: (k, p)
    squares: Floats  #: (k, p²) products of its columns
    method: str

    def tau2(self, y: Floats, v: Floats) -> tuple[Floats, Booleans]:
        """(n,) τ² and whether it settled.

        From the moment estimate, a first step of Fisher's scoring, then the secant of the score where it falls.
        """
        n = y.shape[0]
        if self.method == "EE":
            return np.zeros(n), np.full(n, True)
        tau2 = self._moment(y, v)
        if self.method == "DL":
            return tau2, np.full(n, True)
        settled, rows, least = np.full(n, False), np.arange(n), np.broadcast_to(v.min(axis=-1), n)
        before, score_before = np.full((2, n), np.nan)
        for _ in range(_ROUNDS):
            here = tau2[rows]
            score, step = self._score(here, y[rows], v if len(v) == 1 else v[rows])
            with np.errstate(divide="ignore", invalid="ignore"):
                secant = -score * (here - before[rows]) / (score - score_before[rows])
                step = np.where((secant * score > 0) & (np.abs(secant) < 10.0 * np.abs(step)), secant, step)
            before[rows], score_before[rows] = here, score
            tau2[rows] = np.maximum(0.0, here + step)
            moving = np.abs(tau2[rows] - here) > _STEP * (here + least[rows])
            settled[rows[~moving]] = True
            rows = rows[moving]
            if not rows.size:
                break
        return tau2, settled

    def _moment(self, y: Floats, v: Floats) -> Floats:
        """(Q − (k − p))/tr P at τ² = 0, at least 0."""
        k, p = self.basis.shape
        w = 1.0 / v
        inverse, b = _solved(w, y, self.basis, self.squares)
        residuals = y - b @ self.basis.T
        second = ((w * w) @ self.squares).reshape(-1, p, p)
        excess = (w * residuals * residuals).sum(axis=-1) - (k - p)
        found: Floats = np.maximum(0.0, excess / (w.sum(axis=-1) - _trace(inverse, second)))
        return found

    def _score(self, tau2: Floats, y: Floats, v: Floats) -> tuple[Floats, Floats]:
        """Twice the slope of the likelihood, restricted or not, and that over the expected information."""
        p = self.basis.shape[1]
        w = 1.0 / (v + tau2[:, None])
        inverse, b = _solved(w, y, self.basis, self.squares)
        wr, w2 = w * (y - b @ self.basis.T), w * w
        score: Floats = (wr * wr).sum(axis=-1) - w.sum(axis=-1)
        if self.method == "ML":
            return score, score / w2.sum(axis=-1)
        half = inverse @ (w2 @ self.squares).reshape(-1, p, p)
        third = ((w2 * w) @ self.squares).reshape(-1, p, p)
        score = score + np.trace(half, axis1=-2, axis2=-1)
        return score, score / (w2.sum(axis=-1) - 2.0 * _trace(inverse, third) + _trace(half, half))


def _solved(w: Floats, y: Floats, basis: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """(X'WX)⁻¹, (n, p, p) or (1, p, p), and the coefficients, (n, p)."""
    p = basis.shape[1]
    inverse = _inverse((w @ squares).reshape(-1, p, p))
    right = (w * y) @ basis
    return inverse, (inverse @ right[..., None])[..., 0] if p > 1 else inverse[:, 0] * right


def _inverse(a: Floats) -> Floats:
    """Of many small symmetric matrices; those of two columns by hand, which is ten times as fast."""
    if a.shape[-1] == 1:
        return 1.0 / a
    if a.shape[-1] > 2:
        return np.asarray(np.linalg.inv(a))
    found = np.empty_like(a)
    found[:, 0, 0], found[:, 1, 1] = a[:, 1, 1], a[:, 0, 0]
    found[:, 0, 1] = found[:, 1, 0] = -a[:, 0, 1]
    found /= (a[:, 0, 0] * a[:, 1, 1] - a[:, 0, 1] ** 2)[:, None, None]
    return found


def _trace(a: Floats, b: Floats) -> Floats:
    """tr(AB)."""
    found: Floats = (a * np.swapaxes(b, -1, -2)).sum(axis=(-1, -2))
    return found
