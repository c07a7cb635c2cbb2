"""A report made by hand from the shipped evidence: every kind of block, and a forest plot to work with."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from metasacro.evidence.trace import COMMAND_LINE, Trace
from metasacro.numerics.normal import normal_quantile
from metasacro.numerics.student import student_quantile
from metasacro.synthesis.analysis import Analysis
from metasacro.synthesis.lineage.answers import of_pooled
from metasacro.synthesis.rows import ScoreRow
from metasacro.views.forest_scores import forest_scores
from metasacro.views.pages import outcome_tables, reanalysis_tables
from metasacro.views.plots.plot import Plot
from metasacro.views.report.parts import (
    Listing,
    Paragraph,
    Phrase,
    Picture,
    Report,
    Section,
    Workbench,
    said,
)
from metasacro.views.table import Cell, Column, Kind, Row, Table
from tests.synthesis.shipped import analyses, analysis, evidence, panel

SETS = ("main", "extended", "all")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="420" height="140" viewBox="0 0 420 140">'
    '<rect width="420" height="140" fill="white"/><line x1="20" y1="110" x2="400" y2="110" stroke="#333"/>'
    '<path d="M60 90h120M150 60h90M220 30h140" stroke="#0a587a" stroke-width="3"/></svg>'
)


def key(row: ScoreRow) -> str:
    """What tells rows of one outcome apart, whatever set or split they come from."""
    return "/".join((row.entry.study.id, row.entry.cohort.id, row.entry.result.measure or ""))


def keyed(found: Analysis) -> tuple[Table, list[Row]]:
    """The analysis's table, its cohorts' rows with keys; and these rows."""
    table = forest_scores(found, str(evidence().protocol.time.target))
    rows = [replace(row, key=key(scored)) for row, scored in zip(table.rows, scores(found), strict=False)]
    return replace(table, rows=(*rows, *table.rows[len(rows) :])), rows


def scores(found: Analysis) -> list[ScoreRow]:
    return [row for row in found.rows if isinstance(row, ScoreRow)]


@cache
def workbench() -> Workbench:
    """The forest plot of pain."""
    plan = analysis("pain", "main")
    table, planned = keyed(plan)
    members: dict[str, list[str]] = {}
    rows: dict[str, Any] = {}
    others: dict[str, Row] = {}
    for name in SETS:
        found = analysis("pain", name)
        split = {subtotal.name: replace(found, rows=subtotal.rows, pooled=subtotal.pooled, subtotals=())
                 for subtotal in found.subtotals}  # fmt: skip
        for group, part in {"": found, **split}.items():
            members[f"{name}|{group}"] = [key(row) for row in scores(part)]
            for scored, row in zip(scores(part), keyed(part)[1], strict=True):
                rows[row.key] = {
                    "label": scored.entry.label,
                    "yi": scored.change,
                    "vi": scored.variance,
                    "n": scored.n,
                }
                if row.key not in {other.key for other in planned}:
                    weightless = {name: cell for name, cell in row.cells.items() if name != "weight"}
                    others[row.key] = replace(row, cells=weightless)
    level = plan.settings.level
    data = {
        "outcome": "pain",
        "sign": -1,
        "unit": plan.outcome.unit,
        "level": level,
        "method": plan.settings.method,
        "test": plan.settings.test,
        "important": plan.outcome.important_difference.value if plan.outcome.important_difference else None,
        "quantiles": quantiles(level, len(rows)),
        "plan": {"set": "main", "group": ""},
        "sets": list(SETS),
        "groups": list(dict.fromkeys(name.partition("|")[2] for name in members)),
        "members": members,
        "rows": rows,
    }
    return Workbench(table=table, others=tuple(others.values()), data=data)


def quantiles(level: float, most: int) -> dict[str, Any]:
    """What the page's intervals are multiplied with."""
    upper = (1 + level) / 2
    return {"z": float(normal_quantile(upper)), "t": [float(student_quantile(upper, df)) for df in range(1, most + 2)]}


def plot(id_: str, title: str, table: Table) -> Picture:
    alt = "Three lines from left to right, each above and beyond the one before."
    return Picture(plot=Plot(id=id_, title=title, alt=alt, table=table))


@cache
def report() -> Report:
    """Sections as a report has them."""
    tables = outcome_tables(analyses(), evidence())
    shown = workbench()
    pooled = of_pooled(analysis("pain"))
    everything = Trace(what="the report", how="from the evidence and the protocol", parts=(pooled,))
    typed = Trace(what="number of records", numbers={"records": len(evidence().studies)}, origin=COMMAND_LINE)
    answer = next(row for row in shown.table.rows if row.kind.value == "answer").cells["effect"].text
    lead = Paragraph(
        phrases=(
            Phrase(text="Pain falls by "),
            Phrase(text=answer, trace=pooled, strong=True),
            Phrase(text=f" points on average over {len(scores(analysis('pain')))} cohorts. Nobody was compared with "
                        "anybody: these are single-arm series, see "),
            Phrase(text="the outcomes", link="#outcomes"),
            Phrase(text=" and "),
            Phrase(text="doi:10.3102/10769986030003261", link="https://doi.org/10.3102/10769986030003261"),
            Phrase(text=". Type "),
            Phrase(text="metasacro explain MS424", code=True),
            Phrase(text=" for more."),
        )
    )  # fmt: skip
    sections: tuple[Section, ...] = (
        Section(
            id="question",
            title="Question and protocol",
            blocks=(
                said(f"The folder holds {len(evidence().studies)} records.", typed),
                Listing(items=(said("Scores count as changes from before to after."), said("Level 0.95.", pooled))),
            ),
        ),
        Section(
            id="outcomes",
            title="Outcomes",
            blocks=(),
            sections=(
                Section(id="pain", title="Pain", blocks=(shown, plot("forest-pain", "Forest plot", tables[0]))),
                *(
                    Section(id=table.id, title=table.title.partition(" (")[0], blocks=(table,), trace=pooled)
                    for table in tables[1:]
                ),
            ),
        ),
        Section(
            id="reanalysis-of",
            title="The single-center series",
            blocks=tuple(reanalysis_tables(panel(), evidence())),
            trace=pooled,
        ),
    )
    sentence = "A sentence of more words than a cell of numbers has, which a person wrote down as a reason. " * 3
    wide = Table(
        id="reasons",
        title="Reasons",
        subtitle="",
        columns=(
            Column(key="what", title="What"),
            *(Column(key=name, title="") for name in "abc"),
            Column(key="why", title="Why", drop=3),
        ),
        rows=(
            Row(
                cells={
                    "what": Cell(text="pain at rest", kind=Kind.LABEL, trace=typed),
                    **{name: Cell(text=f"[0.{place}, 9.{place}]", trace=typed) for place, name in enumerate("abc")},
                    "why": Cell(text=sentence, kind=Kind.PRINTED, trace=typed),
                }
            ),
        ),
    )
    sections += (Section(id="judgements", title="Judgements", blocks=(wide, said(sentence, typed)), trace=typed),)
    return Report(
        title="Sacroplasty for painful sacral fractures and lesions", lead=(lead,), sections=sections, trace=everything
    )


@cache
def page() -> str:
    """The whole file."""
    from metasacro.render.html.page import report_html

    return report_html(report(), {"forest-pain": SVG})
