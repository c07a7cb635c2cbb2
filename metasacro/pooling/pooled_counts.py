"""What pooling the counts of two groups answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.pooling.pooled import Pooled
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.pooling.two_group_counts import TwoGroups


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiSquare:
    """A test statistic with its degrees of freedom and P value."""

    statistic: float
    df: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledCounts(Pooled):
    """A pooled answer from the counts of two groups, with the tests that only counts allow."""

    measure: str  #: "OR", "RR", "RD", "IRR", "IRD"; the answer is on its log scale where it is a ratio
    counts: TwoGroups | None = None  #: what was pooled, for the diagnostics
    sigma2: float | None = None  #: variance between cohorts of the random intercept; model UM.RS only
    mantel_haenszel: ChiSquare | None = None  #: no effect in any cohort, exact variance (N²(N − 1))
    cochran: ChiSquare | None = None  #: the same with the binomial variance (N³)
    breslow_day: ChiSquare | None = None  #: one odds ratio for all cohorts
    tarone: ChiSquare | None = None  #: Breslow–Day with Tarone's correction
