"""RTET: the tetrachoric correlation."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_cdf, normal_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Nodes of the Gauss–Legendre rule along the arcsine of the correlation.
NODES = 96
#: Halvings of the interval from −π/2 to π/2: below the spacing of doubles.
HALVINGS = 60


def tetrachoric_correlation(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Correlation of two normal variables of which only yes or no was seen (tetrachoric).

    With row share p, column share q, h = Φ⁻¹(p), k = Φ⁻¹(q): yi = r solves Φ₂(h, k; r) = ai/n, Φ₂ the bivariate normal
    distribution function, its density φ₂. With u = Φ((h − r k)/√(1 − r²)) − ½, v = Φ((k − r h)/√(1 − r²)) − ½,
    vi = ((ai + di)(bi + ci)/4 + (ai + ci)(bi + di) u² + (ai + bi)(ci + di) v² + 2 u v (ai di − bi ci)
    − u (ai bi − ci di) − v (ai ci − bi di))/(n³ φ₂²)

    Parameters
    ----------
    ai, bi : (..., k) both yes; first yes, second no
    ci, di : (..., k) first no, second yes; both no

    Returns
    -------
    (yi, vi) : a correlation, and squared

    Domain
    ------
    Every margin above 0 (MS359). With an empty cell r is −1 or 1 and has no variance (MS359) unless something is added.

    References
    ----------
    pearson1900, brown1977 (the variance). r is found by halving and Φ₂ by Plackett's identity, with 96 nodes.
    metafor 5.1-12 (`escalc`, "RTET") stops its search at about 2e-5; within that both agree.

    >>> yi, vi = tetrachoric_correlation(*np.array([[40.0], [10.0], [10.0], [40.0]]))
    >>> round(float(yi[0]), 6), round(float(vi[0]), 6)
    (0.809017, 0.005456)
    """
    n = ai + bi + ci + di
    h, k = normal_quantile((ai + bi) / n), normal_quantile((ai + ci) / n)
    target = ai / n - (ai + bi) * (ai + ci) / n**2
    low, high = np.full_like(target, -np.pi / 2.0), np.full_like(target, np.pi / 2.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        above = _excess(h, k, middle) > target
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    r = np.sin((low + high) / 2.0)
    rest = np.sqrt(1.0 - r**2)
    density = np.exp(-(h**2 + k**2 - 2.0 * r * h * k) / (2.0 * rest**2)) / (2.0 * np.pi * rest)
    u, v = normal_cdf((h - r * k) / rest) - 0.5, normal_cdf((k - r * h) / rest) - 0.5
    spread = (ai + di) * (bi + ci) / 4.0 + (ai + ci) * (bi + di) * u**2 + (ai + bi) * (ci + di) * v**2
    spread = spread + 2.0 * u * v * (ai * di - bi * ci) - u * (ai * bi - ci * di) - v * (ai * ci - bi * di)
    missing = (ai == 0) | (bi == 0) | (ci == 0) | (di == 0)
    return r, np.where(missing, np.nan, spread / (n**3 * density**2))


def _excess(h: Floats, k: Floats, angle: Floats) -> Floats:
    """Φ₂(h, k; sin angle) − Φ(h)Φ(k): the integral of the density over the correlation, by Plackett's identity."""
    nodes, weights = _rule()
    at = angle[..., None] * (1.0 + nodes) / 2.0
    h, k = h[..., None], k[..., None]
    density = np.exp(-(h**2 + k**2 - 2.0 * h * k * np.sin(at)) / (2.0 * np.cos(at) ** 2))
    total: Floats = np.sum(weights * density, axis=-1) * angle / (4.0 * np.pi)
    return total


@lru_cache(maxsize=1)
def _rule() -> tuple[Floats, Floats]:
    """The Gauss–Legendre rule, found once."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return nodes, weights


RTET = Measure(
    key="RTET",
    name="tetrachoric correlation",
    function=tetrachoric_correlation,
    references=("pearson1900", "brown1977"),
    oracle="metafor 5.1-12 escalc, to 2e-5, where its search stops; scipy's bivariate normal, to 1e-10",
    family=TABLE,
    scale="correlation",
    add=0.0,
    exists="every margin and every cell above 0",
)
