"""The likelihoods of the random-effects model, restricted and full, and the sums that their scores are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from metasacro.numerics.arrays import np
from metasacro.tau2.projection import log_determinant, sum_of_others
from metasacro.tau2.quadratic_form import quadratic_form
from metasacro.tau2.weighted_residuals import trace_of_square, weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: Widens a bound that is exact in real arithmetic by more than rounding can move it.
_SLACK = 1e-9


class Slopes(NamedTuple):
    """The sums of a score at one τ², each (n,): A − B is the score, −2C and −D are the rates at which A and B rise."""

    a: Floats  #: y'PPy
    b: Floats  #: tr P, or Σ w
    c: Floats  #: y'PPPy
    d: Floats  #: tr PP, or Σ w²

    def cut(self, some: Booleans) -> Slopes:
        return Slopes(self.a[some], self.b[some], self.c[some], self.d[some])

    def joined(self, other: Slopes) -> Slopes:
        pairs = (np.concatenate(pair) for pair in zip(self, other, strict=True))
        a, b, c, d = pairs
        return Slopes(a, b, c, d)


def restricted_slopes(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Slopes:
    """Of the restricted likelihood.

    >>> one = restricted_slopes(np.array([0.0]), *(np.array([row]) for row in ([-1.0, 1.0], [1.0, 1.0], [1.0, 1.0])))
    >>> [float(each[0]) for each in one]
    [2.0, 1.0, 2.0, 1.0]
    """
    if x is None:
        return _around_mean(use / (v + tau2[..., None]), y)
    fit = weighted_residuals(y, v, use, tau2, x)
    return Slopes(fit.slope, fit.trace, _third(fit.weights, fit.residuals, x), trace_of_square(fit.weights, x))


def _around_mean(w: Floats, y: Floats) -> Slopes:
    """Of the restricted likelihood without a design, its sums written out: each array of weights is made once."""
    total, others, squares = w.sum(axis=-1), sum_of_others(w), w * w
    with np.errstate(invalid="ignore"):
        wr = w * (y - ((w * y).sum(axis=-1) / total)[..., None])
        share = w / total[..., None]
        diagonal = share * others
        apart = wr - ((w * wr).sum(axis=-1) / total)[..., None]
        return Slopes(
            (wr * wr).sum(axis=-1),
            diagonal.sum(axis=-1),
            (w * apart * apart).sum(axis=-1),
            (diagonal * diagonal + share * share * sum_of_others(squares)).sum(axis=-1),
        )


def full_slopes(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Slopes:
    """Of the likelihood with the mean, or the coefficients, maximized out."""
    fit = weighted_residuals(y, v, use, tau2, x)
    return Slopes(fit.slope, fit.total, _third(fit.weights, fit.residuals, x), (fit.weights**2).sum(axis=-1))


def _third(w: Floats, residuals: Floats, x: Floats | None) -> Floats:
    """y'PPPy: the weighted sum of squares that P leaves of the weighted residuals."""
    return quadratic_form(w, w * residuals, x)


def restricted_score(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Floats:
    """Twice the derivative of the restricted log-likelihood: y'PPy − tr P.

    >>> float(restricted_score(np.array([1.9]), *(np.array([r]) for r in ([-1.0, 1.0], [0.1, 0.1], [1.0, 1.0])))[0])
    0.0
    """
    fit = weighted_residuals(y, v, use, tau2, x)
    return fit.slope - fit.trace


def restricted_log_likelihood(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Floats:
    """Restricted log-likelihood without its constant: −½[Σ log(vi + tau2) + log det X'WX + Q(tau2)]."""
    fit = weighted_residuals(y, v, use, tau2, x)
    log_variances = (use * np.log(v + tau2[..., None])).sum(axis=-1)
    height: Floats = -0.5 * (log_variances + log_determinant(fit.weights, x) + fit.q)
    return height


def full_score(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Floats:
    """Twice the derivative of the log-likelihood with the mean maximized out: y'PPy − Σ w.

    >>> float(full_score(np.array([0.9]), *(np.array([r]) for r in ([-1.0, 1.0], [0.1, 0.1], [1.0, 1.0])))[0])
    0.0
    """
    fit = weighted_residuals(y, v, use, tau2, x)
    return fit.slope - fit.total


def full_log_likelihood(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Floats:
    """Log-likelihood without its constant, the mean maximized out: −½[Σ log(vi + tau2) + Q(tau2)]."""
    log_variances = (use * np.log(v + tau2[..., None])).sum(axis=-1)
    height: Floats = -0.5 * (log_variances + weighted_residuals(y, v, use, tau2, x).q)
    return height


def score_negative_above(
    y: Floats, v: Floats, use: Floats, x: Floats | None = None, *, df: Floats | None = None
) -> tuple[Floats, Floats]:
    """A tau2 above which the likelihood falls, and the least variance; each (n,).

    With SS the unweighted residual sum of squares, y'PPy ≤ SS/(tau2 + min vi)² and tr P ≥ df/(tau2 + max vi), where df
    is k − 1 or k − p (and k for Σ w). The score is therefore negative once df s² > SS (s + max vi − min vi),
    s = tau2 + min vi: above the larger root of that quadratic.
    """
    df = use.sum(axis=-1) - 1.0 if df is None else df
    squares = quadratic_form(use, y, x)
    least = np.where(use > 0, v, np.inf).min(axis=-1)
    spread = np.where(use > 0, v, 0.0).max(axis=-1) - least
    half = squares / (2.0 * df)
    bound = half + np.sqrt(half * (half + 2.0 * spread))
    return np.maximum(0.0, bound * (1.0 + _SLACK) - least + _SLACK * least), least
