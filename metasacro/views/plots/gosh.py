"""GOSH: the pooled answer of every subset of the cohorts, split by the cohort that moves it most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.diagnostics.gosh import gosh
from metasacro.numerics.arrays import np
from metasacro.numerics.pieces import Spread, in_turn
from metasacro.values.frozen import dataclass
from metasacro.views.direction import effect_in_unit, sign_of
from metasacro.views.headline import model_line
from metasacro.views.numbers import count, fixed, percent
from metasacro.views.plots.plot import Plot, departures
from metasacro.views.plots.refitted import pooled_of
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.diagnostics.gosh import Gosh
    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.synthesis.analysis import Analysis

#: Every subset of 16 cohorts, which takes seconds; a sample of as many where there are more.
SUBSETS = 2**16
#: Squares of the plot in each direction.
ACROSS, DOWN = 64, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A rectangle of the plot and the subsets whose answer lies in it, as a share of the fullest one."""

    x: float
    y: float
    width: float
    height: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """The subsets with a cohort, or those without it."""

    title: str
    subsets: int
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoshPlot(Plot):
    """Two clouds on the same axes: the pooled answer across, I² (in percent) up."""

    clouds: tuple[Cloud, Cloud]
    x: tuple[float, float]
    y: tuple[float, float]
    estimate: float  #: of all cohorts
    x_words: str
    y_words: str


def gosh_plot(analysis: Analysis, *, subsets: int = SUBSETS, seed: int = 1, spread: Spread = in_turn) -> GoshPlot:
    """Raises `Refusal` for counts (MS502) and below three cohorts (MS501)."""
    pooled = pooled_of(analysis, "GOSH", fewest=3)
    assert pooled.yi is not None, "an answer of effects"
    assert pooled.vi is not None, "an answer of effects"
    found = gosh(pooled.yi, pooled.vi, method=pooled.method, limit=subsets, seed=seed, spread=spread)
    used = found.k >= 2  # a single cohort has no I²
    estimates, i2 = sign_of(analysis.outcome) * found.estimate[used], 100 * found.i2[used]
    keep = found.keep[used]
    labels = [row.entry.label for row in analysis.rows]
    table = _table(analysis, labels, keep, estimates, i2, found, seed)
    moved = _most_moving(keep, estimates)
    low, high = float(estimates.min()), float(estimates.max())
    lowest = 10 * min(math.floor(float(i2.min()) / 10), 9.0)
    edges = (np.linspace(low, high if high > low else low + 1, ACROSS + 1), np.linspace(lowest, 100.0, DOWN + 1))
    sides = ((f"with {labels[moved]}", keep[:, moved]), (f"without {labels[moved]}", ~keep[:, moved]))
    fullest = max(float(_counts(estimates[side], i2[side], edges).max()) for _, side in sides)
    clouds = tuple(_cloud(title, estimates[side], i2[side], edges, fullest) for title, side in sides)
    assert len(clouds) == 2, "a cohort is in or out"
    return GoshPlot(
        id=table.id,
        title=table.title,
        alt=_alt(table, labels[moved], keep[:, moved], estimates, i2),
        table=table,
        clouds=clouds,
        x=(float(edges[0][0]), float(edges[0][-1])),
        y=(lowest, 100.0),
        estimate=sign_of(analysis.outcome) * (pooled.estimate or 0.0),
        x_words=f"pooled {effect_in_unit(analysis.outcome)}",
        y_words="I², %",
    )


def _most_moving(keep: Booleans, estimates: Floats) -> int:
    """The cohort whose presence shifts the median answer most."""
    shifts = [abs(_median(estimates, keep[:, at]) - _median(estimates, ~keep[:, at])) for at in range(keep.shape[1])]
    return int(np.argmax(shifts))


def _median(values: Floats, which: Booleans) -> float:
    return float(np.median(values[which])) if which.any() else float("nan")


def _counts(x: Floats, y: Floats, edges: tuple[Floats, Floats]) -> Floats:
    counted: Floats = np.histogram2d(x, np.clip(y, 0.0, 100.0), bins=edges)[0]
    return counted


def _cloud(title: str, x: Floats, y: Floats, edges: tuple[Floats, Floats], fullest: float) -> Cloud:
    counts = _counts(x, y, edges)
    width, height = float(edges[0][1] - edges[0][0]), float(edges[1][1] - edges[1][0])
    bins = tuple(
        Bin(
            x=float(edges[0][i]),
            y=float(edges[1][j]),
            width=width,
            height=height,
            share=float(counts[i, j] / fullest),
        )
        for i, j in zip(*np.nonzero(counts), strict=True)
    )
    return Cloud(title=title, subsets=int(counts.sum()), bins=bins)


def _table(
    analysis: Analysis, labels: list[str], keep: Booleans, estimates: Floats, i2: Floats, found: Gosh, seed: int
) -> Table:
    """For each cohort, the middle answer of the subsets with it and without it."""
    rows = []
    for at, label in enumerate(labels):
        cells = {"study": Cell(text=label, kind=Kind.LABEL)}
        for name, side in (("with", keep[:, at]), ("without", ~keep[:, at])):
            cells[name] = Cell(text=fixed(_median(estimates, side), 2))
            cells[f"{name}_i2"] = Cell(text=f"{percent(_median(i2, side) / 100, 0)} %")
        rows.append(Row(cells=cells))
    drawn = any(entry.code == "MS551" for entry in found.cautions)
    how = f"a random sample, seed {seed}" if drawn else "every subset" if found.complete else "the first of all subsets"
    return Table(
        id=f"{analysis.outcome.id}-gosh",
        title=f"{analysis.outcome.label}, the pooled answer of {count(len(estimates))} subsets of two cohorts or more",
        subtitle=f"{model_line(analysis)} · {how}",
        columns=(
            Column(key="study", title="Cohort"),
            Column(key="with", title="median with it", right=True),
            Column(key="without", title="without it", right=True),
            Column(key="with_i2", title="I² with it", right=True, drop=1),
            Column(key="without_i2", title="without it", right=True, drop=1),
        ),
        rows=tuple(rows),
        notes=("separate clouds show that some cohorts differ in kind; a single cloud proves nothing",),
        cautions=(*found.cautions, *departures(analysis.cautions)),
    )


def _alt(table: Table, label: str, inside: Booleans, estimates: Floats, i2: Floats) -> str:
    return (
        f"GOSH plot. {table.title}, from {fixed(float(estimates.min()))} to {fixed(float(estimates.max()))}. "
        f"{label} moves it most: the median is {fixed(_median(estimates, inside), 2)} with it (I² "
        f"{percent(_median(i2, inside) / 100, 0)} %) and {fixed(_median(estimates, ~inside), 2)} without it (I² "
        f"{percent(_median(i2, ~inside) / 100, 0)} %)."
    )
