"""The log-likelihood of the binomial–normal model by an even rule of thousands of points, and its slopes.

The kernel integrates by adaptive Gauss–Hermite quadrature; this is the trapezoidal rule over the whole line, which for
such integrands errs by less than rounding once its step is well below the width of each cohort's likelihood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: The normal density is below 1e-17 beyond.
REACH = 9.0

#: Points: enough for cohorts of a few hundred at an SD of logits of ten.
FEWEST, MOST = 2_001, 200_001


@dataclass(frozen=True, slots=True, kw_only=True)
class Binomial:
    """Events and people of one pool, and the points at which the integral is summed."""

    x: Floats
    n: Floats
    z: Floats
    log_density: Floats

    def at(self, mu: float, tau: float) -> tuple[float, float, float]:
        """Log-likelihood without binomial coefficients, and its slopes in mu and tau."""
        theta = mu + tau * self.z
        #: log of a share and of what is left of it, without loss in either tail
        log_share, log_rest = -np.logaddexp(0.0, -theta), -np.logaddexp(0.0, theta)
        height = slope_mu = slope_tau = 0.0
        for x, n in zip(self.x, self.n, strict=True):
            terms = x * log_share + (n - x) * log_rest + self.log_density
            top = float(terms.max())
            weights = np.exp(terms - top)
            total = float(weights.sum())
            score = x - n * np.exp(log_share)
            height += top + float(np.log(total))
            slope_mu += float(weights @ score) / total
            slope_tau += float(weights @ (score * self.z)) / total
        return height, slope_mu, slope_tau

    def up_to(self, tau: float) -> Binomial:
        """With points close enough for an SD of logits of `tau`: eight within the narrowest likelihood."""
        width = 1.0 / float(np.sqrt(self.n.max() / 4.0))
        wanted = int(min(max(2.0 * REACH * 8.0 * max(tau, 0.1) / width, FEWEST), MOST))
        return self if len(self.z) >= wanted else binomial_integral(self.x, self.n, points=2 * wanted + 1)


def binomial_integral(x: Floats, n: Floats, *, points: int = FEWEST) -> Binomial:
    """The integral for these counts."""
    z = np.linspace(-REACH, REACH, points)
    step = z[1] - z[0]
    return Binomial(x=x, n=n, z=z, log_density=-0.5 * z**2 - 0.5 * np.log(2.0 * np.pi) + np.log(step))
