"""Traces as plain values, for JSON.

A step that several numbers rest on, such as a choice of the protocol, is given once: `traces` holds every step by its
name, and whoever rests on a step names it, the steps in their `parts`, all others in their `trace`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metasacro.evidence.reported import Source
    from metasacro.synthesis.lineage.numbering import Numbering

Document = dict[str, Any]


def traces_document(numbered: Numbering) -> Document:
    """Every step by its name."""
    return {
        name: {
            "what": step.what,
            "printed": step.printed or None,
            "numbers": {key: _plain(value) for key, value in step.numbers.items()},
            "how": step.how or None,
            "methods": list(step.methods),
            "sources": [_source(source) for source in step.sources],
            "origin": step.origin or None,
            "parts": list(numbered.parts(step)),
        }
        for name, step in numbered.steps.items()
    }


def _plain(value: float) -> float | None:
    """JSON has no infinity."""
    if isinstance(value, int):
        return value
    return float(value) if math.isfinite(value) else None


def _source(source: Source) -> Document:
    location = source.location
    return {
        "file": location.file if location else None,
        "line": location.line if location else None,
        "where": source.where or None,
        "seen": source.seen or None,
    }
