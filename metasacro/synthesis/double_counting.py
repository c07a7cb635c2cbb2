"""What a pair of records that may share patients does to a pooled answer: with both, and without either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.synthesis.pools import pool_rows
from metasacro.synthesis.run import pooled_rows
from metasacro.synthesis.settings import settings_for
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome, OverlapDecision
    from metasacro.integrity.overlap_candidates import Candidate
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.rows import CountRow, ScoreRow
    from metasacro.synthesis.settings import Overrides


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One pooled answer. `pooled` is `None` where nothing is left to pool."""

    n: int
    cohorts: int
    pooled: Pooled | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One outcome to which both records of a pair would contribute."""

    outcome: Outcome
    both: Answer  #: as if nothing was decided about this pair
    without_first: Answer
    without_second: Answer
    n_first: int  #: patients that the first record brings into this pool
    n_second: int
    decision: OverlapDecision | None  #: what the protocol decides about this pair and outcome


def weigh(evidence: EvidenceBase, pair: Candidate, outcome: Outcome, overrides: Overrides) -> Weighed | None:
    """The answers of one outcome; `None` where not both records are in its pool.

    Decisions about other pairs stay as they are, so that the answers differ by one record.
    """
    first, second = pair.first.id, pair.second.id
    names = {first, second}
    protocol = replace(
        evidence.protocol, overlaps=tuple(_undone(entry, names, outcome.id) for entry in evidence.protocol.overlaps)
    )
    rows = pooled_rows(replace(evidence, protocol=protocol), outcome, overrides)
    if not names <= {row.entry.study.id for row in rows}:
        return None
    settings = settings_for(protocol, overrides, outcome.study_set or "main", counts=outcome.measure == "PLO")

    def answer(chosen: Sequence[ScoreRow | CountRow]) -> Answer:
        pooled = pool_rows(chosen, settings, predict=False) if chosen else None
        return Answer(n=_patients(chosen), cohorts=len(chosen), pooled=pooled)

    return Weighed(
        outcome=outcome,
        both=answer(rows),
        without_first=answer([row for row in rows if row.entry.study.id != first]),
        without_second=answer([row for row in rows if row.entry.study.id != second]),
        n_first=_patients([row for row in rows if row.entry.study.id == first]),
        n_second=_patients([row for row in rows if row.entry.study.id == second]),
        decision=decided(evidence, pair, outcome.id),
    )


def decided(evidence: EvidenceBase, pair: Candidate, outcome: str) -> OverlapDecision | None:
    """What the protocol decides about a pair, for an outcome."""
    names = {pair.first.id, pair.second.id}
    for entry in evidence.protocol.overlaps:
        if entry.outcome == outcome and any({entry.keep, other} == names for other in entry.leave_out):
            return entry
    return None


def _undone(entry: OverlapDecision, names: set[str], outcome: str) -> OverlapDecision:
    if entry.outcome != outcome or entry.keep not in names:
        return entry
    return replace(entry, leave_out=tuple(name for name in entry.leave_out if {entry.keep, name} != names))


def _patients(rows: Sequence[ScoreRow | CountRow]) -> int:
    return sum(row.n for row in rows)
