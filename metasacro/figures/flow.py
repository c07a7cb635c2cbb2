"""The PRISMA 2020 diagram: what was found flows down, what was left out stands beside it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from metasacro.figures.heading import draw_heading, draw_notes
from metasacro.figures.lettering import width, wrapped
from metasacro.figures.paper import GREYS, GUTTER, INK, LEADING, MARGIN, PAPER, TEXT
from metasacro.figures.sheet import Sheet
from metasacro.views.plots.flow import STAGES, UNKNOWN, FlowBox, FlowPlot

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BOX, STAGE, BETWEEN, DOWN = 165.0, 18.0, 22.0, 18.0
PAD = 6.0
LINE_HEIGHT = TEXT * LEADING
ARROW = 5.0


def draw_flow(plot: FlowPlot) -> Figure:
    """The figure."""
    sheet = Sheet()
    arms = max(len(plot.arms), 1)
    first = MARGIN + STAGE + GUTTER
    right = first + arms * (2 * BOX + BETWEEN) + (arms - 1) * BETWEEN
    y = draw_heading(sheet, plot.title, "", right - MARGIN)
    y = _titles(sheet, plot, first, y)
    tops, ends = _rows(plot, y)
    for box in plot.boxes:
        x = _left(box, first)
        _box(sheet, box, x, tops[box.row], _height(box))
        if box.side:
            main = next((other for other in plot.boxes if _beside(other, box)), None)
            if main is not None:
                y = tops[box.row] + min(_height(main), _height(box)) / 2
                _arrow(sheet, [(x - BETWEEN, y), (x, y)])
    _downwards(sheet, plot, first, tops)
    for name, rows in STAGES:
        shown = [row for row in rows if row in tops]
        if shown:
            _stage(sheet, name, tops[shown[0]], ends[shown[-1]])
    below = draw_notes(sheet, [plot.note] if plot.note else [], max(ends.values()) + GUTTER / 2, right - MARGIN)
    return sheet.figure(right + MARGIN, below + MARGIN)


def _titles(sheet: Sheet, plot: FlowPlot, first: float, y: float) -> float:
    room = 2 * BOX + BETWEEN
    titles = [wrapped(title, room - 2 * PAD, TEXT, True) for title in plot.arms]
    height = max((len(lines) for lines in titles), default=0) * LINE_HEIGHT + 2 * PAD
    for at, lines in enumerate(titles):
        x = first + at * (room + BETWEEN)
        sheet.box(x, y, room, height, fill=GREYS[1])
        for line, words in enumerate(lines):
            sheet.text(x + room / 2, y + PAD + TEXT + line * LINE_HEIGHT, words, bold=True, align="center")
    return y + height + GUTTER


def _beside(other: FlowBox, box: FlowBox) -> bool:
    return not other.side and (other.arm, other.row) == (box.arm, box.row)


def _left(box: FlowBox, first: float) -> float:
    return first + box.arm * (2 * BOX + 2 * BETWEEN) + (BOX + BETWEEN if box.side else 0.0)


def _lines(box: FlowBox) -> list[str]:
    """The heading, then each count; one that is the whole box stands without an indent."""
    lines = list(wrapped(box.heading, BOX - 2 * PAD, TEXT)) if box.heading else []
    for words, number in box.counts:
        told = f"{words} (n {number})" if number == UNKNOWN else f"{words} (n\xa0=\xa0{number})"
        lines += wrapped(told, BOX - 2 * PAD, TEXT)
    return lines


def _height(box: FlowBox) -> float:
    """The lowest stage has one box, which must be as high as the stage's name is long."""
    lowest = width(STAGES[-1][0], TEXT, True) + PAD if box.row == 4 else 0.0
    return max(len(_lines(box)) * LINE_HEIGHT + 2 * PAD, lowest)


def _rows(plot: FlowPlot, y: float) -> tuple[dict[int, float], dict[int, float]]:
    """Where each row begins and where it ends."""
    tops, ends = {}, {}
    for row in sorted({box.row for box in plot.boxes}):
        tops[row] = y
        ends[row] = y + max(_height(box) for box in plot.boxes if box.row == row)
        y = ends[row] + DOWN
    return tops, ends


def _box(sheet: Sheet, box: FlowBox, x: float, y: float, height: float) -> None:
    sheet.box(x, y, BOX, height, fill=PAPER, edge=INK)
    lines = _lines(box)
    first = y + (height - len(lines) * LINE_HEIGHT) / 2 + TEXT * 0.9
    for at, line in enumerate(lines):
        sheet.text(x + PAD, first + at * LINE_HEIGHT, line)


def _downwards(sheet: Sheet, plot: FlowPlot, first: float, tops: dict[int, float]) -> None:
    """From each box of an arm to the next, and from each arm to what was included."""
    included = next(box for box in plot.boxes if box.row == 4)
    for arm in range(len(plot.arms)):
        chain = sorted((box for box in plot.boxes if box.arm == arm and not box.side and box.row < 4), key=_row)
        x = first + arm * (2 * BOX + 2 * BETWEEN) + BOX / 2
        for upper, lower in pairwise(chain):
            _arrow(sheet, [(x, tops[upper.row] + _height(upper)), (x, tops[lower.row])])
        if chain:
            start = (x, tops[chain[-1].row] + _height(chain[-1]))
            if arm == 0:
                _arrow(sheet, [start, (x, tops[4])])
            else:
                middle = tops[4] + _height(included) / 2
                _arrow(sheet, [start, (x, middle), (first + BOX, middle)])


def _row(box: FlowBox) -> int:
    return box.row


def _arrow(sheet: Sheet, points: list[tuple[float, float]]) -> None:
    x0, (x1, y1) = points[-2][0], points[-1]
    sheet.line(points, width=0.8)
    if x0 == x1:
        corners = [(x1, y1), (x1 - ARROW / 2, y1 - ARROW), (x1 + ARROW / 2, y1 - ARROW)]
    else:
        back = ARROW if x1 > x0 else -ARROW
        corners = [(x1, y1), (x1 - back, y1 - ARROW / 2), (x1 - back, y1 + ARROW / 2)]
    sheet.polygon(corners, fill=INK)


def _stage(sheet: Sheet, name: str, top: float, bottom: float) -> None:
    """The name of the stage, written upwards beside its boxes."""
    sheet.box(MARGIN, top, STAGE, bottom - top, fill=GREYS[1])
    sheet.text(MARGIN + STAGE / 2, (top + bottom) / 2, name, bold=True, align="center", rotation=90)
