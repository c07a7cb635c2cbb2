"""Baujat's plot: which cohorts make the heterogeneity, and which move the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.baujat import baujat
from metasacro.values.frozen import dataclass
from metasacro.views.headline import model_line
from metasacro.views.numbers import significant
from metasacro.views.plots.plot import Plot, departures
from metasacro.views.plots.refitted import pooled_of
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class BaujatPoint:
    """One cohort."""

    label: str
    heterogeneity: float
    influence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BaujatPlot(Plot):
    """`x_words` and `y_words`: what the axes show."""

    points: tuple[BaujatPoint, ...]
    x_words: str
    y_words: str


def baujat_plot(analysis: Analysis) -> BaujatPlot:
    """Raises `Refusal` for counts (MS502) and for one cohort (MS501)."""
    axes = baujat(pooled_of(analysis, "Baujat's plot", fewest=2))
    points = tuple(
        BaujatPoint(label=row.entry.label, heterogeneity=float(x), influence=float(y))
        for row, x, y in zip(analysis.rows, axes.heterogeneity, axes.influence, strict=True)
    )
    table = Table(
        id=f"{analysis.outcome.id}-baujat",
        title=f"{analysis.outcome.label}, heterogeneity and influence of each cohort",
        subtitle=model_line(analysis),
        columns=(
            Column(key="study", title="Cohort"),
            Column(key="heterogeneity", title="heterogeneity", right=True),
            Column(key="influence", title="influence", right=True),
        ),
        rows=tuple(
            Row(
                cells={
                    "study": Cell(text=point.label, kind=Kind.LABEL),
                    "heterogeneity": Cell(text=significant(point.heterogeneity)),
                    "influence": Cell(text=significant(point.influence)),
                }
            )
            for point in points
        ),
        notes=(
            "heterogeneity: squared Pearson residual; influence: squared shift of the answer, over its variance",
            "to be looked at: it names the cohorts to read again, and nothing follows from it alone",
        ),
        cautions=departures(analysis.cautions),
    )
    most = max(points, key=lambda point: point.heterogeneity)
    moves = max(points, key=lambda point: point.influence)
    return BaujatPlot(
        id=table.id,
        title=table.title,
        alt=(
            f"Baujat plot. {table.title}: of {len(points)} cohorts {most.label} adds most to the heterogeneity "
            f"({significant(most.heterogeneity)}), and {'it also' if moves is most else moves.label} moves the answer "
            f"most ({significant(moves.influence)})."
        ),
        table=table,
        points=points,
        x_words="share in the heterogeneity",
        y_words="influence on the answer",
    )
