"""How much of a movement each changed file caused, as a table whose rows add up to its last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.problems import Caution, caution
from metasacro.problems.printable import printable
from metasacro.synthesis.change.attribution import Attribution
from metasacro.views.direction import sign_of
from metasacro.views.numbers import fixed, signed
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Outcome
    from metasacro.synthesis.change.movement import Movement
    from metasacro.synthesis.change.shares import Vector

COLUMNS = (
    Column(key="file", title="Moved by"),
    Column(key="estimate", title="Estimate", right=True),
    Column(key="lower", title="Lower end", right=True, drop=1),
    Column(key="upper", title="Upper end", right=True, drop=1),
)


def parts_table(found: Movement, decimals: int) -> Table:
    """A row a file, in the units of the answer's table; the last row is the whole movement."""
    attribution = found.attribution
    assert attribution is not None, "only asked where there is one"
    outcome = found.analysis.outcome
    rows = []
    for part in attribution.parts:
        name = "the protocol" if part.file == "protocol.yaml" else printable(part.file.removesuffix(".yaml"))
        errors = turned_part(outcome, part.error)
        texts = [
            signed(value, decimals) + (f" (SE {fixed(abs(error), decimals)})" if attribution.orders else "")
            for value, error in zip(turned_part(outcome, part.moved), errors, strict=True)
        ]
        rows.append(_row(name, texts, Kind.COMPUTED))
    whole = [
        sum(column) for column in zip(*(turned_part(outcome, part.moved) for part in attribution.parts), strict=True)
    ]
    rows.append(_row("together", [signed(value, decimals) for value in whole], Kind.ANSWER))
    told = sampling(attribution)
    return Table(id=f"{found.id}-parts", title="", subtitle="", columns=COLUMNS, rows=tuple(rows), cautions=tuple(told))


def turned_part(outcome: Outcome, moved: Vector) -> Vector:
    """Estimate, lower and upper end as they are shown: rates in percent; turned, the ends change places."""
    estimate, lower, upper = moved
    if outcome.measure == "PLO":
        return 100 * estimate, 100 * lower, 100 * upper
    return (-estimate, -upper, -lower) if sign_of(outcome) < 0 else (estimate, lower, upper)


def sampling(attribution: Attribution) -> Iterator[Caution]:
    """Where the parts are means over random orders, how many."""
    if attribution.orders:
        yield caution("MS636", files=len(attribution.parts), orders=attribution.orders)


def _row(name: str, texts: list[str], kind: Kind) -> Row:
    cells = zip(("estimate", "lower", "upper"), texts, strict=True)
    return Row(
        cells={"file": Cell(text=name, kind=Kind.LABEL), **{key: Cell(text=text, kind=kind) for key, text in cells}},
        kind=kind,
    )
