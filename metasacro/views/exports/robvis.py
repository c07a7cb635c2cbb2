"""Judgements by item as robvis reads them (`tool = "Generic"`): a file a tool, a row a study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from metasacro.evidence.appraisal_tools import Light
from metasacro.problems import Caution, Refusal, caution
from metasacro.views.exports.parcel import Parcel, Sheet, Value
from metasacro.views.plots.risk_of_bias import tools_of

if TYPE_CHECKING:
    from metasacro.evidence.appraisal import Appraisal
    from metasacro.evidence.appraisal_tools import AppraisalTool
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import Study

#: The judgements of robvis's generic tool.
JUDGEMENTS: Mapping[Light, str] = {
    Light.LOW: "Low",
    Light.SOME: "Some concerns",
    Light.HIGH: "High",
    Light.NOT_APPLICABLE: "Not applicable",
    Light.NOT_APPRAISED: "No information",
}


def robvis_parcel(evidence: EvidenceBase) -> Parcel:
    """Raises `Refusal` (MS611) where no record has been appraised."""
    from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS

    studies = list(evidence.studies.values())
    tools = [APPRAISAL_TOOLS[key] for key in tools_of(studies)]
    if not tools:
        raise Refusal("MS611", target="robvis", reason="no record has been appraised by item")
    return Parcel(
        sheets=tuple(_sheet(studies, tool) for tool in tools),
        unheld=tuple(told for tool in tools for told in _unheld(studies, tool)),
    )


def _sheet(studies: list[Study], tool: AppraisalTool) -> Sheet:
    domains = tuple(f"D{item.number} {item.column}" for item in tool.items)
    found = [(study, reading) for study in studies for reading in _readings(study, tool)]
    return Sheet(
        file=f"robvis-{tool.key}.csv",
        columns=("Study", *domains, "Overall", "Weight"),
        rows=tuple(_row(study, reading, tool, domains) for study, reading in found),
    )


def _row(study: Study, reading: Appraisal, tool: AppraisalTool, domains: tuple[str, ...]) -> Mapping[str, Value]:
    """robvis wants a column for the whole study and a weight; nobody gave them, and answers are never added up."""
    several = len(_readings(study, tool)) > 1
    return {
        "Study": f"{study.label} ({', '.join(reading.by)})" if several else study.label,
        **{domain: JUDGEMENTS[reading.light(item.number)] for domain, item in zip(domains, tool.items, strict=True)},
        "Overall": JUDGEMENTS[Light.NOT_APPRAISED],
        "Weight": 1,
    }


def _readings(study: Study, tool: AppraisalTool) -> list[Appraisal]:
    return [reading for reading in study.risk_of_bias if reading.tool.key == tool.key]


def _unheld(studies: list[Study], tool: AppraisalTool) -> Iterator[Caution]:
    yield caution(
        "MS610", target="robvis", what=f"the answers to {tool.name} in its own words, their reasons and places"
    )
    without = [study.label for study in studies if not _readings(study, tool)]
    if without:
        yield caution(
            "MS610", target="robvis", what=f"records without a judgement by {tool.name}: {', '.join(without)}"
        )
