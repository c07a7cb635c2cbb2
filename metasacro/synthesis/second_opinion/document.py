"""A verification as plain values, in full precision: what `metasacro verify` prints as JSON and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metasacro.numerics.interval import Interval
    from metasacro.synthesis.second_opinion.agreement import Compared
    from metasacro.synthesis.second_opinion.convention_panel import Panel, PanelRow
    from metasacro.synthesis.second_opinion.verification import Verification

#: Of the CSV, which has a line a number and program.
COLUMNS = ("outcome", "answer", "number", "title", "program", "here", "theirs", "digits", "asked", "verdict", "reason")


def verification_document(found: Verification, panels: Sequence[Panel]) -> dict[str, Any]:
    """Programs, every number beside each, and the conventions."""
    return {
        "programs": [
            {
                "program": opinion.program,
                "version": opinion.version or None,
                "not_asked": opinion.absent or None,
                "trouble": opinion.trouble or None,
            }
            for opinion in found.opinions
        ],
        "numbers": verification_records(found),
        "conventions": [_row(panel, row) for panel in panels for row in panel.rows],
    }


def verification_records(found: Verification) -> list[dict[str, Any]]:
    """A record a number and program."""
    return [
        {
            "outcome": entry.question.outcome,
            "answer": entry.question.what or "pooled",
            "number": entry.number.name,
            "title": entry.number.title,
            "program": entry.program,
            "here": entry.number.value,
            "theirs": entry.theirs,
            "digits": entry.digits,
            "asked": entry.asked,
            "verdict": verdict_of(entry),
            "reason": entry.reason or None,
        }
        for entry in found.compared
    ]


def verdict_of(entry: Compared) -> str:
    """In two words at most."""
    if entry.agrees is None:
        return "no counterpart"
    return "agrees" if entry.agrees else "disagrees"


def _row(panel: Panel, row: PanelRow) -> dict[str, Any]:
    convention = row.convention
    return {
        "outcome": panel.analysis.outcome.id,
        "program": convention.program if convention else "metasacro",
        "versions": convention.versions if convention else None,
        "method": convention.method or None if convention else panel.analysis.settings.method,
        "test": convention.test or None if convention else panel.analysis.settings.test,
        "prediction_convention": convention.prediction if convention else None,
        "i2_from": convention.i2 or None if convention else None,
        "known": convention.known if convention else None,
        "source": convention.source if convention else None,
        "estimate": row.estimate,
        "interval": _pair(row.interval),
        "prediction": _pair(row.prediction),
        "tau2": row.tau2,
        "i2": row.i2,
        "p_value": row.p_value,
        "why_not": row.why_not or None,
    }


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.lower, interval.upper]
