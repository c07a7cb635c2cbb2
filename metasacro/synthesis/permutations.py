"""P values of a pool that rest on rearranging its cohorts, beside those that rest on a distribution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.diagnostics.permutation_test import LIMIT, permutation_test
from metasacro.numerics.pieces import Spread, in_turn
from metasacro.pooling.meta_regression import PooledRegression
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal
from metasacro.synthesis.rows import ScoreRow
from metasacro.synthesis.run import ETIOLOGIES, pooled_rows
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.diagnostics.permutation_test import PermutationTest
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.settings import Overrides, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PermutedAnswer:
    """One question with both P values."""

    question: str
    cohorts: int
    p_value: float | None  #: of the test in force
    test: PermutationTest


def permuted_answers(
    evidence: EvidenceBase,
    analysis: Analysis,
    overrides: Overrides,
    *,
    limit: int = LIMIT,
    seed: int = 1,
    spread: Spread = in_turn,
) -> tuple[PermutedAnswer, ...]:
    """Is there a change at all, and does it differ between etiologies (each study at its finest split)?

    The second question is asked where two etiologies or more have a cohort and one has two. Raises `Refusal` for an
    outcome of counts (MS502) and below three cohorts (MS501).
    """
    pooled = analysis.pooled
    assert pooled is not None, "asked of outcomes with a cohort"
    effect = permutation_test(pooled, limit=limit, seed=seed, spread=spread)
    found = [PermutedAnswer(question="any change", cohorts=pooled.k, p_value=pooled.p_value, test=effect)]
    rows = pooled_rows(evidence, analysis.outcome, overrides, parts=True)
    scores = [row for row in rows if isinstance(row, ScoreRow)]
    found += _between_etiologies(scores, analysis.settings, limit, seed, spread)
    return tuple(found)


def _between_etiologies(
    rows: Sequence[ScoreRow], settings: Settings, limit: int, seed: int, spread: Spread
) -> Iterator[PermutedAnswer]:
    names = [ETIOLOGIES[row.entry.cohort.etiology] for row in rows]
    groups = [name for name in ETIOLOGIES.values() if name in names]
    if len(groups) < 2 or len(rows) < max(3, len(groups) + 1):
        return
    try:
        fitted = random_effects(
            [row.change for row in rows],
            [row.variance for row in rows],
            mods="~ etiology",
            data={"etiology": names},
            method=settings.method,
            test=settings.test,
            level=settings.level,
        )
    except Refusal:  # a method that takes no moderators
        return
    assert isinstance(fitted, PooledRegression), "a model with moderators"
    yield PermutedAnswer(
        question="a difference by etiology",
        cohorts=len(rows),
        p_value=fitted.omnibus.p_value,
        test=permutation_test(fitted, limit=limit, seed=seed, spread=spread),
    )
