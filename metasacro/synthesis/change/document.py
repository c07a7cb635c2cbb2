"""A comparison as plain values in full precision: the shape of `metasacro diff --format json`.

Mean changes stand on their own scale (follow-up minus baseline: less pain is negative), rates as fractions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.synthesis.change.attribution import QUANTITIES
from metasacro.synthesis.change.movement import answer_of

if TYPE_CHECKING:
    from metasacro.numerics.interval import Interval
    from metasacro.problems import Caution
    from metasacro.records.file_values import PrintedValue
    from metasacro.records.revisions.authorship import Author
    from metasacro.records.revisions.state import State
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.change.attribution import Attribution
    from metasacro.synthesis.change.comparison import Comparison
    from metasacro.synthesis.change.conclusion import Conclusion
    from metasacro.synthesis.change.files import FileChange
    from metasacro.synthesis.change.movement import Cohort, Movement

Document = dict[str, Any]


def change_document(comparison: Comparison) -> Document:
    """Files with their values, and outcomes with their movements."""
    return {
        "old": comparison.old.name,
        "new": comparison.new.name,
        "files": [_file(file, comparison.old, comparison.new) for file in comparison.files],
        "outcomes": [_outcome(found) for found in comparison.movements],
        "flips": [found.id for found in comparison.flipped],
    }


def _file(file: FileChange, old: State, new: State) -> Document:
    before = old.shown(file.old) if file.old else None
    after = new.shown(file.new) if file.new else None
    return {
        "fate": file.fate.value,
        "old": before,
        "new": after,
        "record": file.study,
        "readable": file.readable,
        "values_held": file.size or None,
        "by": _author(file.by),
        "values": [
            {
                "way": list(change.way),
                "old": _value(change.old, before),
                "new": _value(change.new, after),
                "by": _author(change.by),
            }
            for change in file.values
        ],
    }


def _value(value: PrintedValue | None, file: str | None) -> Document | None:
    return None if value is None else {"text": value.text, "file": file, "line": value.line}


def _author(author: Author | None) -> Document | None:
    if author is None:
        return None
    return {"name": author.name or None, "commit": author.commit or None, "subject": author.subject or None}


def _outcome(found: Movement) -> Document:
    outcome = found.analysis.outcome
    old, new = (_answer(side) if side else None for side in (found.old, found.new))
    return {
        "id": found.id,
        "label": outcome.label,
        "measure": outcome.measure,
        "unit": "proportion" if outcome.measure == "PLO" else outcome.unit or None,
        "moved": found.moved,
        "old": old,
        "new": new,
        "difference": _difference(old, new),
        "entered": [_cohort(cohort) for cohort in found.entered],
        "left": [_cohort(cohort) for cohort in found.left],
        "altered": [_cohort(cohort) for cohort in found.altered],
        "cautions": {"gained": _cautions(found.cautions_gained), "lost": _cautions(found.cautions_lost)},
        "conclusion": {
            "old": _conclusion(found.conclusion_old),
            "new": _conclusion(found.conclusion_new),
            "flips": found.flipped,
        },
        "crossed": [
            {
                "threshold": entry.threshold,
                "what": entry.what,
                "old": entry.old.value if entry.old else None,
                "new": entry.new.value if entry.new else None,
            }
            for entry in found.crossed
        ],
        "attribution": _attribution(found.attribution),
    }


def _answer(analysis: Analysis) -> Document:
    answer = answer_of(analysis)
    return {
        "estimate": answer.estimate,
        "interval": _pair(answer.interval),
        "prediction": _pair(answer.prediction),
        "tau2": answer.tau2,
        "i2": answer.i2,
        "k": answer.k,
        "n": answer.n,
    }


def _difference(old: Document | None, new: Document | None) -> Document | None:
    """New minus old, where both sides have a number."""
    if old is None or new is None:
        return None
    return {name: _minus(new[name], old[name]) for name in old}


def _minus(new: Any, old: Any) -> Any:
    if new is None or old is None:
        return None
    return [_minus(a, b) for a, b in zip(new, old, strict=True)] if isinstance(new, list) else new - old


def _cohort(cohort: Cohort) -> Document:
    return {
        "label": cohort.label,
        "reason": cohort.reason or None,
        "code": cohort.code or None,
        "old": list(cohort.old) if cohort.old else None,
        "new": list(cohort.new) if cohort.new else None,
    }


def _cautions(cautions: tuple[Caution, ...]) -> list[Document]:
    return [{"code": entry.code, "message": entry.message} for entry in cautions]


def _conclusion(conclusion: Conclusion | None) -> Document | None:
    if conclusion is None:
        return None
    return {
        "estimable": conclusion.estimable,
        "stands": [
            {
                "threshold": stand.threshold,
                "value": stand.value,
                "estimate": stand.estimate.value,
                "interval": stand.interval.value,
            }
            for stand in conclusion.stands
        ],
    }


def _attribution(attribution: Attribution | None) -> Document | None:
    if attribution is None:
        return None
    return {
        "method": "Shapley value" if attribution.orders == 0 else "Shapley value, sampled",
        "orders": attribution.orders or None,
        "parts": [
            {
                "file": part.file,
                **dict(zip(QUANTITIES, part.moved, strict=True)),
                "standard_errors": dict(zip(QUANTITIES, part.error, strict=True)) if attribution.orders else None,
            }
            for part in attribution.parts
        ],
    }


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.lower, interval.upper]
