"""Distributions of counts along a linear predictor: log-likelihood, score and information."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import log_binomial_coefficient, logistic
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: A linear predictor beyond which e^eta leaves the doubles.
_LARGEST = 700.0


class Family(Protocol):
    """Log-concave in the linear predictor, which is what the search for the peak relies on."""

    def __call__(self, eta: Floats) -> tuple[Floats, Floats, Floats]:
        """(log-likelihood with constants, its slope, minus its curvature) at eta (k, m, points)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Binomial:
    """x events among n people, (k, m) each; eta is the logit.

    >>> height, slope, bend = Binomial(np.array([[1.0]]), np.array([[2.0]]))(np.zeros((1, 1, 1)))
    >>> round(float(height[0, 0, 0]), 9), float(slope[0, 0, 0]), float(bend[0, 0, 0])
    (-0.693147181, 0.0, 0.5)
    """

    x: Floats
    n: Floats

    def __call__(self, eta: Floats) -> tuple[Floats, Floats, Floats]:
        x, n = self.x[..., None], self.n[..., None]
        p, pq, softplus = logistic(eta)
        return x * eta - n * softplus + log_binomial_coefficient(x, n), x - n * p, n * pq


@dataclass(frozen=True, slots=True, eq=False)
class Poisson:
    """x events, (k, m); eta is the logarithm of the expected number, so that the person-time is its offset."""

    x: Floats

    def __call__(self, eta: Floats) -> tuple[Floats, Floats, Floats]:
        from scipy.special import gammaln

        x = self.x[..., None]
        expected = np.exp(np.minimum(eta, _LARGEST))
        return x * eta - expected - gammaln(x + 1.0), x - expected, expected


class Hypergeometric:
    """a events of group 1 given m = a + c events in all, among n1 and n2 people, (k,) each; eta is the log odds ratio.

    P(a) = C(n1, a) C(n2, m − a) e^(a eta)/Σ_y C(n1, y) C(n2, m − y) e^(y eta): Fisher's noncentral hypergeometric
    distribution, summed over its whole support.

    >>> one = Hypergeometric(*(np.array([x]) for x in (1.0, 1.0, 3.0, 3.0)))
    >>> round(float(np.exp(one(np.zeros((1, 1, 1)))[0][0, 0, 0])), 12)
    0.5
    """

    def __init__(self, a: Floats, m: Floats, n1: Floats, n2: Floats) -> None:
        self._tables: list[tuple[float, float, Floats, Floats]] = []
        for events, total, people1, people2 in zip(a, m, n1, n2, strict=True):
            y = np.arange(max(0.0, total - people2), min(total, people1) + 1.0)
            ways = log_binomial_coefficient(y, people1) + log_binomial_coefficient(total - y, people2)
            self._tables.append((float(events), float(ways[int(events - y[0])]), y[:, None], ways[:, None]))

    def __call__(self, eta: Floats) -> tuple[Floats, Floats, Floats]:
        height, slope, bend = (np.empty_like(eta) for _ in range(3))
        for i, (events, own, y, ways) in enumerate(self._tables):
            log_terms = ways + y * eta[i, 0]
            top = log_terms.max(axis=0)
            terms = np.exp(log_terms - top)
            total = terms.sum(axis=0)
            mean = (y * terms).sum(axis=0) / total
            height[i, 0] = own + events * eta[i, 0] - top - np.log(total)
            slope[i, 0] = events - mean
            bend[i, 0] = ((y - mean) ** 2 * terms).sum(axis=0) / total
        return height, slope, bend
