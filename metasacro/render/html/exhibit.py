"""A table made ready for the page: groups of rows, cells cut where they are aligned, drawings, and names of traces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.render.html.marks import Drawn, Ruler, drawn, ruler
from metasacro.values.frozen import dataclass
from metasacro.views.table import Kind

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace
    from metasacro.views.table import Axis, Cell, Column, Row, Table

#: The name of a trace, or "" where there is none.
Named = Callable[["Trace | None"], str]

#: An estimate before its interval or its SD: `5.4 [4.2, 6.7] ᵠ`, `9.2 ± 1.1`, or the interval alone.
ESTIMATED = re.compile(r"\s*(?P<estimate>[−\d.,\u202f]*)\s*(?P<rest>(?:\[|± ).*)", re.DOTALL)

#: Marks that hang beside a number, so that its digits stay below those of other rows.
HANGING = re.compile(r"(?P<text>.*\S)(?P<marks>[ᵠⁿᵗᶜˢᵃ]+)", re.DOTALL)

#: Longer estimates than this are not aligned.
WIDEST = 9

#: A column with a text of more characters than this keeps room for it: class → characters.
ROOMY = {"essay": 120, "prose": 40}

#: A number, an interval or a span of times, which is never broken between lines when it is no longer than this.
NUMERIC, HELD = re.compile(r"\s*[\[−<>≤≥.\d]"), 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column's head."""

    key: str
    title: str
    look: str  #: classes


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A cell. `estimate` stands right-aligned in a width of its own before `text`; `marks` hang behind it."""

    key: str
    text: str
    estimate: str
    wide: int  #: characters of the widest estimate of the column; 0 where nothing is aligned
    marks: str
    look: str
    trace: str
    head: bool
    span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row; `gap` separates it from those above."""

    key: str
    kind: str
    boxes: tuple[Box, ...]
    drawn: Drawn | None
    gap: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A table with everything that the template prints."""

    id: str
    table: Table
    name: str  #: of the table, where it is referred to
    heads: tuple[Head, ...]
    groups: tuple[tuple[Line, ...], ...]
    ruler: Ruler | None
    legend: str
    trace: str
    links: bool  #: whether a cell opens a trace


def exhibit(table: Table, named: Named, id_: str, others: Sequence[Row] = ()) -> Exhibit:
    """The table under an id of its own; `others` are hidden rows below its first group."""
    rows = [*table.rows, *others]
    columns = table.columns
    wide = {column.key: _widest(column, rows) for column in columns}
    looks = {column.key: _column_look(column, rows) for column in columns}
    lay = _Layout(columns=columns, looks=looks, wide=wide, axis=table.axis, named=named)
    groups = [tuple(lay.line(row) for row in group) for group in _groups(table.rows)] or [()]
    groups[0] += tuple(lay.line(row, hidden=True) for row in others)
    return Exhibit(
        id=id_,
        table=table,
        name=table.title or table.subtitle or (columns[0].title if columns else id_),
        heads=tuple(Head(key=column.key, title=column.title, look=looks[column.key]) for column in columns),
        groups=tuple(groups),
        ruler=ruler(table.axis) if table.axis is not None else None,
        legend=_legend(table),
        trace=named(table.trace),
        links=any(box.trace for group in groups for line in group for box in line.boxes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """What every row of a table shares."""

    columns: tuple[Column, ...]
    looks: dict[str, str]
    wide: dict[str, int]
    axis: Axis | None
    named: Named

    def line(self, row: Row, *, hidden: bool = False) -> Line:
        heading = next((cell for cell in row.cells.values() if cell.kind is Kind.HEADING), None)
        return Line(
            key=row.key,
            kind=(Kind.HEADING if heading else row.kind).value,
            boxes=tuple(self._heading(heading) if heading else self._boxes(row)),
            drawn=drawn(row.mark, self.axis) if row.mark is not None and self.axis is not None else None,
            gap=not row.cells,
            hidden=hidden,
        )

    def _boxes(self, row: Row) -> Iterator[Box]:
        for place, column in enumerate(self.columns):
            yield self._box(row.cells.get(column.key), column, head=place == 0 and bool(row.cells))

    def _heading(self, cell: Cell) -> Iterator[Box]:
        """A heading runs over the columns that never go away; those that may go keep a box that goes with them."""
        stay = next((place for place, column in enumerate(self.columns) if column.drop), len(self.columns))
        span = max(stay, 1)
        look = f"k-{Kind.HEADING.value}"
        trace = self.named(cell.trace)
        yield Box(key="", text=cell.text, estimate="", wide=0, marks="", look=look, trace=trace, head=True, span=span)
        for column in self.columns[span:]:
            yield self._box(None, column, head=False)

    def _box(self, cell: Cell | None, column: Column, *, head: bool) -> Box:
        text, estimate, marks, wide = "", "", "", self.wide[column.key]
        if cell is not None:
            text = cell.text
            if wide and (cut := ESTIMATED.fullmatch(text)):
                text, estimate = cut["rest"], cut["estimate"]
            elif column.right and (cut := HANGING.fullmatch(text)):
                text, marks = cut["text"], cut["marks"]
            else:
                wide = 0
        held = cell is not None and len(cell.text) <= HELD and NUMERIC.match(cell.text)
        looks = (self.looks[column.key], f"k-{cell.kind.value}" if cell else "", "held" if held else "")
        look = " ".join(part for part in looks if part)
        trace = self.named(cell.trace) if cell is not None else ""
        return Box(
            key=column.key,
            text=text,
            estimate=estimate,
            wide=wide if cell is not None else 0,
            marks=marks,
            look=look,
            trace=trace,
            head=head,
        )


def _column_look(column: Column, rows: Sequence[Row]) -> str:
    longest = max((len(row.cells[column.key].text) for row in rows if column.key in row.cells), default=0)
    roomy = next((name for name, least in ROOMY.items() if longest > least), "")
    parts = ("num" * column.right, f"d{min(column.drop, 3)}" * bool(column.drop), roomy)
    return " ".join(part for part in parts if part)


def _widest(column: Column, rows: Sequence[Row]) -> int:
    """How many characters estimates of this column have at most; 0 where none stands before an interval."""
    if column.right:
        return 0
    cells = (row.cells[column.key].text for row in rows if column.key in row.cells)
    found = [len(cut["estimate"]) for text in cells if (cut := ESTIMATED.fullmatch(text))]
    widest = max(found, default=0)
    return widest if widest <= WIDEST else 0


def _groups(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Rows between gaps; a gap opens the group below it."""
    start = 0
    for place, row in enumerate(rows):
        if not row.cells and place > start:
            yield rows[start:place]
            start = place
    if rows:
        yield rows[start:]


def _legend(table: Table) -> str:
    """What the lines and signs of the drawings mean, those that the table has."""
    axis = table.axis
    kinds = {row.mark.kind for row in table.rows if row.mark is not None}
    if axis is None or not kinds or kinds == {Kind.BAR}:
        return ""
    parts = []
    if any(row.mark is not None and row.mark.weight > 0 for row in table.rows):
        parts.append("squares grow with the weight")
    if Kind.ANSWER in kinds:
        parts.append("filled diamond: pooled")
    if Kind.SUBTOTAL in kinds:
        parts.append("hollow diamond: subgroup")
    if Kind.PREDICTION in kinds:
        parts.append("dashes: where a new series may lie")
    if axis.no_effect is not None:
        parts.append("solid line: no effect")
    if axis.important is not None:
        parts.append("dotted line: minimal important difference (MID)")
    if any(mark.lower < axis.lower or mark.upper > axis.upper for row in table.rows if (mark := row.mark)):
        parts.append("arrow: goes on")
    return " · ".join(parts)
