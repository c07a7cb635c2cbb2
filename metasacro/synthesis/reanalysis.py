"""The index study beside the pool: each scale before and after, in every cohort, and its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile
from metasacro.problems import Refusal
from metasacro.synthesis.counts import count_row
from metasacro.synthesis.rows import CountRow, Entry, LeftOut, ScoreRow
from metasacro.synthesis.scores import nearest, score_row
from metasacro.synthesis.settings import Overrides, settings_for
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import FollowUp, Study
    from metasacro.evidence.summary import Summary
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleRow:
    """One scale in one cohort: as printed, as converted, and the change with its own interval."""

    entry: Entry
    outcome: str
    instrument: str
    cohort: str
    n: int | None
    baseline: Summary
    follow_up: FollowUp
    row: ScoreRow | LeftOut  #: `LeftOut` where there is no mean and SD
    interval: Interval | None  #: of the mean change, t on n − 1 df


@dataclass(frozen=True, slots=True, kw_only=True)
class Reanalysis:
    """The index study: its scales, its counts, and what the pool says with and without it."""

    study: Study
    settings: Settings
    n: int | None
    scales: tuple[ScaleRow, ...]
    counts: tuple[CountRow | LeftOut, ...]
    analyses: tuple[Analysis, ...]  #: those that hold the study


def reanalyze(
    evidence: EvidenceBase,
    study: str,
    analyses: tuple[Analysis, ...] = (),
    overrides: Overrides | None = None,
    *,
    only: Collection[str] | None = None,
) -> Reanalysis:
    """Reanalyse one record by the protocol's choices; raises `Refusal` (MS133) if there is no such record.

    `only` names the outcomes that were asked for; what the protocol's panel shows besides them is left out.
    """
    if study not in evidence.studies:
        raise Refusal("MS133", study=study)
    record = evidence.studies[study]
    panel = evidence.protocol.panel
    scales = [
        row
        for outcome in panel.scores
        if only is None or outcome in only
        for row in _scale_rows(evidence, record, outcome, overrides or Overrides())
    ]
    counts = [
        count_row(entry, (overrides and overrides.level) or evidence.protocol.level.value)
        for outcome in panel.counts
        if only is None or outcome in only
        for entry in _entries(record, outcome)
        if entry.result.events is not None and entry.result.events.unit == "patients"
    ]
    wholes = [cohort.n for cohort in record.cohorts if cohort.part_of is None]
    return Reanalysis(
        study=record,
        settings=settings_for(evidence.protocol, overrides or Overrides()),
        n=None if None in wholes else int(sum(n.value for n in wholes if n)),
        scales=tuple(scales),
        counts=tuple(counts),
        analyses=tuple(
            analysis for analysis in analyses if any(row.entry.study.id == study for row in analysis.index_rows)
        ),
    )


def _entries(study: Study, outcome: str) -> list[Entry]:
    return [
        Entry(study=study, cohort=study.cohort(result.cohort), result=result)
        for result in study.results
        if result.outcome == outcome
    ]


def _scale_rows(evidence: EvidenceBase, study: Study, outcome: str, overrides: Overrides) -> list[ScaleRow]:
    settings = settings_for(evidence.protocol, overrides)
    entries = _entries(study, outcome)
    rows = []
    for entry in entries:
        follow_up = nearest(entry.result.follow_ups, evidence.protocol.time)
        if entry.result.baseline is None or follow_up is None:
            continue
        row = score_row(entry, None, evidence.protocol.time, settings)
        n = entry.result.baseline.n
        rows.append(
            ScaleRow(
                entry=entry,
                outcome=outcome,
                instrument=entry.result.instrument,
                cohort=_short_name(entry, entries),
                n=row.n if isinstance(row, ScoreRow) else (int(n.value) if n else None),
                baseline=entry.result.baseline,
                follow_up=follow_up,
                row=row,
                interval=_interval(row, settings.level) if isinstance(row, ScoreRow) else None,
            )
        )
    return rows


def _interval(row: ScoreRow, level: float) -> Interval | None:
    if row.n < 2:
        return None
    half = float(student_quantile((1 + level) / 2, row.n - 1)) * row.variance**0.5
    return Interval(lower=row.change - half, upper=row.change + half, level=level)


def _short_name(entry: Entry, entries: list[Entry]) -> str:
    """`all` for the cohort that contains the others of the scale; else the cohort's own name."""
    others = [other.cohort.id for other in entries if other is not entry]
    whole = all(entry.cohort.id in entry.study.wholes_of(other) for other in others)
    return "all" if whole else entry.cohort.id
