"""A manifest held against today, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.problems.printable import printable
from metasacro.synthesis.repetition import CHANGED, MISSING, SAME
from metasacro.views.numbers import count, many
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from metasacro.synthesis.repetition import Repetition

#: Of the places that differ, how many are printed.
MOST_PLACES = 20

_WIDE = 60

BESIDE = {SAME: "as written", CHANGED: "changed since", MISSING: "not there"}


def repetition_tables(found: Repetition, command: str) -> tuple[Table, ...]:
    """Inputs, versions, files, and the numbers that differ; the verdict stands below the files."""
    return tuple(_tables(found, command))


def verdict(found: Repetition) -> str:
    """What was found, in a sentence."""
    if not found.same_inputs:
        numbers = "though the numbers are the same" if found.same_numbers else "and the numbers differ"
        return f"the inputs are not the same, {numbers}"
    if not found.same_numbers:
        return "the same inputs do not give the same files"
    if any(output.beside == CHANGED for output in found.outputs):
        return "the same inputs give the same numbers, but a file beside the manifest was changed"
    under = "" if found.same_versions else ", under other versions"
    return f"the same inputs give the same numbers{under}"


def _tables(found: Repetition, command: str) -> Iterator[Table]:
    inputs = [(name, state) for name, state in found.inputs.items()]
    yield _table("inputs", "Inputs", many(len(inputs), "file"), ("File", "since the manifest"), inputs)
    pairs = [(name, *pair, _same(pair)) for name, pair in found.versions.items()]
    yield _table("versions", "Versions", "", ("Package", "then", "now", ""), pairs)
    if found.choices:
        moved = [(name, *pair) for name, pair in found.choices.items()]
        yield _table("protocol", "The protocol has changed", "", ("Choice", "then", "now"), moved)
    files = [(one.name, BESIDE[one.beside], one.again) for one in found.outputs]
    heads = ("File", "beside the manifest", "computed again")
    yield _table("files", "Files", command, heads, files, notes=(verdict(found),))
    if found.differences:
        places = [(one.file, one.where, _text(one.old), _text(one.new)) for one in found.differences]
        left = len(places) - MOST_PLACES
        notes = (f"and {count(left)} more",) if left > 0 else ()
        yield _table("differences", "What differs", many(len(places), "place"), _PLACE, places[:MOST_PLACES], notes)


_PLACE = ("File", "Where", "then", "now")


def _same(pair: tuple[str, str]) -> str:
    return SAME if pair[0] == pair[1] else CHANGED


def _text(value: str | None) -> str:
    return "–" if value is None else value


def _table(
    id: str,
    title: str,
    subtitle: str,
    heads: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    notes: tuple[str, ...] = (),
) -> Table:
    return Table(
        id=id,
        title=title,
        subtitle=subtitle,
        columns=tuple(Column(key=str(position), title=head) for position, head in enumerate(heads)),
        rows=tuple(
            Row(
                cells={
                    str(position): Cell(text=printable(text, _WIDE), kind=Kind.COMPUTED if position else Kind.LABEL)
                    for position, text in enumerate(row)
                }
            )
            for row in rows
        ),
        notes=notes,
    )
