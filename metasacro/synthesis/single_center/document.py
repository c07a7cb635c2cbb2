"""A reanalysis as plain values in full precision: the shape of `metasacro reanalyze --format json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from metasacro.evidence.summary import MedianSummary
from metasacro.synthesis.document import outcome_document
from metasacro.synthesis.manifest import manifest
from metasacro.synthesis.single_center.changes import Change

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.reported import Source
    from metasacro.evidence.summary import Summary
    from metasacro.integrity.implied_correlation import Span
    from metasacro.integrity.rank_search import FoundP
    from metasacro.integrity.recomputed_p import PRange
    from metasacro.moments.feasible.feasible_set import Bounds
    from metasacro.numerics.interval import Interval
    from metasacro.problems import Caution, Problem
    from metasacro.synthesis.single_center.among_others import Place
    from metasacro.synthesis.single_center.between_cohorts import Difference
    from metasacro.synthesis.single_center.counts import Count
    from metasacro.synthesis.single_center.exact_scores import ExactScore
    from metasacro.synthesis.single_center.printed_p import CheckedP
    from metasacro.synthesis.single_center.series import ScoreSection, SeriesReanalysis
    from metasacro.synthesis.single_center.spreads import Spread
    from metasacro.synthesis.single_center.unscored import Unscored

Document = dict[str, Any]

#: The numbers of a printed summary, in the order of a record.
PRINTED = ("n", "median", "mean", "sd", "se", "plus_minus", "q1", "q3", "min", "max")


def series_document(found: SeriesReanalysis, evidence: EvidenceBase) -> Document:
    """Everything that one run of `reanalyze` found."""
    return {
        "study": found.study.id,
        "label": found.study.label,
        "n": found.n,
        "level": found.settings.level,
        "correlation": found.settings.correlation,
        "questions": {"asked": found.questions.asked, "findings": [_finding(one) for one in found.questions.findings]},
        "scores": [_section(section) for section in found.scores],
        "levels": [
            {"name": one.name, "of": one.of, "adds_up": one.adds_up, "levels": [_count(level) for level in one.levels]}
            for one in found.levels
        ],
        "counts": [_count(count) for count in found.counts],
        "characteristics": [_count(count) for count in found.characteristics],
        "plus_minus": [_spread(spread) for spread in found.spreads],
        "among_others": [_place(place) for place in found.places],
        "manifest": manifest(evidence),
    }


def flat_values(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One row a value: its path, and the value. The manifest is left out."""
    for key, value in document.items():
        if key != "manifest":
            yield from _flat(key, value)


def _flat(path: str, value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _flat(f"{path}[{position}]", inner)
    else:
        yield {"path": path, "value": value}


def _finding(problem: Problem) -> Document:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "trail": problem.trail,
        "message": problem.message,
        "decision": problem.decision or None,
    }


def _section(section: ScoreSection) -> Document:
    exact, group = section.exact, section.exact.group
    return {
        "outcome": group.outcome,
        "instrument": group.instrument,
        "scale": [end.value for end in group.scale] if group.scale else None,
        "time": group.time or None,
        "step": exact.step,
        "step_assumed": exact.step_assumed,
        "definition": exact.definition,
        "possible_definitions": list(exact.possible),
        "joint": exact.joint,
        "contradicted": exact.contradicted,
        "cohorts": [
            {
                "cohort": pair.entry.cohort.id,
                "name": group.name_of(pair),
                "before": _score(scores[0]),
                "after": _score(scores[1]),
                "change": _change(change),
                "p": _p(checked),
            }
            for pair, scores, change, checked in zip(
                group.pairs, exact.scores, section.changes, section.p_values.pairs, strict=True
            )
        ],
        "difference": _difference(section.difference),
        "comparisons": [
            {"of": one.comparison.of, "cohorts": list(one.names), "p": _p(one.p)}
            for one in section.p_values.comparisons
        ],
        "unscored": [_unscored(one) for one in section.unscored],
    }


def _score(score: ExactScore) -> Document:
    found, converted, estimate = score.feasible, score.converted, score.estimate
    at_mean = found.sd_at(converted.mean) if found is not None and found.sd is not None and converted else None
    return {
        "printed": _printed(score.summary),
        "feasible": None
        if found is None
        else {"mean": _bounds(found.mean), "sd": _bounds(found.sd), "samples": str(found.count)},
        "converted": None
        if converted is None
        else {"mean": converted.mean, "sd": converted.sd, "method": converted.method},
        "not_converted": _caution(score.not_converted),
        "sd_at_converted_mean": _bounds(at_mean),
        "verdict": score.verdict,
        "skewness": None if score.skewness is None else {"t": score.skewness[0], "critical": score.skewness[1]},
        "estimate": None
        if estimate is None
        else {
            "mean": estimate.mean,
            "sd": estimate.sd,
            "se_mean": estimate.se_mean,
            "reconstruction": estimate.reconstruction,
            "in_joint_set": None if found is None else found.contains(estimate.mean, estimate.sd),
        },
    }


def _printed(summary: Summary) -> Document:
    """As characters, because their decimals say how they were rounded."""
    told = {name: getattr(summary, name, None) for name in PRINTED}
    kind = "median" if isinstance(summary, MedianSummary) else "mean"
    numbers = {name: str(value) for name, value in told.items() if value is not None}
    return {"kind": kind, **numbers, "source": _source(summary.source)}


def _source(source: Source) -> Document:
    """The place in the paper, and the line of the record."""
    at = source.location
    return {
        "file": at.file if at else None,
        "line": at.line if at else None,
        "where": source.where,
        "seen": source.seen,
    }


def _change(change: Change | Caution) -> Document:
    if not isinstance(change, Change):
        return {"estimate": None, **(_caution(change) or {})}
    return {
        "n": change.n,
        "possible": _bounds(change.feasible.mean) if change.feasible else None,
        "sd_possible": _bounds(change.feasible.sd) if change.feasible else None,
        "estimate": change.estimate,
        "how": [change.before.how, change.after.how],
        "correlation_left": [change.correlation.lower, change.correlation.upper],
        "correlation": change.assumed,
        "variance": change.variance(change.assumed),
        "interval": _interval(change.interval),
        "widest": _interval(change.widest),
        "narrowest": _interval(change.narrowest),
        "standardised": None
        if change.standardised is None
        else {"estimate": change.standardised[0], "interval": _interval(change.standardised[1])},
    }


def _p(checked: CheckedP) -> Document:
    return {
        "printed": checked.printed.text if checked.printed else None,
        "test": checked.test,
        "test_named": checked.named,
        "smallest": checked.smallest,
        "attainable": checked.attainable,
        "found": _found(checked.found),
        "possible": _range(checked.possible),
        "seen": checked.seen,
        "agrees": checked.agrees,
    }


def _found(found: FoundP | None) -> Document | None:
    if found is None:
        return None
    return {"exact": _range(found.exact), "approximate": _range(found.approximate), "samples": found.samples}


def _difference(difference: Difference | None) -> Document | None:
    if difference is None:
        return None
    return {
        "first": difference.first.name,
        "second": difference.second.name,
        "estimate": difference.estimate,
        "interval": _interval(difference.interval),
        "widest": _interval(difference.widest),
    }


def _unscored(one: Unscored) -> Document:
    return {
        "scored": one.scored,
        "treated": one.treated,
        "change": one.change,
        "of_all": [one.lowest, one.highest],
        "of_all_from_same_baseline": [one.lowest_from_baseline, one.highest_from_baseline],
        "important": one.important,
        "needed": one.needed,
        "needed_between": list(one.needed_between) if one.needed_between else None,
        "room": one.room,
    }


def _count(count: Count) -> Document:
    return {
        "name": count.name,
        "cohort": count.cohort,
        "events": count.events,
        "of": count.of,
        "unit": count.unit,
        "proportion": count.share,
        "exact": _interval(count.exact),
        "wilson": _interval(count.wilson),
        "jeffreys": _interval(count.jeffreys),
        "one_sided": count.one_sided,
        "rule_of_three": count.rule_of_three,
        "printed_percent": str(count.printed) if count.printed else None,
        "agrees": count.agrees,
        "source": _source(count.source),
    }


def _spread(spread: Spread) -> Document:
    verdict = spread.verdict
    return {
        "name": spread.name,
        "mean": spread.mean,
        "plus_minus": spread.value,
        "n": spread.n,
        "claimed": spread.claimed,
        "bounds": None if verdict is None else [verdict.bounds.lower, verdict.bounds.upper],
        "readings": None
        if verdict is None
        else [{"meaning": one.meaning, "sd": one.sd, "feasible": one.feasible} for one in verdict.readings],
        "assumed": spread.assumptions or None,
    }


def _place(place: Place) -> Document:
    return {
        "outcome": place.analysis.outcome.id,
        "weight": place.weight,
        "estimate": place.estimate,
        "prediction": _interval(place.prediction),
        "inside": place.inside,
        "distance": place.distance,
        "analysis": outcome_document(place.analysis),
    }


def _bounds(found: Bounds | None) -> list[float] | None:
    return None if found is None else [found.lower, found.upper]


def _range(found: PRange | Span | None) -> list[float] | None:
    return None if found is None else [found.lower, found.upper]


def _interval(found: Interval | None) -> list[float] | None:
    return None if found is None else [found.lower, found.upper]


def _caution(found: Caution | None) -> Document | None:
    return None if found is None else {"code": found.code, "message": found.message}
