"""The flow of studies: whether its boxes follow from each other, and whether it ends in the records of the folder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from metasacro.evidence.flow import DatabaseArm, Flow, OtherArm, Retrieval
from metasacro.evidence.trail import PROTOCOL
from metasacro.integrity.rule import Answers, FolderRule, answer

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.reported import Reported


def flow_fits_the_folder(base: EvidenceBase) -> Answers:
    """MS290: as many studies as records. MS291: each box is what the boxes before it leave. MS292: no more reports
    sought than were found. MS293: a report for each study.

    A question is put only where every number that it needs was counted.
    """
    flow = base.protocol.flow
    if flow is None:
        return
    if flow.studies is not None:
        records = len(base.studies) + len(base.skipped)
        fits = flow.studies.value == records
        at, trail = flow.studies.location, _trail("included", "studies")
        yield answer("MS290", fits, at, trail=trail, studies=flow.studies, records=records)
    if flow.databases is not None:
        yield from _searched(flow.databases)
    if flow.others is not None:
        yield from _found_otherwise(flow.others)
    yield from _included(flow)


def _searched(arm: DatabaseArm) -> Answers:
    name = "databases_and_registers"
    removed = (arm.duplicates, arm.automation, arm.other_removed)
    yield from _leaves((arm.databases, arm.registers), removed, arm.screened, name, "screened")
    yield from _leaves((arm.screened,), (arm.excluded,), arm.reports.sought, name, "sought")
    yield from _retrieved(arm.reports, name)


def _found_otherwise(arm: OtherArm) -> Answers:
    """Nothing is removed on this arm, but two records can lead to one report."""
    name = "other_methods"
    found = _total((arm.websites, arm.organisations, arm.citation_searching, arm.other))
    sought = arm.reports.sought
    if found is not None and sought is not None:
        at, trail = sought.location, _trail(name, "sought")
        yield answer("MS292", sought.value <= found, at, trail=trail, sought=sought, found=found)
    yield from _retrieved(arm.reports, name)


def _retrieved(reports: Retrieval, name: str) -> Answers:
    yield from _leaves((reports.sought,), (reports.not_retrieved,), reports.assessed, name, "assessed")


def _included(flow: Flow) -> Answers:
    """The reports that both arms leave are those of the included studies, and each study has one at least."""
    if flow.arms and all(arm.reports.excluded is not None for arm in flow.arms):
        assessed = [arm.reports.assessed for arm in flow.arms]
        excluded = [entry.n for arm in flow.arms for entry in arm.reports.excluded or ()]
        yield from _leaves(assessed, excluded, flow.reports, "included", "reports")
    if flow.reports is not None and flow.studies is not None:
        fits = flow.reports.value >= flow.studies.value
        at, trail = flow.reports.location, _trail("included", "reports")
        yield answer("MS293", fits, at, trail=trail, reports=flow.reports, studies=flow.studies)


def _leaves(
    before: Iterable[Reported | None], out: Iterable[Reported | None], box: Reported | None, arm: str, name: str
) -> Answers:
    """Whether a box holds what the boxes before it leave."""
    whole, gone = _total(before), _total(out)
    if whole is not None and gone is not None and box is not None:
        rest = whole - gone
        at, trail = box.location, _trail(arm, name)
        yield answer("MS291", box.value == rest, at, trail=trail, box=name, n=box, whole=whole, gone=gone, rest=rest)


def _total(boxes: Iterable[Reported | None]) -> int | None:
    """The sum, or `None` where one of them was not counted."""
    numbers = [None if box is None else int(box.value) for box in boxes]
    counted = [number for number in numbers if number is not None]
    return sum(counted) if len(counted) == len(numbers) else None


def _trail(*steps: str) -> str:
    return " · ".join((PROTOCOL, "flow", *steps))


FLOW = FolderRule(
    key="flow",
    codes=("MS290", "MS291", "MS292", "MS293"),
    question="Do the boxes of the flow of studies follow from each other and end in the records of the folder?",
    ask=flow_fits_the_folder,
)
