"""The curve of specifications: the answer under every combination of choices, in order, with the choices below."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.interval import Interval
from metasacro.values.frozen import dataclass
from metasacro.views.direction import effect_in_unit, sign_of
from metasacro.views.numbers import bracketed, count, fixed, many, percent
from metasacro.views.plots.plot import Plot
from metasacro.views.table import GAP, Axis, Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from metasacro.synthesis.specifications import Specification, Specifications, SpecifiedAnswer

#: Choice → its value in a specification, in words.
CHOICES: dict[str, Callable[[Specification], str]] = {
    "study sets": lambda chosen: chosen.study_set,
    "conversions": lambda chosen: chosen.conversion or "none needed",
    "correlations": lambda chosen: "none assumed" if chosen.correlation is None else f"{chosen.correlation:g}",
    "estimators of τ²": lambda chosen: chosen.method,
    "tests": lambda chosen: chosen.test,
}


#: Estimates that differ by less, relative to their size, differ by rounding alone.
SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """One specification, better to the right. `choices`: its values, in the order of `CHOICES`."""

    estimate: float
    lower: float
    upper: float
    choices: tuple[str, ...]
    planned: bool

    @property
    def place(self) -> tuple[float, float]:
        """By what points are ordered: to digits that no rounding moves, so that equal answers keep their order."""
        return float(f"{self.estimate:.9e}"), float(f"{self.lower:.9e}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationsPlot(Plot):
    """Points from the smallest answer to the largest; `options`: choice → its values, where it has several."""

    points: tuple[CurvePoint, ...]
    options: tuple[tuple[str, tuple[str, ...]], ...]
    no_effect: float
    important: float | None
    y_words: str


def specifications_plot(found: Specifications) -> SpecificationsPlot:
    """The plot of what `specifications` found."""
    sign = sign_of(found.outcome)
    points = sorted((_point(answer, sign) for answer in found.answers), key=lambda point: point.place)
    options = tuple(
        (name, values)
        for name in CHOICES
        if len(values := tuple(dict.fromkeys(CHOICES[name](entry.specification) for entry in found.answers))) > 1
    )
    important = found.outcome.important_difference
    table = _table(found, points, options)
    return SpecificationsPlot(
        id=table.id,
        title=table.title,
        alt=_alt(table, points),
        table=table,
        points=tuple(points),
        options=options,
        no_effect=0.0,
        important=important.value if important else None,
        y_words=f"pooled {effect_in_unit(found.outcome)}",
    )


def _point(answer: SpecifiedAnswer, sign: float) -> CurvePoint:
    ends = sorted((sign * answer.interval.lower, sign * answer.interval.upper))
    return CurvePoint(
        estimate=sign * answer.estimate,
        lower=ends[0],
        upper=ends[1],
        choices=tuple(of(answer.specification) for of in CHOICES.values()),
        planned=answer.planned,
    )


def _table(
    found: Specifications,
    points: Sequence[CurvePoint],
    options: Sequence[tuple[str, tuple[str, ...]]],
) -> Table:
    """For each value of each choice, how far the answers go with everything else varied."""
    rows: list[Row] = [_range_row("all specifications", points, Kind.ANSWER)]
    planned = [point for point in points if point.planned]
    if planned:
        rows.append(_planned_row(planned[0], found.level))
    names = list(CHOICES)
    for name, values in options:
        rows += [GAP, Row(cells={"choice": Cell(text=name, kind=Kind.HEADING)})]
        at = names.index(name)
        rows += [_range_row(value, [p for p in points if p.choices[at] == value], Kind.COMPUTED) for value in values]
    lower, upper = _ends(points[0].estimate, points[-1].estimate)
    impossible = sum(answer.impossible > 0 for answer in found.answers)
    notes = [f"no answer with {_named(entry)}" for entry in _together(found)]
    if impossible:
        share = percent(impossible / len(found.answers), 0)
        notes.insert(0, f"{share} % of the specifications pool a mean and SD that no sample has (MS312)")
    return Table(
        id=f"{found.outcome.id}-specifications",
        title=f"{found.outcome.label} under {many(len(points), 'specification')} of the analysis",
        subtitle=" × ".join(f"{len(values)} {name}" for name, values in options),
        columns=(
            Column(key="choice", title="Choice"),
            Column(key="number", title="number", right=True, drop=1),
            Column(key="range", title="estimates from … to"),
            Column(key="beyond", title="interval without 0", right=True, drop=1),
        ),
        rows=tuple(rows),
        axis=Axis(lower=lower, upper=upper, no_effect=None, important=None, unit=found.outcome.unit),
        plot_yields=True,
        notes=tuple(notes),
    )


def _ends(low: float, high: float) -> tuple[float, float]:
    """Ends of an axis that hold all estimates and can be read; estimates that are all the same stand in its middle.

    >>> _ends(4.82, 5.51), _ends(3.5, 3.5), _ends(3.501, 3.502)
    ((4.78, 5.55), (3.0, 4.0), (3.50095, 3.50205))
    """
    if high - low <= SAME * max(abs(low), abs(high), 1.0):
        return round(low - 0.5, 2), round(high + 0.5, 2)
    decimals = 1 - math.floor(math.log10(high - low))
    step = 10.0**-decimals
    pad = (high - low) * 0.05
    return (
        round(math.floor((low - pad) / step) * step, decimals),
        round(math.ceil((high + pad) / step) * step, decimals),
    )


def _range_row(name: str, points: Sequence[CurvePoint], kind: Kind) -> Row:
    low, high = min(point.estimate for point in points), max(point.estimate for point in points)
    middle = sorted(point.estimate for point in points)[len(points) // 2]
    clear = sum(point.lower > 0 or point.upper < 0 for point in points)
    return Row(
        cells={
            "choice": Cell(text=name, kind=Kind.LABEL if kind is Kind.COMPUTED else kind),
            "number": Cell(text=count(len(points)), kind=kind),
            "range": Cell(text=f"{fixed(low, 2)} to {fixed(high, 2)}", kind=kind),
            "beyond": Cell(text=f"{percent(clear / len(points), 0)} %", kind=kind),
        },
        kind=kind,
        mark=Mark(lower=low, upper=high, estimate=middle, kind=kind),
    )


def _planned_row(point: CurvePoint, level: float) -> Row:
    interval = Interval(lower=point.lower, upper=point.upper, level=level)
    text = f"{fixed(point.estimate, 2)} {bracketed(interval, 2)}"
    return Row(cells={"choice": Cell(text="the protocol’s own", kind=Kind.LABEL), "range": Cell(text=text)})


def _together(found: Specifications) -> list[tuple[str, tuple[str, ...]]]:
    """What has no answer, by its reason."""
    reasons: dict[str, list[str]] = {}
    for entry in found.unanswered:
        conversion = entry.conversion or "study set"
        r = "" if entry.correlation is None else f" at r = {entry.correlation:g}"
        reasons.setdefault(entry.reason, []).append(f"{conversion}{r} ({entry.study_set})")
    return [(reason, tuple(names)) for reason, names in reasons.items()]


def _named(entry: tuple[str, tuple[str, ...]]) -> str:
    reason, names = entry
    return f"{', '.join(names)}: {reason}"


def _alt(table: Table, points: Sequence[CurvePoint]) -> str:
    clear = sum(point.lower > 0 or point.upper < 0 for point in points)
    planned = next((f"; the protocol’s own is {fixed(point.estimate, 2)}" for point in points if point.planned), "")
    return (
        f"Curve of specifications. {table.title}: estimates from {fixed(points[0].estimate, 2)} to "
        f"{fixed(points[-1].estimate, 2)}{planned}; {percent(clear / len(points), 0)} % of the intervals leave out 0."
    )
