"""Begg's test: do small cohorts report other effects than large ones, judged by ranks?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.funnel import cautions_of_funnel
from metasacro.diagnostics.kendall import kendall
from metasacro.diagnostics.pooled_effects import effects_of
from metasacro.literature import Method
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True)
class RankTest:
    """Rank correlation of standardized deviations and sampling variances."""

    tau: float | None  #: None where all variances are equal
    score: float  #: concordant minus discordant pairs
    score_se: float
    statistic: float | None  #: score/score_se of the normal test; None for the exact one
    p_value: float | None  #: two-sided
    exact: bool  #: False if asked for, or where ties rule it out
    k: int
    cautions: tuple[Caution, ...]


def rank_test(pooled: Pooled, *, exact: bool = True) -> RankTest:
    """Funnel asymmetry by rank correlation (Begg and Mazumdar).

    Kendall's tau of (yi − m)/√(vi − 1/Σ (1/vi)) with vi, where m is the mean weighted by 1/vi

    Parameters
    ----------
    pooled : an answer of `random_effects` or `common_effect`; only its effects and variances are used
    exact : the exact distribution of tau where there are no ties; otherwise normal, without a continuity correction

    Returns
    -------
    RankTest

    Domain
    ------
    k ≥ 3 (MS501). Below ten cohorts its result means little either way (MS510). It has low power; asymmetry has many
    causes besides unpublished studies; for proportions and their like effect and variance are tied by construction.

    References
    ----------
    begg1994, kendall1938. Agrees with metafor 5.1-12 (`ranktest`) to 1e-12 and with meta 8.4-0 (Begg).

    >>> from metasacro.pooling.common_effect import common_effect
    >>> found = rank_test(common_effect([0.1, 0.9, 0.4, 0.3], [0.04, 0.09, 0.05, 0.02]))
    >>> round(found.tau, 4), round(found.p_value, 4), found.cautions[0].code
    (0.6667, 0.3333, 'MS510')
    """
    yi, vi = effects_of(pooled, "the rank test", fewest=3)
    w = 1.0 / vi
    centered = yi - yi.mean()
    centered = centered - (w * centered).sum() / w.sum()
    spread = vi - 1.0 / w.sum()
    found = kendall(centered / np.sqrt(spread), vi, exact=exact)
    return RankTest(
        tau=found.tau,
        score=found.score,
        score_se=found.score_se,
        statistic=found.statistic,
        p_value=found.p_value,
        exact=found.exact,
        k=pooled.k,
        cautions=cautions_of_funnel(pooled.k),
    )


RANK_TEST = Method(
    key="Begg",
    name="rank correlation test of funnel asymmetry",
    function=rank_test,
    references=("begg1994", "kendall1938"),
    oracle="metafor 5.1-12, to 1e-12; meta 8.4-0",
)
