"""The likelihood of counts with normal random effects, its derivatives, and the integrals it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.gauss_hermite import hermite_rule
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.count_families import Family

#: Fewest points of the even rule for one random effect, which spans what is more than e^−40 of the peak.
_EVEN = 129

#: Widest step of the even rule in units of the linear predictor. The integrand is analytic in a strip of half-width
#: π/(2τ), so that the error is about exp(−π²/step): 1e-13.
_STEP = 0.33

#: How far below the peak, in ln, the even rule ends.
_DEPTH = 40.0

#: Nodes in each direction of the adaptive Gauss–Hermite rule for two random effects, and the same where an SD is above
#: `_WIDE`: error below 1e-8 in log-likelihood for 17 cohorts, most with 0 to 3 events (measured in the tests).
_PRODUCT, _PRODUCT_WIDE, _WIDE = 31, 61, 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MixedCounts:
    """Counts of k cohorts with m linear predictors each: eta = offset + fixed · beta + loadings · (sd v), v ~ N(0, 1).

    Each cohort has `f` fixed parameters of its own list, found by `index` among all `size`, and d random effects.
    """

    family: Family
    offset: Floats  #: (k, m)
    fixed: Floats  #: (k, m, f)
    index: NDArray[np.intp]  #: (k, f)
    loadings: Floats  #: (m, d)
    size: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Derivatives:
    """Log-likelihood, and its derivatives in (beta, sd)."""

    height: float
    slope: Floats  #: (size + d,)
    curvature: Floats  #: (size + d, size + d), the second derivatives


def mixed_likelihood(model: MixedCounts, beta: Floats, sd: Floats, nodes: int | None = None) -> Derivatives:
    """ln Π_i ∫ Π_j f(x_ij | eta_ij(v)) φ(v) dv, by integration around the peak of each cohort's own integrand.

    Derivatives are exact for the integral: with D = d eta/d parameter, the score is E[Σ_j slope_j D_j] given the
    counts, and the second derivative is −E[Σ_j bend_j D_j D_j'] plus the covariance of Σ_j slope_j D_j.

    Parameters
    ----------
    beta, sd : (size,) and (d,)
    nodes : of an adaptive Gauss–Hermite rule in each direction (1 is Laplace's approximation), to repeat what other
        software does; None: fine

    References
    ----------
    stijnen2010 (the models), liu1994 (the rule), louis1982 (second derivatives)
    """
    base = model.offset + (model.fixed * beta[model.index][:, None, :]).sum(axis=-1)
    scaled = model.loadings * sd
    v, log_w = _points(model.family, base, scaled, nodes)
    eta = base[..., None] + np.einsum("md,kqd->kmq", scaled, v)
    height, slope, bend = model.family(eta)
    log_f = height.sum(axis=1) - 0.5 * (v**2).sum(axis=-1) + log_w
    top = log_f.max(axis=-1)
    f = np.exp(log_f - top[:, None])
    mass = f.sum(axis=-1)
    f /= mass[:, None]
    k, m, q = eta.shape
    own, d = model.fixed.shape[-1], sd.size
    grad = np.empty((k, m, q, own + d))
    grad[..., :own] = model.fixed[:, :, None, :]
    grad[..., own:] = model.loadings[None, :, None, :] * v[:, None]
    score = (slope[..., None] * grad).sum(axis=1)
    mean = (f[..., None] * score).sum(axis=1)
    score = score - mean[:, None, :]
    weighted = (bend * f[:, None, :])[..., None] * grad
    second = np.einsum("kqi,kqj->kij", f[..., None] * score, score) - np.einsum("kmqi,kmqj->kij", weighted, grad)
    where = np.concatenate([model.index, np.broadcast_to(model.size + np.arange(d), (k, d))], axis=1)
    slope_all, curvature = np.zeros(model.size + d), np.zeros((model.size + d, model.size + d))
    np.add.at(slope_all, where, mean)
    np.add.at(curvature, (where[:, :, None], where[:, None, :]), second)
    return Derivatives(
        height=float((top + np.log(mass)).sum()),
        slope=slope_all,
        curvature=curvature,
    )


def _points(family: Family, base: Floats, scaled: Floats, nodes: int | None) -> tuple[Floats, Floats]:
    """Where to evaluate v, (k, q, d), and the logarithms of the weights that go with it, (k, q)."""
    k, d = base.shape[0], scaled.shape[-1]
    if d == 0 or not scaled.any():
        return np.zeros((k, 1, d)), np.zeros((k, 1))
    peak, information = _peak(family, base, scaled)
    if d == 1 and nodes is None:
        return _even_points(family, base, scaled, peak, information)
    rule, weights = hermite_rule(nodes or (_PRODUCT_WIDE if np.abs(scaled).max() > _WIDE else _PRODUCT))
    grids = np.meshgrid(*([rule] * d), indexing="ij")
    z = np.stack([grid.ravel() for grid in grids], axis=-1)
    log_w = sum(np.log(w).ravel() for w in np.meshgrid(*([weights] * d), indexing="ij"))
    root = np.linalg.cholesky(np.linalg.inv(information))
    v = peak[:, None, :] + np.einsum("kde,qe->kqd", root, z)
    size = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=-1)
    return v, log_w + 0.5 * (z**2).sum(axis=-1) + size[:, None]


def _even_points(
    family: Family, base: Floats, scaled: Floats, peak: Floats, information: Floats
) -> tuple[Floats, Floats]:
    """An even rule between points where the integrand has fallen below e^−40 of its peak."""
    lowest = _integrand(family, base, scaled, peak) - _DEPTH
    furthest = np.sqrt(2.0 * _DEPTH)  # the integrand falls at least as fast as a normal density
    ends = []
    for sign in (-1.0, 1.0):
        far = furthest / np.sqrt(information[:, 0, 0])
        while True:
            inside = _integrand(family, base, scaled, peak + sign * far[:, None]) > lowest
            if not (inside & (far < furthest)).any():
                break
            far = np.where(inside, np.minimum(2.0 * far, furthest), far)
        for _ in range(4):  # the other way, where an edge is steep; what is cut off is outside
            outside = _integrand(family, base, scaled, peak + sign * 0.6 * far[:, None]) < lowest
            if not outside.any():
                break
            far = np.where(outside, 0.6 * far, far)
        ends.append(peak[:, 0] + sign * far)
    widest = float((ends[1] - ends[0]).max() * np.abs(scaled).max())
    count = max(_EVEN, int(np.ceil(widest / _STEP)) + 1)
    v = np.linspace(ends[0], ends[1], count, axis=-1)
    step = (ends[1] - ends[0]) / (count - 1)
    log_w = np.log(step) - 0.5 * np.log(2.0 * np.pi)
    return v[..., None], np.broadcast_to(log_w[:, None], v.shape)


def _integrand(family: Family, base: Floats, scaled: Floats, v: Floats) -> Floats:
    """Logarithm of each cohort's integrand at v (k, d), without the constant of the normal density."""
    eta = base + v @ scaled.T
    height: Floats = family(eta[..., None])[0].sum(axis=(1, 2)) - 0.5 * (v**2).sum(axis=-1)
    return height


def _peak(family: Family, base: Floats, scaled: Floats) -> tuple[Floats, Floats]:
    """Where each cohort's integrand peaks, (k, d), and minus its second derivatives there, (k, d, d).

    Newton's steps on a concave function, halved where they do not climb.
    """
    d = scaled.shape[-1]
    v = np.zeros((len(base), d))
    height = _integrand(family, base, scaled, v)
    for _ in range(100):
        _, slope, bend = (part[..., 0] for part in family((base + v @ scaled.T)[..., None]))
        information = np.eye(d) + np.einsum("md,km,me->kde", scaled, bend, scaled)
        gradient = slope @ scaled - v
        step = np.linalg.solve(information, gradient[..., None])[..., 0]
        if (np.abs(step) <= 1e-9 * (1.0 + np.abs(v))).all():
            break
        share = np.ones(len(v))
        while True:
            ahead = _integrand(family, base, scaled, v + share[:, None] * step)
            worse = ahead < height - 1e-13 * np.abs(height)
            if not worse.any():
                break
            share = np.where(worse, 0.5 * share, share)
        v = v + share[:, None] * step
        height = ahead
    return v, information
