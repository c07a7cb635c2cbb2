"""The flow of studies into the review: the boxes of the PRISMA 2020 diagram for new reviews.

A number is `None` where it was not counted, or is not reported; that is never 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.reported import Reported
    from metasacro.problems import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedReports:
    """Reports that were read and left out for one reason."""

    reason: str
    n: Reported | None
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """The reports of one arm, from the request to the decision."""

    sought: Reported | None
    not_retrieved: Reported | None
    assessed: Reported | None
    excluded: tuple[ExcludedReports, ...] | None  #: `None`: not reported; empty: none was excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseArm:
    """Records found by searching databases and registers."""

    databases: Reported | None
    registers: Reported | None
    duplicates: Reported | None  #: removed before screening, as the next two
    automation: Reported | None  #: marked as ineligible by automation tools
    other_removed: Reported | None
    screened: Reported | None
    excluded: Reported | None
    reports: Retrieval
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherArm:
    """Records found in other ways."""

    websites: Reported | None
    organisations: Reported | None
    citation_searching: Reported | None
    other: Reported | None
    reports: Retrieval
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The whole diagram. An arm is `None` where nothing was searched in that way."""

    databases: DatabaseArm | None
    others: OtherArm | None
    studies: Reported | None  #: studies included
    reports: Reported | None  #: reports of included studies
    reason: str  #: what was counted, by whom, and what was not
    location: Location | None

    @property
    def arms(self) -> tuple[DatabaseArm | OtherArm, ...]:
        """The arms that the review has, databases first."""
        return tuple(arm for arm in (self.databases, self.others) if arm is not None)
