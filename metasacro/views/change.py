"""What changed between two states of the evidence: the values, then each answer that moved, and what moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.problems import Caution, caution
from metasacro.problems.printable import printable
from metasacro.synthesis.change.files import Fate
from metasacro.views.change_answers import answer_tables
from metasacro.views.numbers import many
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.records.revisions.authorship import Author
    from metasacro.records.revisions.state import State
    from metasacro.synthesis.change.comparison import Comparison
    from metasacro.synthesis.change.files import FileChange, ValueChange

#: A text may fill a page; a table shows its beginning.
LONGEST = 80
SHORT = 24
SHORT_WAY = 36
#: So many values of one file are shown; JSON has them all.
MOST = 60
ABBREVIATED = 8

COLUMNS = (
    Column(key="place", title="Line"),
    Column(key="what", title="Value"),
    Column(key="old", title="Old", right=True),
    Column(key="new", title="New", right=True),
    Column(key="by", title="By", drop=1),
)


def change_tables(comparison: Comparison) -> list[Table]:
    """The table of values, then those of the answers that moved."""
    return [_values(comparison), *answer_tables(comparison)]


def flip_cautions(comparison: Comparison) -> tuple[Caution, ...]:
    """One line that names every outcome whose conclusion flips."""
    labels = ", ".join(found.analysis.outcome.label for found in comparison.flipped)
    return (caution("MS633", flips=printable(labels)),) if labels else ()


def change_footer(comparison: Comparison) -> str:
    """What was compared."""
    return f"{comparison.old.name} → {comparison.new.name} · `metasacro explain MS633` says when a conclusion flips"


def _values(comparison: Comparison) -> Table:
    rows = [row for file in comparison.files for row in _file(file, comparison.old, comparison.new)]
    columns = COLUMNS if comparison.history else COLUMNS[:-1]
    still = [found.analysis.outcome.label for found in comparison.movements if not found.moved]
    notes = [f"the same on both sides: {', '.join(still)}"] if still and rows else []
    return Table(
        id="changed-values",
        title=f"What changed: {_summary(comparison)}",
        subtitle=f"{comparison.old.name} → {comparison.new.name}",
        columns=columns,
        rows=tuple(rows),
        notes=tuple(notes),
        cautions=flip_cautions(comparison),
    )


def _summary(comparison: Comparison) -> str:
    """`3 values in 2 files; 1 of 4 outcomes moved`."""
    if not comparison.files:
        return "nothing"
    values = sum(len(file.values) + file.size for file in comparison.files)
    moved = sum(found.moved for found in comparison.movements)
    outcomes = f"{moved} of {many(len(comparison.movements), 'outcome')} moved"
    return f"{many(values, 'value')} in {many(len(comparison.files), 'file')}; {outcomes}"


def _file(file: FileChange, old: State, new: State) -> list[Row]:
    """A heading with the file's fate, and a row a value."""
    before = old.shown(file.old) if file.old else ""
    after = new.shown(file.new) if file.new else ""
    told = {
        Fate.ADDED: f"{after}: added, {many(file.size, 'value')}",
        Fate.REMOVED: f"{before}: removed, {many(file.size, 'value')}",
        Fate.RENAMED: f"{before} → {after}: renamed",
        Fate.CHANGED: after,
    }[file.fate]
    if not file.readable:
        told = f"{told}: not to be compared, because a side is no YAML"
    by = f" · {_full(file.by)}" if file.by else ""
    heading = Row(cells={"place": Cell(text=printable(f"{told}{by}"), kind=Kind.HEADING)}, kind=Kind.HEADING)
    more = len(file.values) - MOST
    rest = f"and {many(more, 'more value')}, which `--format json` lists"
    left = [Row(cells={"place": Cell(text=rest, kind=Kind.HEADING)}, kind=Kind.HEADING)] if more > 0 else []
    return [heading, *(_value(change) for change in file.values[:MOST]), *left]


def _value(change: ValueChange) -> Row:
    lines = [str(side.line) if side else "" for side in (change.old, change.new)]
    if all(lines):
        place = lines[0] if lines[0] == lines[1] else f"{lines[0]} → {lines[1]}"
    else:
        place = f"{lines[0]} −" if lines[0] else f"+ {lines[1]}"
    way = " › ".join(change.way)
    return Row(
        cells={
            "place": Cell(text=place, kind=Kind.COMPUTED),
            "what": Cell(text=printable(way, LONGEST), short=_last(change.way)),
            "old": _printed(change.old.text if change.old else None),
            "new": _printed(change.new.text if change.new else None),
            "by": Cell(text=_full(change.by), short=_brief(change.by)),
        }
    )


def _last(way: tuple[str, ...]) -> str:
    """The end of the way, which says most, in as many steps as a narrow column holds."""
    text = way[-1]
    for step in reversed(way[:-1]):
        longer = f"{step} › {text}"
        if len(longer) > SHORT_WAY:
            return printable(f"… {text}", SHORT_WAY + 2)
        text = longer
    return printable(text, SHORT_WAY + 2)


def _printed(text: str | None) -> Cell:
    if text is None:
        return Cell(text="—", kind=Kind.PRINTED)
    return Cell(text=printable(text, LONGEST), short=printable(text, SHORT), kind=Kind.PRINTED)


def _full(author: Author | None) -> str:
    """`A. Author, 1a2b3c4d “Correct the mean”`."""
    if author is None:
        return "not known"
    if not author.commit:
        return "not committed yet"
    return printable(f"{author.name}, {author.commit[:ABBREVIATED]} “{author.subject}”")


def _brief(author: Author | None) -> str:
    if author is None or not author.commit:
        return _full(author)
    return printable(f"{author.name}, {author.commit[:ABBREVIATED]}", 40)
