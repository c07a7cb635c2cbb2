"""An interval drawn in characters on the table's axis."""

from __future__ import annotations

from metasacro.render.terminal.glyphs import Glyphs
from metasacro.views.table import Axis, Kind, Mark


def draw(mark: Mark | None, axis: Axis, width: int, glyphs: Glyphs) -> str:
    """One row of the plot, `width` characters wide."""
    cells = [" "] * width
    for value, sign in ((axis.no_effect, glyphs.no_effect), (axis.important, glyphs.important)):
        if value is not None and axis.lower <= value <= axis.upper:
            cells[_column(value, axis, width)] = sign
    if mark is not None:
        _interval(cells, mark, axis, width, glyphs)
    return "".join(cells)


def _interval(cells: list[str], mark: Mark, axis: Axis, width: int, glyphs: Glyphs) -> None:
    first, last = _column(mark.lower, axis, width), _column(mark.upper, axis, width)
    if mark.kind is Kind.BAR:
        cells[first:last] = [glyphs.sizes[-1]] * (last - first)
        return
    line = {Kind.ANSWER: glyphs.diamond_whisker, Kind.PREDICTION: glyphs.prediction}.get(mark.kind, glyphs.whisker)
    for column in range(first, last + 1):
        cells[column] = line
    if mark.lower < axis.lower:
        cells[0] = glyphs.edge_left
    if mark.upper > axis.upper:
        cells[width - 1] = glyphs.edge
    if mark.estimate is not None and axis.lower <= mark.estimate <= axis.upper:
        cells[_column(mark.estimate, axis, width)] = _marker(mark, glyphs)


def _marker(mark: Mark, glyphs: Glyphs) -> str:
    if mark.kind is Kind.ANSWER:
        return glyphs.diamond
    if mark.kind is Kind.SUBTOTAL:
        return glyphs.subtotal
    return glyphs.sizes[min(int(mark.weight * len(glyphs.sizes)), len(glyphs.sizes) - 1)]


def _column(value: float, axis: Axis, width: int) -> int:
    share = (value - axis.lower) / (axis.upper - axis.lower)
    return round(min(max(share, 0.0), 1.0) * (width - 1))  # an end at infinity lies at the edge


def ruler(axis: Axis, width: int, glyphs: Glyphs) -> str:
    """The line above the plot: both ends, no effect, and the minimal important difference."""
    cells = [" "] * width
    unit = f" {axis.unit}" if axis.unit else ""
    right = f"{_number(axis.upper)}{unit}"
    labels = [(0, _number(axis.lower)), (width - len(right), right)]
    if axis.no_effect is not None and axis.lower < axis.no_effect < axis.upper:
        labels.append((_column(axis.no_effect, axis, width), _number(axis.no_effect)))
    if axis.important is not None and axis.lower < axis.important < axis.upper:
        labels.append((_column(axis.important, axis, width), f"{_number(axis.important)} MID"))
    taken = [False] * width
    for start, label in labels:
        span = range(max(start, 0), min(start + len(label), width))
        if len(span) == len(label) and not any(taken[max(span.start - 1, 0) : span.stop + 1]):
            for column, sign in zip(span, label, strict=True):
                cells[column], taken[column] = sign, True
    return glyphs.text("".join(cells))


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
