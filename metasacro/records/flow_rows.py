"""The rows of the protocol's `flow` become the diagram's boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.flow import DatabaseArm, ExcludedReports, Flow, OtherArm, Retrieval

if TYPE_CHECKING:
    from metasacro.records.tables import Row


def read_flow(row: Row) -> Flow:
    """The whole diagram."""
    searched, others, included = row["databases_and_registers"], row["other_methods"], row["included"]
    return Flow(
        databases=_databases(searched) if searched else None,
        others=_others(others) if others else None,
        studies=included["studies"],
        reports=included["reports"],
        reason=row["reason"],
        location=row.location,
    )


def _databases(row: Row) -> DatabaseArm:
    return DatabaseArm(
        databases=row["databases"],
        registers=row["registers"],
        duplicates=row["duplicates"],
        automation=row["automation"],
        other_removed=row["other_removed"],
        screened=row["screened"],
        excluded=row["excluded"],
        reports=_retrieval(row),
        location=row.location,
    )


def _others(row: Row) -> OtherArm:
    return OtherArm(
        websites=row["websites"],
        organisations=row["organisations"],
        citation_searching=row["citation_searching"],
        other=row["other"],
        reports=_retrieval(row),
        location=row.location,
    )


def _retrieval(row: Row) -> Retrieval:
    excluded = row["excluded_reports"]
    return Retrieval(
        sought=row["sought"],
        not_retrieved=row["not_retrieved"],
        assessed=row["assessed"],
        excluded=None
        if excluded is None
        else tuple(
            ExcludedReports(reason=entry["reason"], n=entry["n"], location=entry.location) for entry in excluded
        ),
    )
