"""Made-up forests of any length, with names as long and as hostile as names can be."""

from __future__ import annotations

from metasacro.views.table import GAP, Axis, Cell, Column, Kind, Mark, Row, Table

LONG = "Vertebroplasty and Sacroplasty Collaborative Group of the Northern Territories 2019 · insufficiency fracture"
#: What a name may hold: mathematics, ends of lines, markup, text that runs the other way, letters that no font has.
HOSTILE = (
    r"$\frac{1}{0}$ 2014",
    "Smith\n2015\r\ttab",
    "<script>alert(1)</script> & 'quotes\" --> ]]>",
    "\u202egnorw\u202c 2016 \u2066x\u2069",
    "\x1b[2J\x00 \ud800 2017",
    "李 2018 \N{GRINNING FACE}",
    "שלום 2019",
    "W" * 90,
    "%s {name} \\unknown $",
)


def forest_table(rows: int, names: tuple[str, ...] = (LONG, "Short 2001", "Brown and Green 2004 · lesion")) -> Table:
    """A forest table of so many cohorts, with pooled row, prediction, and subtotals."""
    body = [_row(at, names[at % len(names)]) for at in range(rows)]
    answers = [
        GAP,
        _answer("Pooled", Kind.ANSWER, 3.1, 5.2, 4.2),
        _answer("A new series (95 % PI)", Kind.PREDICTION, -1.0, 9.4, None),
        GAP,
        Row(cells={"study": Cell(text="By etiology, each study at its finest split", kind=Kind.HEADING)}),
        _answer("cancer, 2 cohorts", Kind.SUBTOTAL, -8.0, 19.0, 5.4),
    ]
    return Table(
        id="pain",
        title="Pain reduction on 0–10 (points; more is better) · nearest to 1 month, in a title that needs two lines",
        subtitle="mean change MC · random effects, REML · Hartung–Knapp never narrower than Wald",
        columns=(
            Column(key="study", title="Study"),
            Column(key="n", title="n", right=True),
            Column(key="baseline", title="before", drop=2),
            Column(key="effect", title="reduction [95 % CI]"),
            Column(key="weight", title="weight", right=True, drop=1),
        ),
        rows=(*body, *answers),
        axis=Axis(lower=0.0, upper=10.0, no_effect=0.0, important=2.0, unit="points"),
        notes=("ᵠ mean and SD computed from the median", "τ² 2.14 [0.75, 13] · I² 96 %", "not for the figure"),
    )


def _row(at: int, name: str) -> Row:
    estimate, half = 2.0 + at % 7, 0.3 + (at % 5) / 2
    kind = Kind.ASSUMED if at % 3 == 0 else Kind.COMPUTED
    return Row(
        cells={
            "study": Cell(text=name, kind=Kind.LABEL),
            "n": Cell(text=f"{10 + 37 * at % 400}ⁿ", kind=Kind.PRINTED),
            "baseline": Cell(text="9.0 [8.0–10.0]", kind=Kind.PRINTED),
            "effect": Cell(text=f"{estimate:.1f} [{estimate - half:.1f}, {estimate + half:.1f}] ᵠ"),
            "weight": Cell(text="4.2 %"),
        },
        mark=Mark(lower=estimate - half, upper=estimate + half, estimate=estimate, kind=kind, weight=(at % 4) / 4),
    )


def _answer(name: str, kind: Kind, lower: float, upper: float, estimate: float | None) -> Row:
    before = "" if estimate is None else f"{estimate:.1f} "
    return Row(
        cells={
            "study": Cell(text=name, kind=kind),
            "effect": Cell(text=f"{before}[{lower:.1f}, {upper:.1f}]", kind=kind),
        },
        kind=kind,
        mark=Mark(lower=lower, upper=upper, estimate=estimate, kind=kind),
    )
