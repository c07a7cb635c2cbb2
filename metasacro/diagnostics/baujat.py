"""Baujat's plot: which cohorts make the heterogeneity, and which of them move the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.leave_one_out import leave_one_out
from metasacro.diagnostics.pooled_effects import effects_of, frozen
from metasacro.literature import Method
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.pooled import Pooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Baujat:
    """The two axes of the plot, each (k,) and read-only."""

    heterogeneity: Floats  #: squared Pearson residual: what the cohort adds to Q at the model's τ²
    influence: Floats  #: squared shift of the answer without the cohort, over its variance without the cohort


def baujat(pooled: Pooled) -> Baujat:
    """Each cohort's share in the heterogeneity and its influence on the answer.

    heterogeneity = (yi − mu)²/(vi + tau2); influence = (mu − mu_del)²/se_del², `_del` without cohort i

    Parameters
    ----------
    pooled : an answer of `random_effects` or `common_effect`

    Returns
    -------
    Baujat, both axes (k,)

    Domain
    ------
    k ≥ 2 (MS501). To be looked at: it names the cohorts to read again, and nothing follows from it alone.

    References
    ----------
    baujat2002. Agrees with metafor 5.1-12 (`baujat`) to 1e-8.

    >>> from metasacro.pooling.common_effect import common_effect
    >>> axes = baujat(common_effect([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]))
    >>> axes.heterogeneity.round(4).tolist(), axes.influence.round(4).tolist()
    ([1.7602, 3.1762, 0.024], [1.4145, 0.7842, 0.0133])
    """
    yi, vi = effects_of(pooled, "Baujat's plot", fewest=2)
    mu, tau2 = float(pooled.estimate or 0.0), float(pooled.tau2 or 0.0)
    without = leave_one_out(pooled)
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = (mu - without.estimate) ** 2 / without.se**2
    return Baujat(heterogeneity=frozen((yi - mu) ** 2 / (vi + tau2)), influence=frozen(shift))


BAUJAT = Method(
    key="Baujat",
    name="Baujat's plot",
    function=baujat,
    references=("baujat2002",),
    oracle="metafor 5.1-12, to 1e-8",
)
