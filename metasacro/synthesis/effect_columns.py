"""Effects and variances of the cohorts under every conversion and assumed correlation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.problems import Refusal
from metasacro.synthesis.conversion_grid import impossible_scores, samples_of, scores_under
from metasacro.synthesis.rows import ScoreRow
from metasacro.synthesis.run import analyse
from metasacro.synthesis.scores import change_of
from metasacro.synthesis.settings import Overrides

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome
    from metasacro.moments.feasible.feasible_set import FeasibleSet
    from metasacro.synthesis.rows import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Combinations that have no answer, and why. `None`: with every correlation, or every conversion."""

    study_set: str
    conversion: str | None
    correlation: float | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectColumn:
    """Effects and variances of all cohorts under one conversion and correlation."""

    conversion: str
    correlation: float | None
    yi: tuple[float, ...]
    vi: tuple[float, ...]
    impossible: int


def columns_of(
    rows: Sequence[ScoreRow], evidence: EvidenceBase, study_set: str, unanswered: list[Unanswered]
) -> list[EffectColumn]:
    """One for each conversion and correlation of the grid that all rows allow; the others join `unanswered`.

    The protocol's own conversion comes first. Means and SDs that no sample has stand in the columns, because other
    tools pool them; they are counted.
    """
    planned = evidence.protocol.conversion.value
    samples = samples_of(rows)
    converted = any(row.converted for row in rows)
    others = [name for name in (*SET_CONVERSIONS, *CONVERSIONS) if name != planned]
    assumed = any(row.correlation_assumed for row in rows)
    grid = evidence.protocol.correlation.grid if assumed else ()
    columns = []
    for conversion in (planned, *others) if converted else ("",):
        if conversion in SET_CONVERSIONS and conversion != planned:
            reason = "the protocol converts by a formula, and an exact set is pooled only where it is the protocol’s"
            unanswered.append(Unanswered(study_set=study_set, conversion=conversion, correlation=None, reason=reason))
            continue
        scores = [_scores(row, conversion, planned) for row in rows]
        outside = [row.entry.label for row, pair in zip(rows, scores, strict=True) if row.converted and pair is None]
        if outside:
            reason = f"it cannot convert {', '.join(outside)}"
            unanswered.append(Unanswered(study_set=study_set, conversion=conversion, correlation=None, reason=reason))
            continue
        for r in grid or (None,):
            column = _column(rows, scores, conversion, r, samples)
            if column is None:
                reason = "equal SDs before and after leave no variance"
                unanswered.append(Unanswered(study_set=study_set, conversion=conversion, correlation=r, reason=reason))
            else:
                columns.append(column)
    return columns


def _scores(row: ScoreRow, conversion: str, planned: str) -> tuple[Score, Score] | None:
    if row.before is None or row.after is None:
        return None
    return (row.before, row.after) if not row.converted or conversion == planned else scores_under(row, conversion)


def _column(
    rows: Sequence[ScoreRow],
    scores: Sequence[tuple[Score, Score] | None],
    conversion: str,
    correlation: float | None,
    samples: dict[int, FeasibleSet | None],
) -> EffectColumn | None:
    yi, vi, impossible = [], [], 0
    for row, pair in zip(rows, scores, strict=True):
        if pair is None or row.correlation is None:
            change, variance = row.change, row.variance
        else:
            r = row.correlation if correlation is None or not row.correlation_assumed else correlation
            try:
                change, variance = change_of(*pair, row.n, r)
            except Refusal:
                return None
            of_sets = conversion in SET_CONVERSIONS  # an average over samples need not be one of them
            impossible += 0 if of_sets or not row.converted else impossible_scores(row, pair, samples)
        yi.append(change)
        vi.append(variance)
    return EffectColumn(
        conversion=conversion, correlation=correlation, yi=tuple(yi), vi=tuple(vi), impossible=impossible
    )


def score_rows(evidence: EvidenceBase, outcome: Outcome, study_set: str, level: float) -> list[ScoreRow]:
    """The rows of one study set under the protocol's other choices."""
    analysis = analyse(evidence, outcome, Overrides(study_set=study_set, level=level))
    return [row for row in analysis.rows if isinstance(row, ScoreRow)]
