"""What the reader of one pooled answer must know about its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from metasacro.problems import Caution, caution
from metasacro.synthesis.rows import CountRow, ScoreRow

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome
    from metasacro.numerics.interval import Interval
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.settings import Settings

#: Below this share of the treated, missing scores are pointed out (a convention).
MEASURED_SHARE = 0.8
#: Times of follow-up that differ by more than this factor are pointed out.
TIME_RATIO = 2.0
#: A cohort above this share of the weight is named.
HEAVY = 0.5


def cautions_about(
    rows: Sequence[ScoreRow | CountRow], pooled: Pooled | None, settings: Settings, evidence: EvidenceBase
) -> tuple[Caution, ...]:
    """Everything about the rows and the choices; the kernel's cautions about the estimate come first."""
    found = [*(pooled.cautions if pooled else ()), *_about_rows(rows), *settings.cautions]
    if pooled is not None:
        found += _about_weights(rows, pooled)
    if evidence.skipped:
        found.append(caution("MS447", labels=", ".join(evidence.skipped)))
    return tuple(found)


def beyond_the_scale(outcome: Outcome, answers: Mapping[str, Interval | None]) -> Iterator[Caution]:
    """Intervals, by what tables call them, that reach changes which the outcome's scale does not allow."""
    if outcome.scale is None or outcome.measure != "MC":
        return
    width = outcome.scale[1].value - outcome.scale[0].value
    which = [name for name, found in answers.items() if found and max(-found.lower, found.upper) > width]
    if which:
        yield caution("MS410", width=width, which=", ".join(which))


def _about_rows(rows: Sequence[ScoreRow | CountRow]) -> Iterator[Caution]:
    scores = [row for row in rows if isinstance(row, ScoreRow)]
    if scores:
        yield caution("MS431")
    yield from _about_correlation(scores)
    yield from _about_times(scores)
    for row in scores:
        for told in row.cautions:
            yield Caution(code=told.code, message=f"{row.entry.label}: {told.message}")
    if labels := _labels(row for row in rows if "n" in row.entry.result.assumed or "of" in row.entry.result.assumed):
        yield caution("MS441", labels=labels)
    if labels := _labels(row for row in rows if _share(row, rows) < MEASURED_SHARE):
        yield caution("MS444", labels=labels)
    yield from _about_overlaps(rows)
    if labels := _labels(row for row in rows if isinstance(row, CountRow) and row.recounted):
        yield caution("MS442", labels=labels)


def _about_overlaps(rows: Sequence[ScoreRow | CountRow]) -> Iterator[Caution]:
    """Pooled records of which one names the other as a possible overlap."""
    pooled = {row.entry.study.id: row.entry.study for row in rows}
    pairs = {
        tuple(sorted((study.label, pooled[overlap.study].label)))
        for study in pooled.values()
        for overlap in study.overlaps
        if overlap.study in pooled
    }
    if pairs:
        yield caution("MS461", labels="; ".join(" and ".join(pair) for pair in sorted(pairs)))


def _about_correlation(scores: Sequence[ScoreRow]) -> Iterator[Caution]:
    for r in sorted({row.correlation for row in scores if row.correlation_assumed and row.correlation is not None}):
        yield caution("MS311", r=r)


def _about_times(scores: Sequence[ScoreRow]) -> Iterator[Caution]:
    if labels := _labels(row for row in scores if row.follow_up.time is None):
        yield caution("MS440", labels=labels)
    times = sorted((row.follow_up.time for row in scores if row.follow_up.time), key=lambda time: time.days)
    if times and times[-1].days > TIME_RATIO * times[0].days:
        yield caution("MS443", shortest=times[0], longest=times[-1])


def _about_weights(rows: Sequence[ScoreRow | CountRow], pooled: Pooled) -> Iterator[Caution]:
    if pooled.weights is None or len(rows) < 2:
        return
    for row, weight in zip(rows, pooled.weights, strict=True):
        if weight > HEAVY:
            yield caution("MS446", label=row.entry.label, percent=100 * float(weight))


def _share(row: ScoreRow | CountRow, rows: Sequence[ScoreRow | CountRow]) -> float:
    """Measured patients over treated ones: those of the largest whole that holds no other row of the pool."""
    study, own = row.entry.study, row.entry.cohort.id
    others = [other.entry.cohort.id for other in rows if other is not row and other.entry.study is study]
    shared = {whole for other in others for whole in (other, *study.wholes_of(other))}
    treated = own
    for whole in study.wholes_of(own):
        if whole in shared:
            break
        treated = whole
    n = study.cohort(treated).n
    return row.n / n.value if n else 1.0


def _labels(rows: Iterator[ScoreRow | CountRow] | Iterator[ScoreRow]) -> str:
    return ", ".join(row.entry.label for row in rows)
