"""A CSV table as text cells, each of which knows its line and column; read by the csv module, never through numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from metasacro.problems import Location, Problem, problem
from metasacro.records.file_text import FileText
from metasacro.records.nodes import place

#: Bounds of a table of extracted studies; what is larger is a data set or an attack.
MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 2_000, 50_000, 5_000_000
#: What may stand between two cells.
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The cells of one row; `line` counts from 0."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: the names of its columns, and its rows."""

    file: str
    lines: tuple[str, ...]
    separator: str
    header: SheetRow
    rows: tuple[SheetRow, ...]
    _begins: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict, compare=False, repr=False)

    def at(self, row: SheetRow, position: int) -> Location:
        """Where a cell begins, counted over separators outside quotes."""
        if row.line not in self._begins:
            self._begins.clear()  # rows are asked about one after the other; a whole table of places is large
            self._begins[row.line] = list(self._cells_of(row))
        line, start, length = self._begins[row.line][position]
        return place(self.file, self.lines, line, start, max(1, length))

    def _cells_of(self, row: SheetRow) -> Iterator[tuple[int, int, int]]:
        """Line, column and length of each cell; a quoted cell may go on over line breaks."""
        line, start, quoted = row.line, 0, False
        of_quotes = False  # the cell begins with a quote; in any other cell a quote is a sign like any other
        for number in range(row.line, len(self.lines)):
            if number > row.line and not quoted:
                break
            for column, sign in enumerate(self.lines[number]):
                if sign == '"' and (of_quotes or (number, column) == (line, start)):
                    quoted, of_quotes = not quoted, True
                elif sign == self.separator and not quoted:
                    yield line, start, (column if number == line else len(self.lines[line])) - start
                    line, start, of_quotes = number, column + 1, False
        yield line, start, len(self.lines[line]) - start


def read_sheet(source: FileText, separator: str = "") -> Sheet | list[Problem]:
    """The table; or what is wrong with it. `separator`: empty if the header shall tell it."""
    lines = tuple(source.text.split("\n"))
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return [problem("MS162", place(source.file, lines, 0, 0), reason="is empty")]
    if not separator:
        counts = {sign: _outside_quotes(lines[first], sign) for sign in SEPARATORS}
        most = max(counts.values())
        likely = [sign for sign, count in counts.items() if count == most]
        if most and len(likely) > 1:
            reason = "has as many commas as semicolons or tabs in its first line, so what separates columns is open"
            hint = 'write `separator: ";"` into the mapping'
            return [problem("MS162", place(source.file, lines, first, 0), hint=hint, reason=reason)]
        separator = likely[0]
    try:
        rows = list(_rows(source.text, separator))
    except csv.Error as error:
        return [problem("MS162", place(source.file, lines, first, 0), reason=f"cannot be read as CSV: {error}")]
    if not rows:  # quotes around nothing
        return [problem("MS162", place(source.file, lines, first, 0), reason="is empty")]
    header = SheetRow(tuple(" ".join(name.split()) for name in rows[0].cells), rows[0].line)
    sheet = Sheet(file=source.file, lines=lines, separator=separator, header=header, rows=tuple(rows[1:]))
    return list(_wrong(sheet)) or sheet


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _rows(text: str, separator: str) -> Iterator[SheetRow]:
    """Rows with the line on which each begins; lines with no cell filled are not rows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = filled = 0
    for number, cells in enumerate(reader):
        filled += len(cells)
        if number > MOST_ROWS + 1 or len(cells) > MOST_COLUMNS or filled > MOST_CELLS:
            what = f"{MOST_ROWS} rows" if number > MOST_ROWS + 1 else f"{MOST_CELLS} cells"
            raise csv.Error(f"more than {f'{MOST_COLUMNS} columns' if len(cells) > MOST_COLUMNS else what}")
        if any(cell.strip() for cell in cells):
            yield SheetRow(tuple(cell.strip() for cell in cells), begins)
        begins = reader.line_num


def _wrong(sheet: Sheet) -> Iterator[Problem]:
    """Names that are missing or stand twice, rows with too few or too many cells, no row at all."""
    names = sheet.header.cells
    for position, name in enumerate(names):
        if not name:
            if any(len(row.cells) > position and row.cells[position] for row in sheet.rows):
                yield problem("MS162", sheet.at(sheet.header, position), reason="has a filled column without a name")
        elif name in names[:position]:
            yield problem("MS160", sheet.at(sheet.header, position), name=name)
    if not sheet.rows:
        yield problem("MS162", sheet.at(sheet.header, 0), reason="has no row below its header")
    for row in sheet.rows:
        if len(row.cells) != len(names):
            where = place(sheet.file, sheet.lines, row.line, 0, max(1, len(sheet.lines[row.line])))
            hint = ""
            if sheet.separator == "," and len(row.cells) > len(names):
                hint = "a decimal comma, or a comma in a text without quotes, makes one cell into two"
            yield problem("MS161", where, hint=hint, found=len(row.cells), wanted=len(names))
