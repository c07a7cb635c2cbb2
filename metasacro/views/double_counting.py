"""Tables of records that may share patients: the evidence, the decision, and what either does to the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.synthesis.rates import pooled_rate
from metasacro.views.direction import effect_in_unit, sign_of, turned
from metasacro.views.numbers import bracketed, count, fixed, level_name, percent
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.integrity.overlap_candidates import Candidate
    from metasacro.numerics.interval import Interval
    from metasacro.problems import Location
    from metasacro.synthesis.double_counting import Answer, Weighed


def overlap_table(pair: Candidate, weighed: Sequence[Weighed], evidence: EvidenceBase, level: float) -> Table:
    """One pair: its answers by outcome, and below them what points to shared patients and what was decided."""
    return Table(
        id=f"{pair.first.id}-{pair.second.id}",
        title=f"{pair.first.label} and {pair.second.label}",
        subtitle=pair.signs.told(),
        columns=(
            Column(key="pool", title="Pool"),
            Column(key="now", title="in force"),
            Column(key="cohorts", title="cohorts", right=True),
            Column(key="n", title="n", right=True),
            Column(key="answer", title=f"answer [{level_name(level)} CI]"),
        )
        if weighed
        else (),
        rows=tuple(row for each in weighed for row in _rows(pair, each)),
        notes=(*_evidence(pair), *_decisions(pair, weighed, evidence)),
    )


def _rows(pair: Candidate, weighed: Weighed) -> Iterator[Row]:
    outcome = weighed.outcome
    unit = "%" if outcome.measure == "PLO" else effect_in_unit(outcome)
    yield Row(cells={"pool": Cell(text=f"{outcome.label} ({unit})", kind=Kind.HEADING)})
    left_out = weighed.decision.leave_out if weighed.decision else ()
    answers = (
        ("with both", weighed.both, weighed.decision is None),
        (f"without {pair.first.label}", weighed.without_first, pair.first.id in left_out),
        (f"without {pair.second.label}", weighed.without_second, pair.second.id in left_out),
    )
    for label, answer, in_force in answers:
        kind = Kind.ANSWER if in_force else Kind.COMPUTED
        now = ("decided" if weighed.decision else "undecided") if in_force else ""
        yield Row(
            cells={
                "pool": Cell(text=label, kind=Kind.LABEL),
                "now": Cell(text=now, kind=kind),
                "cohorts": Cell(text=count(answer.cohorts)),
                "n": Cell(text=count(answer.n)),
                "answer": Cell(text=_answer(answer, weighed), kind=kind),
            },
            kind=kind,
            key=f"{outcome.id} · {label}",
        )


def _answer(answer: Answer, weighed: Weighed) -> str:
    if answer.pooled is None:
        return "nothing left to pool"
    if weighed.outcome.measure == "PLO":
        rate, interval = pooled_rate(answer.pooled)
        bounds = _percentages(interval)
        return f"at most {percent(interval.upper)}" if rate is None and interval else f"{percent(rate or 0)} {bounds}"
    if answer.pooled.estimate is None or answer.pooled.interval is None:
        return "not estimable"
    estimate = sign_of(weighed.outcome) * answer.pooled.estimate
    return f"{fixed(estimate)} {bracketed(turned(weighed.outcome, answer.pooled.interval))}"


def _percentages(interval: Interval | None) -> str:
    return f"[{percent(interval.lower)}, {percent(interval.upper)}]" if interval else ""


def _evidence(pair: Candidate) -> Iterator[str]:
    """What points to shared patients, each with its places."""
    first, second = pair.first, pair.second
    if pair.signs.same_paper:
        yield f"paper: {pair.signs.same_paper}"
    if pair.signs.centre:
        yield f"centre: {first.centre}{_at(first.source.location)} · {second.centre}{_at(second.source.location)}"
    if first.accrual and second.accrual:
        told = [
            f"{' to '.join(study.accrual or ())}{_at(study.accrual_source.location if study.accrual_source else None)}"
            for study in (first, second)
        ]
        yield f"treated: {' · '.join(told)}"
    if pair.signs.authors:
        yield f"authors in common: {', '.join(pair.signs.authors)}"
    for equal in pair.equal:
        yield f"equal numbers: {equal.what}{_at(equal.places[0])}{_at(equal.places[1])}"
    for named in pair.named:
        yield f"{named.by} says: {named.reason}{_at(named.location)}"


def _decisions(pair: Candidate, weighed: Sequence[Weighed], evidence: EvidenceBase) -> Iterator[str]:
    """What was decided, with its reason and place."""
    names = {pair.first.id, pair.second.id}
    for entry in evidence.protocol.overlaps:
        if any({entry.keep, other} == names for other in entry.leave_out):
            yield f"decided for {entry.outcome}: {entry.keep} counts: {entry.reason}{_at(entry.location)}"
    for decision in pair.resolved:
        yield f"resolved ({decision.code}): {decision.told}{_at(decision.location)}"
    if not weighed:
        yield "no pool that was asked for holds both records; `--study-set all` takes every record"


def _at(location: Location | None) -> str:
    return f" ({location.file}:{location.line})" if location else ""


def decision_lines(open_pairs: Sequence[tuple[Candidate, Weighed]]) -> list[str]:
    """Lines for the protocol's `overlaps`. The record with more patients is put first as `keep`; the reason is left
    empty, so that the protocol cannot be read until somebody has written one."""
    lines: list[str] = []
    for pair, weighed in open_pairs:
        sides = [(pair.first.id, weighed.n_first), (pair.second.id, weighed.n_second)]
        (keep, more), (other, fewer) = sorted(sides, key=lambda side: -side[1])
        lines += [
            f"  - outcome: {weighed.outcome.id}",
            f"    keep: {keep} # {more} patients in this pool; {other} has {fewer}; or the other way round",
            f"    leave_out: [{other}]",
            "    reason:",
        ]
    return lines
