"""Priors of the standard deviation between studies, tau."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class TauPrior:
    """A density on tau ≥ 0 with one scale, in the units of the effects."""

    key: str
    log_density: Callable[[Floats, float], Floats]  #: of (tau, scale)
    decay: float  #: the density falls as tau to minus this power; inf where it falls faster than any


def _half_normal(tau: Floats, scale: float) -> Floats:
    return np.asarray(0.5 * np.log(2.0 / np.pi) - np.log(scale) - 0.5 * (tau / scale) ** 2, dtype=np.float64)


def _half_cauchy(tau: Floats, scale: float) -> Floats:
    with np.errstate(over="ignore"):
        log_density = np.log(2.0 / np.pi) - np.log(scale) - 2.0 * np.log(np.hypot(1.0, tau / scale))
    return np.asarray(log_density, dtype=np.float64)


def _uniform(tau: Floats, scale: float) -> Floats:
    """Flat up to `scale`; without end (and improper, of height 1) where that is infinite."""
    height = 0.0 if np.isinf(scale) else -np.log(scale)
    return np.where(tau <= scale, height, -np.inf)


#: Key → prior.
TAU_PRIORS: Mapping[str, TauPrior] = MappingProxyType(
    {
        prior.key: prior
        for prior in (
            TauPrior(key="half-normal", log_density=_half_normal, decay=float("inf")),
            TauPrior(key="half-cauchy", log_density=_half_cauchy, decay=2.0),
            TauPrior(key="uniform", log_density=_uniform, decay=0.0),
        )
    }
)
