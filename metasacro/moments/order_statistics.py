"""The likelihood of a few order statistics of a normal sample, and where it is highest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_cdf

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Newton's method on a concave function doubles its digits near the top; halvings use up the rest.
_STEPS = 60

#: Smallest share of a sample between two numbers: keeps logarithms finite where numbers coincide.
_LEAST = 1e-300


def log_likelihood(values: Floats, location: Floats, scale: Floats, ranks: Floats, n: int) -> Floats:
    """Logarithm of the density of order statistics (…, c) of these ranks, up to a constant of n and the ranks.

    Σ (−z²/2 − ln scale) + Σ gap ln(Φ(z) − Φ(z before)), with gap the number of values between two of them.

    >>> float(log_likelihood(np.array([-1.0, 0.0, 1.0]), 0.0, 1.0, np.array([1.0, 2.0, 3.0]), 3))
    -1.0
    """
    z = (values - np.asarray(location)[..., None]) / np.asarray(scale)[..., None]
    gaps = _gaps(ranks, n)
    between = np.log(np.maximum(_between(z), _LEAST))
    inside = (gaps * between).sum(axis=-1)
    heights: Floats = inside - (0.5 * z * z).sum(axis=-1) - z.shape[-1] * np.log(scale)
    return heights


def likeliest(values: Floats, location: Floats, scale: Floats, ranks: Floats, n: int) -> tuple[Floats, Floats]:
    """Location and scale at which the order statistics (m, c) are likeliest, from a start: Newton's method.

    In a = 1/scale and b = location/scale the logarithm of the likelihood is concave, so there is one top. The search is
    in units of the start, which keeps its digits where the numbers are near each other and far from 0.

    >>> one = np.ones(1)
    >>> location, scale = likeliest(np.array([[1.0, 2.0, 3.0]]), one, one, np.array([7.0, 13.0, 19.0]), 25)
    >>> location.round(9).tolist(), scale.round(4).tolist()
    ([2.0], [1.4539])
    """
    start, unit = location, scale
    values = (values - start[:, None]) / unit[:, None]
    a, b = np.ones_like(unit), np.zeros_like(unit)
    gaps = _gaps(ranks, n)

    def height(a: Floats, b: Floats) -> Floats:
        good = a > 0
        safe = np.where(good, a, 1.0)
        return np.where(good, log_likelihood(values, b / safe, 1.0 / safe, ranks, n), -np.inf)

    top = height(a, b)
    for _ in range(_STEPS):
        step_a, step_b = _newton(values, a, b, gaps)
        moving = np.ones_like(a)
        for _ in range(40):
            following = height(a + moving * step_a, b + moving * step_b)
            worse = ~(following >= top)
            if not worse.any():
                break
            moving = np.where(worse, moving / 2.0, moving)
        rises = following >= top
        a, b = np.where(rises, a + moving * step_a, a), np.where(rises, b + moving * step_b, b)
        higher, top = following > top, np.maximum(following, top)
        if not higher.any():
            break
    return start + unit * b / a, unit / a


def _gaps(ranks: Floats, n: int) -> Floats:
    """How many values lie before the first, between neighbours, and after the last: (c + 1,)."""
    return np.diff(np.concatenate([[0.0], ranks, [n + 1.0]])) - 1.0


def _between(z: Floats) -> Floats:
    """Normal probability before the first, between neighbours, and after the last: (…, c + 1)."""
    edges = np.full((*z.shape[:-1], z.shape[-1] + 2), np.inf)
    edges[..., 0], edges[..., 1:-1] = -np.inf, z
    low, high = edges[..., :-1], edges[..., 1:]
    upper_tail = low > 0  # differences of the nearer tail keep their digits
    return normal_cdf(np.where(upper_tail, -low, high)) - normal_cdf(np.where(upper_tail, -high, low))


def _newton(values: Floats, a: Floats, b: Floats, gaps: Floats) -> tuple[Floats, Floats]:
    """Newton's step for a and b; z = a x − b."""
    z = a[:, None] * values - b[:, None]
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    share = np.maximum(_between(z), _LEAST)
    left, right = density / share[:, :-1], density / share[:, 1:]  # against the gap before, and the gap after
    before, after = gaps[:-1], gaps[1:]
    slope = -z + before * left - after * right
    own = -1.0 + before * (-z * left - left**2) + after * (z * right - right**2)
    cross = after[:-1] * right[:, :-1] * left[:, 1:]
    gradient_a = (slope * values).sum(axis=1) + z.shape[1] / a
    gradient_b = -slope.sum(axis=1)
    both = 2.0 * cross
    aa = (own * values**2).sum(axis=1) + (both * values[:, :-1] * values[:, 1:]).sum(axis=1) - z.shape[1] / a**2
    ab = -(own * values).sum(axis=1) - (cross * (values[:, :-1] + values[:, 1:])).sum(axis=1)
    bb = own.sum(axis=1) + both.sum(axis=1)
    determinant = aa * bb - ab**2
    return (ab * gradient_b - bb * gradient_a) / determinant, (ab * gradient_a - aa * gradient_b) / determinant
