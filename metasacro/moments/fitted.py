"""A distribution fitted to a printed summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.families import FAMILIES
from metasacro.numerics.arrays import np
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One family at its best parameters."""

    family: str
    parameters: tuple[float, ...]  #: in the order of `FAMILIES[family].names`
    criterion: float  #: what the fit made small: a sum of squares, or minus a log-likelihood
    mean: float
    sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The family that was chosen, and those that it was chosen from."""

    family: str  #: "normal", "log-normal", "gamma", "Weibull", "beta" or "Box–Cox"
    parameters: tuple[float, ...]
    criterion: float
    mean: float
    sd: float
    candidates: tuple[Candidate, ...] = ()

    @property
    def named(self) -> dict[str, float]:
        """The parameters by their names."""
        return dict(zip(FAMILIES[self.family].names, self.parameters, strict=True))

    def quantile(self, p: ArrayLike) -> Floats:
        """Value below which a share `p` lies."""
        return FAMILIES[self.family].quantile(np.asarray(p, dtype=np.float64), *self.parameters)

    def density(self, x: ArrayLike) -> Floats:
        """Probability density at `x`."""
        return FAMILIES[self.family].density(np.asarray(x, dtype=np.float64), *self.parameters)


def fitted_of(candidate: Candidate, candidates: tuple[Candidate, ...] = ()) -> Fitted:
    """The candidate as the one that was chosen."""
    return Fitted(
        family=candidate.family,
        parameters=candidate.parameters,
        criterion=candidate.criterion,
        mean=candidate.mean,
        sd=candidate.sd,
        candidates=candidates,
    )
