"""A table of printed summaries, a row each, or the cells of one."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import definition_of
from metasacro.moments.feasible.rounding import Unrounded
from metasacro.moments.feasible.scale import Scale
from metasacro.problems import CATALOGUE, Location, Problem, Refusal, problem
from metasacro.problems.printable import printable
from metasacro.records.file_text import FileText
from metasacro.records.nodes import place
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What may be printed of a cohort; each cell is kept as text.
NUMBERS = ("min", "q1", "median", "q3", "max", "mean", "sd")
COLUMNS = ("label", "n", *NUMBERS, "scale", "step", "definition")

#: The most patients of a summary; time grows with the square of n.
LEAST_N, MOST_N = 2, 1000

_SCALE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[-–]\s*(-?\d+(?:\.\d+)?)\s*")
_DIGITS = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """What was printed of one cohort, on its scale."""

    label: str
    printed: PrintedSummary
    scale: Scale
    definition: str | None  #: None: whichever is possible
    location: Location | None = None  #: of the row
    in_row: frozenset[str] = frozenset()  #: columns that the row fills itself; the others come from options


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that cannot be read, with everything that is wrong with it."""

    label: str
    problems: tuple[Problem, ...]


def summary_row(cells: Mapping[str, str], places: Mapping[str, Location] | None = None) -> SummaryRow | Refused:
    """Cells under the names of `COLUMNS`, each as printed; an empty cell was not printed."""
    told = {name: text.strip() for name, text in cells.items() if text.strip()}
    at = places or {}
    label = told.get("label", "")
    found = [problem("MS593", at.get("row"), name=name) for name in ("n", "scale") if name not in told]
    if "n" in told and not (_DIGITS.fullmatch(told["n"]) and LEAST_N <= int(told["n"]) <= MOST_N):
        found.append(problem("MS591", at.get("n"), text=told["n"], least=LEAST_N, most=MOST_N))
    for name in NUMBERS:
        if name in told:
            found += _refusal(Unrounded.of, told[name], at=at.get(name))
    bounds = _SCALE.fullmatch(told.get("scale", "0-1"))
    if bounds is None:
        found.append(problem("MS592", at.get("scale"), text=told["scale"]))
    else:
        found += _refusal(Scale.of, bounds[1], bounds[2], told.get("step", "1"), at=at.get("scale"))
    if "definition" in told:
        found += _refusal(definition_of, told["definition"], at=at.get("definition"))
    if found or bounds is None:
        return Refused(label=label, problems=tuple(found))
    return SummaryRow(
        label=label,
        printed=PrintedSummary(n=int(told["n"]), **{name: told[name] for name in NUMBERS if name in told}),
        scale=Scale.of(bounds[1], bounds[2], told.get("step", "1")),
        definition=told.get("definition"),
        location=at.get("row"),
    )


def refused_as_problem(refusal: Refusal, location: Location | None = None, *, hint: str = "") -> Problem:
    """A refusal of the kernel, at its place in a file."""
    severity = CATALOGUE[refusal.code].severity
    message = printable(refusal.message)
    return Problem(code=refusal.code, severity=severity, message=message, location=location, hint=hint)


def read_summary_rows(
    source: FileText, defaults: Mapping[str, str]
) -> tuple[tuple[SummaryRow | Refused, ...], list[Problem]]:
    """Every row of a CSV table in its order, read or refused; and what is wrong with the table itself.

    `defaults` fill in columns that the table does not have and cells that are empty.
    """
    lines = source.text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if len(filled) < 2:
        return (), [problem("MS596", place(source.file, lines, 0, 0), reason="has no row below its header")]
    header = [name.strip() for name in _cells(lines[filled[0]])]
    problems = list(_unknown(header, source.file, lines, filled[0]))
    if problems:
        return (), problems
    rows = tuple(_row(header, source.file, lines, number, defaults) for number in filled[1:])
    return rows, []


def _unknown(header: Sequence[str], file: str, lines: list[str], number: int) -> Iterator[Problem]:
    """Columns that nothing reads, and columns that stand twice."""
    for position, name in enumerate(header):
        where = _place(file, lines, number, position)
        if name not in COLUMNS:
            near = get_close_matches(name.lower(), COLUMNS, n=1)
            hint = f"did you mean `{near[0]}`?" if near else ""
            yield problem("MS594", where, name=name, hint=hint, choices=", ".join(COLUMNS))
        elif name in header[:position]:
            yield problem("MS596", where, reason=f"has the column `{name}` twice")


def _row(
    header: Sequence[str], file: str, lines: list[str], number: int, defaults: Mapping[str, str]
) -> SummaryRow | Refused:
    cells = _cells(lines[number])
    where = place(file, lines, number, 0, length=len(lines[number]))
    if len(cells) != len(header):
        told = dict(zip(header, cells, strict=False)).get("label", "")
        found = problem("MS595", where, found=len(cells), wanted=len(header))
        return Refused(label=told, problems=(found,))
    places = {name: _place(file, lines, number, position) for position, name in enumerate(header)} | {"row": where}
    given = {name: text for name, text in zip(header, cells, strict=True) if text.strip()}
    row = summary_row({**defaults, **given}, places)
    return row if isinstance(row, Refused) else replace(row, in_row=frozenset(given))


def _cells(line: str) -> list[str]:
    """The cells of a line; a quote that does not close ends with the line."""
    return next(csv.reader([line]), [])


def _place(file: str, lines: list[str], number: int, position: int) -> Location:
    """Where the cell stands, counted over commas outside quotes."""
    line, quoted, seen, start = lines[number], False, 0, 0
    for column, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == "," and not quoted:
            if seen == position:
                return place(file, lines, number, start, length=max(1, column - start))
            seen, start = seen + 1, column + 1
    return place(file, lines, number, start, length=max(1, len(line) - start))


def _refusal(read: Callable[..., object], *texts: str, at: Location | None) -> list[Problem]:
    """What the kernel refuses about these cells, if anything."""
    try:
        read(*texts)
    except Refusal as refusal:
        return [refused_as_problem(refusal, at)]
    return []
