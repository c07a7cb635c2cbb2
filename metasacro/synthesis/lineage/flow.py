"""The boxes of the flow of studies, each with its line of the protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.flow import DatabaseArm
from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.choices import in_protocol, of_choice

if TYPE_CHECKING:
    from metasacro.evidence.flow import Flow, OtherArm
    from metasacro.evidence.reported import Reported


def of_flow(flow: Flow) -> Trace:
    """The whole diagram."""
    boxes = (*(box for arm in flow.arms for box in _of_arm(arm)), *_of_included(flow))
    reason = of_choice("flow of studies", "", flow.reason, flow.location)
    return Trace(what="flow of studies", parts=(reason, *boxes))


def of_box(words: str, number: Reported | None) -> Trace | None:
    """One number of the diagram; None where nobody counted it."""
    if number is None or number.location is None:
        return None
    return Trace(what=f"flow of studies: {words}", printed=number.text, sources=(in_protocol(number.location),))


def _of_arm(arm: DatabaseArm | OtherArm) -> Iterator[Trace]:
    reports = arm.reports
    if isinstance(arm, DatabaseArm):
        found = {
            "databases": arm.databases,
            "registers": arm.registers,
            "duplicates": arm.duplicates,
            "removed by automation": arm.automation,
            "removed for other reasons": arm.other_removed,
            "screened": arm.screened,
            "excluded": arm.excluded,
        }
    else:
        found = {
            "websites": arm.websites,
            "organisations": arm.organisations,
            "citation searching": arm.citation_searching,
            "other": arm.other,
        }
    found |= {"sought": reports.sought, "not retrieved": reports.not_retrieved, "assessed": reports.assessed}
    found |= {f"excluded, {entry.reason}": entry.n for entry in reports.excluded or ()}
    yield from (box for words, number in found.items() if (box := of_box(words, number)) is not None)


def _of_included(flow: Flow) -> Iterator[Trace]:
    boxes = (of_box("studies included", flow.studies), of_box("reports of included studies", flow.reports))
    yield from (box for box in boxes if box is not None)
