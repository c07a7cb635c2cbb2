"""The binomial distribution on the logit scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.stirling import STIRLING_FROM, stirling_remainder

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def log_binomial_coefficient(x: ArrayLike, n: ArrayLike) -> Floats:
    """Logarithm of the number of ways to choose `x` of `n`.

    With s the smaller of x and n − x, ln Γ(n + 1) − ln Γ(n − s + 1) is taken at once in Stirling's series: of two large
    ln Γ only rounding would be left.

    >>> round(float(np.exp(log_binomial_coefficient(2, 5))), 9)
    10.0
    """
    from scipy.special import gammaln

    x, n = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    few = np.minimum(x, n - x)
    most = n - few
    large = np.maximum(most + 1.0, STIRLING_FROM)
    rise = (large - 0.5) * np.log1p(few / large) + few * (np.log(large + few) - 1.0)
    rise = rise + stirling_remainder(large + few) - stirling_remainder(large)
    plain = gammaln(n + 1.0) - gammaln(most + 1.0)
    coefficient: Floats = np.where(most + 1.0 >= STIRLING_FROM, rise, plain) - gammaln(few + 1.0)
    return coefficient


def logistic(eta: Floats) -> tuple[Floats, Floats, Floats]:
    """(p, p(1 − p), ln(1 + e^eta)) for p = 1/(1 + e^−eta), without overflow at either end.

    >>> p, pq, softplus = logistic(np.array([0.0, -800.0]))
    >>> p.tolist(), pq.tolist(), softplus.round(6).tolist()
    ([0.5, 0.0], [0.25, 0.0], [0.693147, 0.0])
    """
    e = np.exp(-np.abs(eta))
    return *_shares(eta, e), np.maximum(eta, 0.0) + np.log1p(e)


def shares(eta: Floats) -> tuple[Floats, Floats]:
    """The first two of `logistic`: half the work.

    >>> p, pq = shares(np.array([0.0, -800.0]))
    >>> p.tolist(), pq.tolist()
    ([0.5, 0.0], [0.25, 0.0])
    """
    return _shares(eta, np.exp(-np.abs(eta)))


def _shares(eta: Floats, e: Floats) -> tuple[Floats, Floats]:
    below = 1.0 / (1.0 + e)
    return np.where(eta >= 0, below, e * below), e * below * below


def log_binomial(x: Floats, n: Floats, p: Floats) -> Floats:
    """x ln p + (n − x) ln(1 − p), where 0 ln 0 is 0; without the coefficient.

    >>> float(log_binomial(np.array(0.0), np.array(5.0), np.array(0.0)))
    0.0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        events = np.where(x > 0, x * np.log(p), 0.0)
        others = np.where(n > x, (n - x) * np.log1p(-p), 0.0)
    return events + others
