"""The flow of studies as the PRISMA 2020 diagram for new reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.flow import DatabaseArm
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass
from metasacro.views.numbers import count
from metasacro.views.plots.plot import Plot
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.flow import Flow, OtherArm, Retrieval
    from metasacro.evidence.reported import Reported

UNKNOWN = "not reported"

#: Stage of the diagram → its rows, from the top.
STAGES = (("Identification", (0,)), ("Screening", (1, 2, 3)), ("Included", (4,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowBox:
    """One box. `side`: it stands beside the flow and holds what was left out. `counts`: words and number of each line.

    A number in words is `not reported` where nobody counted, which is not 0.
    """

    arm: int
    row: int
    side: bool
    heading: str
    counts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPlot(Plot):
    """Boxes by their places; `arms`: the titles of those that the review has."""

    arms: tuple[str, ...]
    boxes: tuple[FlowBox, ...]
    note: str


def flow_plot(evidence: EvidenceBase) -> FlowPlot:
    """Raises `Refusal` (MS606) where the protocol has no flow."""
    flow = evidence.protocol.flow
    if flow is None:
        raise Refusal("MS606")
    boxes = tuple(_boxes(flow))
    table = _table(flow, boxes)
    included = f"{_n(flow.studies)} studies in {_n(flow.reports)} reports"
    return FlowPlot(
        id=table.id,
        title=table.title,
        alt=f"PRISMA 2020 flow diagram. {_story(flow)} Included: {included}.",
        table=table,
        arms=tuple(_title(arm) for arm in flow.arms),
        boxes=boxes,
        note=flow.reason,
    )


def _n(number: Reported | None) -> str:
    return UNKNOWN if number is None else count(int(number.value))


def _title(arm: DatabaseArm | OtherArm) -> str:
    how = "databases and registers" if isinstance(arm, DatabaseArm) else "other methods"
    return f"Identification of studies via {how}"


def _boxes(flow: Flow) -> Iterator[FlowBox]:
    for at, arm in enumerate(flow.arms):
        if isinstance(arm, DatabaseArm):
            yield from _searched(arm, at)
        else:
            found = (
                ("Websites", _n(arm.websites)),
                ("Organisations", _n(arm.organisations)),
                ("Citation searching", _n(arm.citation_searching)),
                ("Other", _n(arm.other)),
            )
            yield FlowBox(arm=at, row=0, side=False, heading="Records identified from:", counts=found)
        yield from _retrieved(arm.reports, at)
    included = (("Studies included in review", _n(flow.studies)), ("Reports of included studies", _n(flow.reports)))
    yield FlowBox(arm=0, row=4, side=False, heading="", counts=included)


def _searched(arm: DatabaseArm, at: int) -> Iterator[FlowBox]:
    found = (("Databases", _n(arm.databases)), ("Registers", _n(arm.registers)))
    yield FlowBox(arm=at, row=0, side=False, heading="Records identified from:", counts=found)
    removed = (
        ("Duplicate records", _n(arm.duplicates)),
        ("Marked as ineligible by automation tools", _n(arm.automation)),
        ("Removed for other reasons", _n(arm.other_removed)),
    )
    yield FlowBox(arm=at, row=0, side=True, heading="Records removed before screening:", counts=removed)
    yield FlowBox(arm=at, row=1, side=False, heading="", counts=(("Records screened", _n(arm.screened)),))
    yield FlowBox(arm=at, row=1, side=True, heading="", counts=(("Records excluded", _n(arm.excluded)),))


def _retrieved(reports: Retrieval, at: int) -> Iterator[FlowBox]:
    yield FlowBox(arm=at, row=2, side=False, heading="", counts=(("Reports sought for retrieval", _n(reports.sought)),))
    yield FlowBox(arm=at, row=2, side=True, heading="", counts=(("Reports not retrieved", _n(reports.not_retrieved)),))
    assessed = (("Reports assessed for eligibility", _n(reports.assessed)),)
    yield FlowBox(arm=at, row=3, side=False, heading="", counts=assessed)
    if reports.excluded is None:
        yield FlowBox(arm=at, row=3, side=True, heading="", counts=(("Reports excluded", UNKNOWN),))
    else:
        reasons = tuple((entry.reason, _n(entry.n)) for entry in reports.excluded) or (("None", "0"),)
        yield FlowBox(arm=at, row=3, side=True, heading="Reports excluded:", counts=reasons)


def _table(flow: Flow, boxes: tuple[FlowBox, ...]) -> Table:
    stage = {row: name for name, rows in STAGES for row in rows}
    rows: list[Row] = []
    for at, arm in enumerate(flow.arms):
        rows.append(Row(cells={"stage": Cell(text=_title(arm), kind=Kind.HEADING)}))
        rows += [row for box in boxes if box.arm == at and box.row < 4 for row in _lines(box, stage[box.row])]
    rows.append(Row(cells={"stage": Cell(text="Both ways together" if len(flow.arms) > 1 else "", kind=Kind.HEADING)}))
    rows += [row for box in boxes if box.row == 4 for row in _lines(box, stage[4])]
    return Table(
        id="flow",
        title="Flow of studies (PRISMA 2020)",
        subtitle="",
        columns=(
            Column(key="stage", title="Stage"),
            Column(key="n", title="n", right=True),  # before the words, which a narrow screen may cut
            Column(key="box", title="Box"),
        ),
        rows=tuple(row for row in rows if any(cell.text for cell in row.cells.values())),
        notes=(flow.reason,) if flow.reason else (),
    )


def _lines(box: FlowBox, stage: str) -> Iterator[Row]:
    for words, number in box.counts:
        text = f"{box.heading.rstrip(':')}: {words}" if box.heading else words
        yield Row(
            cells={
                "stage": Cell(text=stage, kind=Kind.COMPUTED),
                "n": Cell(text=number, kind=Kind.PRINTED),
                "box": Cell(text=text),
            }
        )


def _story(flow: Flow) -> str:
    told = []
    for arm in flow.arms:
        how = "By databases and registers" if isinstance(arm, DatabaseArm) else "By other methods"
        reports = arm.reports
        told.append(
            f"{how}: reports sought {_n(reports.sought)}, not retrieved {_n(reports.not_retrieved)}, "
            f"assessed {_n(reports.assessed)}."
        )
    return " ".join(told)
