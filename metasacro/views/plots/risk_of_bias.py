"""Traffic lights: what readers judged of each study, item by item. Nothing is added up over items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS, Light
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass
from metasacro.views.plots.plot import Plot
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.appraisal import Appraisal
    from metasacro.evidence.appraisal_tools import AppraisalTool
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import Study

#: Light → the sign that stands in it, so that it reads without colour. An empty one has no sign.
SIGNS: Mapping[Light, str] = {
    Light.LOW: "+",
    Light.SOME: "?",
    Light.HIGH: "−",
    Light.NOT_APPLICABLE: "/",
    Light.NOT_APPRAISED: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsRow:
    """One study; without an appraisal all its lights are empty."""

    label: str
    lights: tuple[Light, ...]
    appraised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsPlot(Plot):
    """`items`: number and short name of each; `shares`: for each item, the share of the studies with each light."""

    rows: tuple[LightsRow, ...]
    items: tuple[tuple[str, str], ...]
    shares: tuple[tuple[tuple[Light, float], ...], ...]
    notes: tuple[str, ...]


def risk_of_bias_plot(evidence: EvidenceBase, study_set: str = "main", tool: str | None = None) -> LightsPlot:
    """The lights of a study set; raises `Refusal` (MS605) where nobody has appraised any of it with that tool."""
    studies = [evidence.studies[name] for name in evidence.protocol.studies(study_set) if name in evidence.studies]
    used = tool_of(studies, tool)
    if used is None:
        raise Refusal("MS605", study_set=study_set, tool=tool or next(iter(APPRAISAL_TOOLS)))
    rows = tuple(_row(study, used) for study in studies)
    by = sorted({name for study in studies for found in _by_tool(study, used) for name in found.by})
    shares = tuple(_shares([row.lights[at] for row in rows]) for at in range(len(used.items)))
    table = _table(rows, studies, used, study_set)
    return LightsPlot(
        id=table.id,
        title=table.title,
        alt=_alt(table, rows, used),
        table=table,
        rows=rows,
        items=tuple((str(item.number), item.column) for item in used.items),
        shares=shares,
        notes=(f"judged by {'; '.join(by)}", "items differ in weight from review to review; nothing is added up"),
    )


def tool_of(studies: Sequence[Study], wanted: str | None) -> AppraisalTool | None:
    """The tool that was asked for, or the first that any of the studies was appraised with."""
    keys = [found.tool.key for study in studies for found in study.risk_of_bias]
    key = wanted or next(iter(keys), None)
    return APPRAISAL_TOOLS[key] if key in keys else None


def tools_of(studies: Iterable[Study]) -> tuple[str, ...]:
    """Every tool that any of the studies was appraised with, in the order of the registry."""
    keys = {found.tool.key for study in studies for found in study.risk_of_bias}
    return tuple(key for key in APPRAISAL_TOOLS if key in keys)


def lights_of(study: Study, tool: AppraisalTool) -> tuple[Light, ...]:
    """The study's light for each item; of several readings with one tool the last one counts."""
    found = _by_tool(study, tool)
    return tuple(found[-1].light(item.number) if found else Light.NOT_APPRAISED for item in tool.items)


def _by_tool(study: Study, tool: AppraisalTool) -> list[Appraisal]:
    return [found for found in study.risk_of_bias if found.tool.key == tool.key]


def _row(study: Study, tool: AppraisalTool) -> LightsRow:
    return LightsRow(label=study.label, lights=lights_of(study, tool), appraised=bool(_by_tool(study, tool)))


def _shares(lights: Sequence[Light]) -> tuple[tuple[Light, float], ...]:
    return tuple((light, sum(found is light for found in lights) / len(lights)) for light in Light)


def _table(rows: Sequence[LightsRow], studies: Sequence[Study], tool: AppraisalTool, study_set: str) -> Table:
    shown = [_cells(row, study, tool) for row, study in zip(rows, studies, strict=True)]
    return Table(
        id=f"risk-of-bias-{study_set}-{tool.key}",
        title=f"Risk of bias by item: {tool.name}, {study_set} study set",
        subtitle=tool.citation,
        columns=(
            Column(key="study", title="Study"),
            *(Column(key=str(item.number), title=str(item.number)) for item in tool.items),
        ),
        rows=tuple(shown),
        notes=(
            "   ".join(f"{sign or '(blank)'} {light}" for light, sign in SIGNS.items()),
            *(f"{item.number} {item.column}: {item.question}" for item in tool.items),
        ),
    )


def _cells(row: LightsRow, study: Study, tool: AppraisalTool) -> Row:
    cells = {"study": Cell(text=row.label, kind=Kind.LABEL)}
    if not row.appraised:
        return Row(cells={**cells, "1": Cell(text=str(Light.NOT_APPRAISED), short="", kind=Kind.ASSUMED)})
    appraisal = _by_tool(study, tool)[-1]
    for item, light in zip(tool.items, row.lights, strict=True):
        answered = appraisal.answered(item.number)
        text = f"{SIGNS[light]} {answered.answer}" if answered else str(light)
        cells[str(item.number)] = Cell(text=text, short=SIGNS[light])
    return Row(cells=cells)


def _alt(table: Table, rows: Sequence[LightsRow], tool: AppraisalTool) -> str:
    appraised = [row for row in rows if row.appraised]
    told = []
    for at, item in enumerate(tool.items):
        high = sum(row.lights[at] is Light.HIGH for row in appraised)
        if high:
            told.append(f"{item.column} ({high} of {len(appraised)})")
    concern = f" High concern, of the studies appraised: {', '.join(told)}." if told else ""
    return f"Traffic lights. {table.title}: {len(appraised)} of {len(rows)} studies appraised.{concern}"
