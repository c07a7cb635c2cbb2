"""The `resolved` entries of a file become decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.resolution import Resolution

if TYPE_CHECKING:
    from metasacro.records.tables import Row


def read_decisions(row: Row) -> tuple[Resolution, ...]:
    """What a person has decided about findings, as the file's `resolved` says."""
    return tuple(
        Resolution(
            code=entry["code"],
            reason=entry["reason"],
            about=entry["about"] or "",
            by=entry["by"] or "",
            date=entry["date"] or "",
            location=entry.at("code"),
        )
        for entry in row["resolved"] or ()
    )
