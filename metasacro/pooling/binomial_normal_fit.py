"""Where the likelihood of the binomial–normal model is highest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import log_binomial, logistic
from metasacro.numerics.roots import bracketed_root
from metasacro.pooling.binomial_normal_likelihood import COARSE, FINE, Derivatives, likelihood, likelihood_in_mu
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: The scan of τ starts this far below the smallest standard error of a logit …
_SMALLEST = 0.05

#: … and ends this many times above the largest logit (of counts with a half added, for the scan only) plus 1: cohorts
#: do not spread wider than their own logits, unless none limits the spread.
_LARGEST = 3.0

#: How often the end of the scan is doubled where the profile still rises there: up to an SD of about a thousand.
_DOUBLINGS = 6

#: Points of the scan; neighbours differ by about a quarter for usual sample sizes.
_POINTS = 24

#: How closely the scan finds mu: only the sign of the slope is read off it, and a bracket reaches beyond its cell.
_NEAR = 1e-3

#: Doubles a scan may hold at once.
_MEMORY = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maximum:
    """Maximum-likelihood answers, each (r,); `nan` where all counts are 0 or full."""

    mu: Floats
    tau: Floats
    height: Floats  #: log-likelihood without binomial coefficients
    se_mu: Floats
    se_tau: Floats  #: `nan` at tau = 0
    converged: Booleans
    information: Floats  #: (r, k) shares of the information on mu; sums to 1


def maximum_likelihood(x: Floats, n: Floats) -> Maximum:
    """The global maximum over mu and tau ≥ 0, for rows of cohorts (r, k); a cohort left out has n = 0.

    The profile over tau is scanned from far below the smallest standard error upwards; each change of its slope from
    rising to falling is refined until mu and tau are stationary, and compared with the pooled binomial at tau = 0.
    Standard errors come from the observed information of (mu, tau) together.
    """
    rows = len(x)
    total, people = x.sum(axis=-1), n.sum(axis=-1)
    some = (total > 0) & (total < people)
    mu, tau, height = (np.full(rows, np.nan) for _ in range(3))
    converged = np.zeros(rows, dtype=np.bool_)
    chunk = max(1, _MEMORY // (_POINTS * x.shape[-1] * COARSE))
    index = np.flatnonzero(some)
    for start in range(0, index.size, chunk):
        part = index[start : start + chunk]
        mu[part], tau[part], height[part], converged[part] = _highest(x[part], n[part])
    se_mu, se_tau, information = np.full(rows, np.nan), np.full(rows, np.nan), np.full(x.shape, np.nan)
    if index.size:
        at = likelihood(mu[index], tau[index], x[index], n[index])
        se_mu[index], se_tau[index] = _standard_errors(at, tau[index])
        information[index] = at.information / at.information.sum(axis=-1, keepdims=True)
    return Maximum(
        mu=mu,
        tau=tau,
        height=height,
        se_mu=se_mu,
        se_tau=se_tau,
        converged=converged,
        information=information,
    )


def best_mu(
    tau: Floats, x: Floats, n: Floats, start: Floats, nodes: int = FINE, tolerance: float = 1e-11
) -> tuple[Floats, Derivatives]:
    """The mu at which the likelihood is highest for a given tau, and the derivatives there."""
    best = most_likely_mu(tau, x, n, start, nodes, tolerance)
    return best, likelihood(best, tau, x, n, nodes)


def most_likely_mu(tau: Floats, x: Floats, n: Floats, start: Floats, nodes: int, tolerance: float) -> Floats:
    """That mu, by Newton's steps: the likelihood is concave in mu."""
    best = start.copy()
    rows = np.arange(best.size)
    mu, low, high = best.copy(), np.full_like(best, -np.inf), np.full_like(best, np.inf)
    for _ in range(60):
        _, d_mu, d_mu_mu = likelihood_in_mu(mu, tau[rows], x[rows], n[rows], nodes)
        low, high = np.where(d_mu > 0, mu, low), np.where(d_mu < 0, mu, high)
        farthest = np.maximum(2.0, tau[rows])  # the likelihood bends on the scale of tau
        step = mu - np.clip(d_mu / d_mu_mu, -farthest, farthest)
        going = np.abs(step - mu) > tolerance * (1.0 + np.abs(mu))
        outside = going & np.isfinite(high - low) & ((step <= low) | (step >= high))
        step[outside] = 0.5 * (low[outside] + high[outside])
        best[rows] = step
        if not going.any():
            break
        rows, mu, low, high = rows[going], step[going], low[going], high[going]
    return best


def pooled_binomial(x: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """All cohorts taken as one: logit, log-likelihood, and the curvature in tau at tau = 0 (positive: rising)."""
    share = x.sum(axis=-1) / n.sum(axis=-1)
    residual = x - n * share[:, None]
    curvature = (residual**2 - n * (share * (1.0 - share))[:, None]).sum(axis=-1)
    height = log_binomial(x, n, np.broadcast_to(share[:, None], x.shape)).sum(axis=-1)
    return np.log(share / (1.0 - share)), height, curvature


def _highest(x: Floats, n: Floats) -> tuple[Floats, Floats, Floats, Booleans]:
    """(mu, tau, height, converged) of each row."""
    mu0, height0, rising0 = pooled_binomial(x, n)
    mu, tau, height = mu0.copy(), np.zeros_like(mu0), height0.copy()
    converged = rising0 <= 0
    grid, slopes, starts = _scan(x, n, mu0, rising0)
    rows, cells = np.nonzero((slopes[:, :-1] > 0) & (slopes[:, 1:] <= 0))
    if rows.size:
        ratio = np.sqrt(grid[rows, 2] / grid[rows, 1])
        low = np.where(cells == 0, 1e-3 * grid[rows, 1], grid[rows, cells] / ratio)
        high = grid[rows, cells + 1] * ratio
        start = 0.5 * (starts[rows, cells] + starts[rows, cells + 1])
        peaks = _stationary_points(low, high, start, x[rows], n[rows])
        for i in np.argsort(peaks[2], kind="stable"):
            row = rows[i]
            if peaks[3][i] and (peaks[2][i] >= height[row] or not converged[row]):
                mu[row], tau[row], height[row], converged[row] = (peak[i] for peak in peaks)
        converged[rows[(cells == 0) & ~peaks[3]]] = True  # the maximum is below any tau that the data could show
    for row in np.flatnonzero(slopes[:, -1] > 0):
        end = _beyond(grid[row, -1:], starts[row, -1:], x[row : row + 1], n[row : row + 1])
        if end[2][0] > height[row]:
            mu[row], tau[row], height[row], converged[row] = (part[0] for part in end)
    return mu, tau, height, converged


def _beyond(tau: Floats, mu: Floats, x: Floats, n: Floats) -> tuple[Floats, Floats, Floats, Booleans]:
    """(mu, tau, height, found) of the maximum beyond the scan, of one row; not found if the profile rises for ever."""
    if ((x > 0) & (x < n)).any():  # else no cohort limits tau
        for _ in range(_DOUBLINGS):
            mu, at = best_mu(2.0 * tau, x, n, mu)
            if at.d_tau[0] <= 0:
                return _stationary_points(tau, 2.0 * tau, mu, x, n)
            tau = 2.0 * tau
    mu, at = best_mu(tau, x, n, mu)
    return mu, tau, at.height, np.zeros(1, dtype=np.bool_)


def _stationary_points(
    low: Floats, high: Floats, mu: Floats, x: Floats, n: Floats
) -> tuple[Floats, Floats, Floats, Booleans]:
    """(mu, tau, height, found) of the maximum between low and high.

    Newton's steps in (mu, tau) first; where they leave the bracket or do not settle, the slope of the profile is
    bracketed instead.
    """
    tau = np.sqrt(low * high)
    for _ in range(12):
        at = likelihood(mu, tau, x, n)
        determinant = at.d_mu_mu * at.d_tau_tau - at.d_mu_tau**2
        concave = (determinant > 0) & (at.d_mu_mu < 0)
        determinant = np.where(concave, determinant, 1.0)
        step_mu = (at.d_tau_tau * at.d_mu - at.d_mu_tau * at.d_tau) / determinant
        step_tau = (at.d_mu_mu * at.d_tau - at.d_mu_tau * at.d_mu) / determinant
        mu = np.where(concave, mu - np.clip(step_mu, -1.0, 1.0), mu)
        tau = np.where(concave, np.clip(tau - step_tau, low, high), tau)
        small = np.maximum(np.abs(step_mu) / (1.0 + np.abs(mu)), np.abs(step_tau) / tau) <= 1e-12
        settled: Booleans = concave & small & (tau > low) & (tau < high)
        if settled.all():
            break
    found = settled.copy()
    rest = np.flatnonzero(~settled)
    if rest.size:

        def slope(tau: Floats, x: Floats, n: Floats, start: Floats) -> Floats:
            return best_mu(tau, x, n, start)[1].d_tau

        tau[rest], found[rest] = bracketed_root(slope, low[rest], high[rest], x[rest], n[rest], mu[rest])
        mu[rest] = best_mu(tau[rest], x[rest], n[rest], mu[rest])[0]
    return mu, tau, likelihood(mu, tau, x, n).height, found


def _scan(x: Floats, n: Floats, mu0: Floats, rising0: Floats) -> tuple[Floats, Floats, Floats]:
    """(tau, slope of the profile, best mu), each (r, 1 + points); the first column is tau = 0.

    All points are sought at once, from the pooled logit.
    """
    _, pq, _ = logistic(mu0)
    smallest = _SMALLEST / np.sqrt((n * pq[:, None]).max(axis=-1))
    logits = np.abs(np.log((x + 0.5) / (n - x + 0.5))).max(axis=-1)
    largest = _LARGEST * (1.0 + logits)
    smallest = np.minimum(smallest, 0.1 * largest)
    powers = np.linspace(0.0, 1.0, _POINTS)
    grid = np.concatenate([np.zeros_like(mu0)[:, None], smallest[:, None] * (largest / smallest)[:, None] ** powers], 1)
    tau = grid[:, 1:].ravel()
    every = np.repeat(x, _POINTS, axis=0), np.repeat(n, _POINTS, axis=0)
    best, at = best_mu(tau, *every, np.repeat(mu0, _POINTS), nodes=COARSE, tolerance=_NEAR)
    slopes = np.concatenate([rising0[:, None], at.d_tau.reshape(-1, _POINTS)], 1)
    return grid, slopes, np.concatenate([mu0[:, None], best.reshape(-1, _POINTS)], 1)


def _standard_errors(at: Derivatives, tau: Floats) -> tuple[Floats, Floats]:
    """From the inverse of the observed information; at tau = 0 mu stands alone."""
    inside = tau > 0
    determinant = np.where(inside, at.d_mu_mu * at.d_tau_tau - at.d_mu_tau**2, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        joint_mu, joint_tau = -at.d_tau_tau / determinant, -at.d_mu_mu / determinant
        variance_mu = np.where(inside, joint_mu, -1.0 / at.d_mu_mu)
        return np.sqrt(variance_mu), np.sqrt(np.where(inside, joint_tau, np.nan))
