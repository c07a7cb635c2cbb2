"""One outcome from evidence to answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from metasacro.problems import Refusal, caution
from metasacro.synthesis.analysis import Analysis, Subtotal
from metasacro.synthesis.cautions import beyond_the_scale, cautions_about
from metasacro.synthesis.conversion_grid import pool_over_conversions
from metasacro.synthesis.counts import count_row
from metasacro.synthesis.pools import GridPoint, pool_over_correlations, pool_rows
from metasacro.synthesis.rows import CountRow, Entry, LeftOut, ScoreRow
from metasacro.synthesis.scores import score_row
from metasacro.synthesis.selection import select
from metasacro.synthesis.settings import Overrides, Settings, settings_for

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome

Rows = tuple[ScoreRow | CountRow, ...]

#: Subgroup → what tables call it, in the order of printing.
ETIOLOGIES = {"noncancer": "noncancer", "cancer": "cancer", "mixed": "mixed", None: "not stated"}


def pool(evidence: EvidenceBase, outcome: str, **protocol_overrides: Any) -> Analysis:
    """Pool one outcome of the protocol.

    Parameters
    ----------
    evidence : what `load` returned
    outcome : the outcome's name in the protocol
    **protocol_overrides : `method`, `test`, `level`, `correlation`, `conversion`, `prediction` or `study_set` in place
        of the protocol's choice; each departure is a caution (MS449)

    Raises
    ------
    Refusal : MS139 if the protocol does not define the outcome

    References
    ----------
    The choices and their reasons stand in the protocol.

    >>> from metasacro import load
    >>> pool(load(), "pain").pooled.k
    6
    """
    defined = {entry.id: entry for entry in evidence.protocol.outcomes}
    if outcome not in defined:
        raise Refusal("MS139", outcome=outcome)
    return analyse(evidence, defined[outcome], Overrides(**protocol_overrides))


def analyse(evidence: EvidenceBase, outcome: Outcome, overrides: Overrides) -> Analysis:
    """The same, for an outcome of the protocol as a value."""
    settings = settings_for(evidence.protocol, overrides, outcome.study_set or "main", counts=outcome.measure == "PLO")
    rows, left_out = _rows(evidence, outcome, settings, outcome.parts)
    index = evidence.protocol.index_study.value
    index_rows = tuple(row for row in rows if row.entry.study.id == index)
    others = tuple(row for row in rows if row.entry.study.id != index)
    pooled = pool_rows(rows, settings) if rows else None
    subtotals = _subtotals(evidence, outcome, settings) if outcome.subtotals and rows else ()
    answers = {f"the subgroup {subtotal.name}": subtotal.pooled.interval for subtotal in subtotals}
    if pooled is not None:
        answers = {"the pooled interval": pooled.interval, "the prediction interval": pooled.prediction, **answers}
    told = (*cautions_about(rows, pooled, settings, evidence), *beyond_the_scale(outcome, answers))
    if pooled is None:
        told = (caution("MS448", study_set=settings.study_set), *told)
    return Analysis(
        outcome=outcome,
        settings=settings,
        protocol=evidence.protocol,
        rows=rows,
        left_out=left_out,
        pooled=pooled,
        without_index=pool_rows(others, settings) if index_rows and others else None,
        index_rows=index_rows,
        grid=_grid(rows, evidence, settings),
        conversions=pool_over_conversions([row for row in rows if isinstance(row, ScoreRow)], settings),
        subtotals=subtotals,
        cautions=told,
    )


def pooled_rows(evidence: EvidenceBase, outcome: Outcome, overrides: Overrides, *, parts: bool | None = None) -> Rows:
    """The rows that would be pooled under these choices; `parts`: each study at its finest split."""
    settings = settings_for(evidence.protocol, overrides, outcome.study_set or "main", counts=outcome.measure == "PLO")
    return _rows(evidence, outcome, settings, outcome.parts if parts is None else parts)[0]


def _rows(
    evidence: EvidenceBase, outcome: Outcome, settings: Settings, parts: bool
) -> tuple[Rows, tuple[LeftOut, ...]]:
    studies = evidence.protocol.studies(settings.study_set)
    if outcome.measure == "PLO":
        return select(evidence, outcome, studies, parts, partial(count_row, level=settings.level))
    window = evidence.protocol.time

    def scored(entry: Entry) -> ScoreRow | LeftOut:
        return score_row(entry, outcome.scale, window, settings)

    return select(evidence, outcome, studies, parts, scored)


def _grid(rows: Sequence[ScoreRow | CountRow], evidence: EvidenceBase, settings: Settings) -> tuple[GridPoint, ...]:
    scores = [row for row in rows if isinstance(row, ScoreRow)]
    if not any(row.correlation_assumed for row in scores):
        return ()
    return pool_over_correlations(scores, evidence.protocol.correlation.grid, settings)


def _subtotals(evidence: EvidenceBase, outcome: Outcome, settings: Settings) -> tuple[Subtotal, ...]:
    """The pool of each etiology, every record split as finely as it reports."""
    rows, _ = _rows(evidence, outcome, settings, parts=True)
    groups = (
        (name, tuple(row for row in rows if row.entry.cohort.etiology == key)) for key, name in ETIOLOGIES.items()
    )
    return tuple(
        Subtotal(name=name, rows=members, pooled=pool_rows(members, settings)) for name, members in groups if members
    )
