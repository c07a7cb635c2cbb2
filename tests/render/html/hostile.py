"""A report in which every text tries to be more than text."""

from __future__ import annotations

from metasacro.evidence.reported import Source
from metasacro.evidence.trace import Trace
from metasacro.problems import Caution, Location
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
from metasacro.views.table import GAP, Axis, Cell, Column, Kind, Mark, Row, Table

#: Ends a script, a style, an attribute; opens an element; reorders, hides and ends text; is very long.
ALIVE = (
    "</script></style><script>window.stolen=1</script><b title=\"'>` {{ 7*7 }} &lt;img src=x onerror=window.stolen=1> "
    "\x00\x1b[2J\u202egnorw\u2066\u200b\u2028 " + "Überlang" * 60
)


def _trace(number: int = 1) -> Trace:
    place = Location(file=f"studies/{ALIVE}.yaml", line=3, text=f"  n: {ALIVE}")
    source = Source(study=ALIVE, where=ALIVE, seen=ALIVE, location=place)
    leaf = Trace(what=ALIVE, printed=ALIVE, numbers={ALIVE: 1.5}, how=f"`{ALIVE}`", methods=(ALIVE,), sources=(source,))
    return Trace(what=f"{number} {ALIVE}", parts=(leaf,))


def _table() -> Table:
    def cells(name: str, effect: str, kind: Kind) -> dict[str, Cell]:
        return {
            "study": Cell(text=name, kind=kind, trace=_trace()),
            "n": Cell(text="20ⁿ", kind=kind),
            "effect": Cell(text=effect, kind=kind, trace=_trace(2)),
            "weight": Cell(text=ALIVE, kind=kind),
        }

    wide = Mark(lower=float("-inf"), upper=float("inf"), estimate=1e300, kind=Kind.ANSWER)
    return Table(
        id="hostile",
        title=ALIVE,
        subtitle=ALIVE,
        columns=(
            Column(key="study", title=ALIVE),
            Column(key="n", title="n", right=True),
            Column(key="effect", title=ALIVE),
            Column(key="weight", title="weight", drop=7),
        ),
        rows=(
            Row(
                cells=cells(ALIVE, "1.0 [−9.0, 11.0]", Kind.LABEL),
                mark=Mark(lower=-9, upper=11, estimate=1, kind=Kind.COMPUTED, weight=1),
                key=f"a{ALIVE}",
            ),
            Row(cells={"study": Cell(text=ALIVE, kind=Kind.HEADING)}),
            GAP,
            Row(cells=cells("Pooled", ALIVE, Kind.ANSWER), kind=Kind.ANSWER, mark=wide),
        ),
        axis=Axis(lower=0, upper=10, no_effect=0, important=2, unit=ALIVE),
        notes=(ALIVE, "one ` alone"),
        cautions=(Caution(code="MS424", message=f"{ALIVE} `code`"),),
        trace=_trace(3),
    )


def hostile_report() -> Report:
    """The same text in every place that takes text."""
    table = _table()
    data = {
        "outcome": ALIVE, "sign": -1, "unit": ALIVE, "level": 0.95, "method": "REML", "test": "adhoc",
        "important": None, "quantiles": {"z": 1.96, "t": [12.7]}, "plan": {"set": "main", "group": ""},
        "sets": ["main", ALIVE], "groups": ["", ALIVE], "members": {"main|": [f"a{ALIVE}"]},
        "rows": {f"a{ALIVE}": {"label": ALIVE, "yi": -1.0, "vi": 0.5, "n": 20}},
    }  # fmt: skip
    phrases = (
        Phrase(text=ALIVE, trace=_trace(4), strong=True, code=True),
        Phrase(text="a link that runs", link="javascript:window.stolen=1"),
        Phrase(text="another", link=" JavaScript:window.stolen=1"),
        Phrase(text="a page", link=f"https://example.org/{ALIVE}"),
    )
    return Report(
        title=ALIVE,
        lead=(said(ALIVE),),
        sections=(
            Section(
                id="all",
                title=ALIVE,
                blocks=(
                    Paragraph(phrases=phrases),
                    Listing(items=(said(ALIVE),)),
                    Workbench(table=table, others=(), data=data),
                    Picture(plot=Plot(id=ALIVE, title=ALIVE, alt=ALIVE, table=table)),
                    table,
                ),
                trace=_trace(5),
            ),
        ),
        trace=_trace(6),
    )
