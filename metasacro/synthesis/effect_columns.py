"""Effects and variances of the cohorts under every conversion and assumed correlation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.problems import Refusal
from metasacro.synthesis.conversion_grid import scores_under
from metasacro.synthesis.rows import ScoreRow
from metasacro.synthesis.run import pooled_rows
from metasacro.synthesis.scores import changes_of
from metasacro.synthesis.settings import Overrides

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome
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


def columns_of(
    rows: Sequence[ScoreRow], evidence: EvidenceBase, study_set: str, unanswered: list[Unanswered]
) -> list[EffectColumn]:
    """One for each conversion and correlation of the grid that all rows allow; the others join `unanswered`.

    The protocol's own conversion comes first. Means and SDs that no sample has stand in the columns, because other
    tools pool them.
    """
    planned = evidence.protocol.conversion.value
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
        scores = [scores_with(row, conversion, planned) for row in rows]
        outside = [row.entry.label for row, pair in zip(rows, scores, strict=True) if row.converted and pair is None]
        if outside:
            reason = f"it cannot convert {', '.join(outside)}"
            unanswered.append(Unanswered(study_set=study_set, conversion=conversion, correlation=None, reason=reason))
            continue
        for r in grid or (None,):
            column = _column(rows, scores, conversion, r)
            if column is None:
                reason = "equal SDs before and after leave no variance"
                unanswered.append(Unanswered(study_set=study_set, conversion=conversion, correlation=r, reason=reason))
            else:
                columns.append(column)
    return columns


def scores_with(row: ScoreRow, conversion: str, planned: str) -> tuple[Score, Score] | None:
    """Before and after under a conversion; None where it has none, or the paper prints the change itself."""
    if row.before is None or row.after is None:
        return None
    return (row.before, row.after) if not row.converted or conversion == planned else scores_under(row, conversion)


def _column(
    rows: Sequence[ScoreRow],
    scores: Sequence[tuple[Score, Score] | None],
    conversion: str,
    correlation: float | None,
) -> EffectColumn | None:
    yi, vi = [row.change for row in rows], [row.variance for row in rows]
    computed = {
        at: (pair, row.n, row.correlation if correlation is None or not row.correlation_assumed else correlation)
        for at, (row, pair) in enumerate(zip(rows, scores, strict=True))
        if pair is not None and row.correlation is not None
    }
    try:
        changes = changes_of(*zip(*computed.values(), strict=True)) if computed else ()
    except Refusal:
        return None
    for at, (change, variance) in zip(computed, changes, strict=True):
        yi[at], vi[at] = change, variance
    return EffectColumn(conversion=conversion, correlation=correlation, yi=tuple(yi), vi=tuple(vi))


def score_rows(evidence: EvidenceBase, outcome: Outcome, study_set: str, level: float) -> list[ScoreRow]:
    """The rows of one study set under the protocol's other choices."""
    rows = pooled_rows(evidence, outcome, Overrides(study_set=study_set, level=level))
    return [row for row in rows if isinstance(row, ScoreRow)]
