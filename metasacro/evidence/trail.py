"""The way to an entry of a record, as messages print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.study import Characteristic, Result, Study

if TYPE_CHECKING:
    from metasacro.evidence.study import FollowUp

#: The usual name of the cohort that holds every patient; a trail need not say it.
EVERYONE = "all"
#: Where the trail of a finding about the protocol begins; no record can have this name.
PROTOCOL = "protocol"


def trail_of(study: Study, entry: Result | Characteristic, *more: str) -> str:
    """Study, outcome or characteristic, measure and cohort, and whatever `more` tells apart."""
    name = entry.outcome if isinstance(entry, Result) else entry.name
    measure = entry.measure if isinstance(entry, Result) else None
    cohort = None if entry.cohort == EVERYONE else entry.cohort
    return " · ".join(part for part in (study.id, name, measure, cohort, *more) if part)


def when(entry: FollowUp) -> str:
    """The time of a follow-up, as trails call it."""
    return f"follow-up at {entry.time}" if entry.time else "follow-up at an unstated time"
