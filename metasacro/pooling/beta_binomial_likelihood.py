"""The beta-binomial likelihood in the mean and the overdispersion, smooth down to the binomial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import log_binomial_coefficient
from metasacro.numerics.roots import bracketed_root
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Overdispersion theta = rho/(1 − rho) below and above which nothing is searched: rho of 1e-9 and of 0.9999.
_SMALLEST, _LARGEST = 1e-9, 1e4

#: Points of the first look at the profile, evenly spaced in ln(theta): a factor of 1.65 apart.
_POINTS = 61


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Derivatives:
    """Log-likelihood with binomial coefficients, and its derivatives in (p, theta)."""

    height: float
    d_p: float
    d_theta: float
    d_p_p: float
    d_p_theta: float
    d_theta_theta: float


class Counts:
    """How many cohorts have more than j events, non-events and people, for j = 0, 1, …: all that the likelihood needs.

    ln L = Σ_j [#(x > j) ln(p + j theta) + #(n − x > j) ln(q + j theta) − #(n > j) ln(1 + j theta)] + Σ ln C(n, x)
    with a = p/theta, b = q/theta, q = 1 − p. Nothing cancels as theta goes to 0, where it is the binomial.
    """

    def __init__(self, x: Floats, n: Floats) -> None:
        self.constant = float(log_binomial_coefficient(x, n).sum())
        self.share = float(x.sum() / n.sum())
        self._near = self.share  # where the last search ended, and the next begins
        self.events, self.others, self.people = (_more_than(values) for values in (x, n - x, n))

    def at(self, p: float, theta: float) -> Derivatives:
        """The likelihood and its derivatives at 0 < p < 1 and theta ≥ 0."""
        q = 1.0 - p
        up, down, all_ = (np.arange(array.size, dtype=np.float64) for array in (self.events, self.others, self.people))
        a, b, c = p + up * theta, q + down * theta, 1.0 + all_ * theta
        height = (self.events * np.log(a)).sum() + (self.others * np.log(b)).sum() - (self.people * np.log(c)).sum()
        ea, eb, ec = self.events / a, self.others / b, self.people / c
        return Derivatives(
            height=self.constant + float(height),
            d_p=float(ea.sum() - eb.sum()),
            d_theta=float((ea * up).sum() + (eb * down).sum() - (ec * all_).sum()),
            d_p_p=-float((ea / a).sum() + (eb / b).sum()),
            d_p_theta=float((eb / b * down).sum() - (ea / a * up).sum()),
            d_theta_theta=float((ec / c * all_**2).sum() - (ea / a * up**2).sum() - (eb / b * down**2).sum()),
        )

    def best_p(self, theta: float) -> tuple[float, Derivatives]:
        """The mean at which the likelihood is highest for a given theta (it is concave in p), and what holds there."""
        p, low, high = self._near, 0.0, 1.0
        for _ in range(100):
            at = self.at(p, theta)
            ahead = p - at.d_p / at.d_p_p
            if abs(ahead - p) <= 1e-13 * min(p, 1.0 - p):
                self._near = ahead
                return p, at
            low, high = (p, high) if at.d_p > 0 else (low, p)
            p = ahead if low < ahead < high else 0.5 * (low + high)
        return p, self.at(p, theta)

    def slope(self, theta: Floats) -> Floats:
        """Slope of the profile likelihood in theta."""
        return np.array([self.best_p(float(t))[1].d_theta for t in theta])


def highest(counts: Counts) -> tuple[float, float, bool]:
    """(p, theta, found): the global maximum. Each peak of the profile is refined and compared with theta = 0.

    `found` is False where the likelihood still rises at the largest theta that is searched (all or nothing cohorts).

    >>> p, theta, found = highest(Counts(np.array([1.0, 5.0, 0.0]), np.array([20.0, 20.0, 20.0])))
    >>> round(p, 4), round(theta, 4), found
    (0.0987, 0.1198, True)
    """
    best = (counts.share, 0.0, True)
    top = counts.at(counts.share, 0.0).height
    grid = np.geomspace(_SMALLEST, _LARGEST, _POINTS)
    slopes = counts.slope(grid)
    turns = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0))
    if turns.size:
        roots, _ = bracketed_root(counts.slope, grid[turns], grid[turns + 1])
        for theta in roots:
            p, at = counts.best_p(float(theta))
            if at.height > top:
                best, top = (p, float(theta), True), at.height
    if slopes[-1] > 0:
        p, at = counts.best_p(_LARGEST)
        if at.height > top:
            best = (p, _LARGEST, False)
    return best


def _more_than(values: Floats) -> Floats:
    """For j = 0, 1, … the number of values above j."""
    tally = np.bincount(values.astype(np.int64))
    above: Floats = (values.size - np.cumsum(tally)).astype(np.float64)[:-1]
    return above
