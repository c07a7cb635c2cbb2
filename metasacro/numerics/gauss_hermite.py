"""Nodes and weights for integrals against a normal density."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


@lru_cache(maxsize=16)
def hermite_rule(count: int) -> tuple[Floats, Floats]:
    """Nodes z and weights w with Σ w f(z) = E f(Z), Z standard normal, exact for polynomials up to 2·count − 1.

    >>> z, w = hermite_rule(5)
    >>> round(float((w * z**4).sum()), 12)
    3.0
    """
    from numpy.polynomial.hermite_e import hermegauss

    nodes, weights = hermegauss(count)
    weights = weights / weights.sum()
    nodes.flags.writeable = weights.flags.writeable = False
    return nodes, weights
