"""Which files of the evidence changed, and in each which values, as they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from metasacro.problems import Problem
from metasacro.records.file_values import PrintedValue, bibliography_values, record_values
from metasacro.records.folder import PROTOCOL, REFERENCES
from metasacro.records.protocol_fields import PROTOCOL as PROTOCOL_SHAPE
from metasacro.records.study_fields import STUDY
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.records.file_text import FileText
    from metasacro.records.revisions.authorship import Author
    from metasacro.records.revisions.state import State

#: A record that is gone and a new one are one renamed record if at least this share of their values is the same.
ALIKE = 0.5

Values = tuple[PrintedValue, ...]


class Fate(Enum):
    """What became of a file."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """One value on both sides; the side that lacks it is None. `by`: None where nobody knows."""

    way: tuple[str, ...]
    old: PrintedValue | None
    new: PrintedValue | None
    by: Author | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """One file whose values changed. Names are the files' own; what messages call them stands in `State.files`.

    `size`: how many values an added or removed file holds, which `values` does not repeat.
    """

    fate: Fate
    old: str | None
    new: str | None
    values: tuple[ValueChange, ...] = ()
    size: int = 0
    readable: bool = True  #: False where one side is no YAML, so that no values can be told
    by: Author | None = None  #: of an added or removed file

    @property
    def name(self) -> str:
        """What the file is called now; of a removed one, what it was called."""
        return self.new or self.old or ""

    @property
    def study(self) -> str | None:
        """The record's name; None for the protocol and the bibliography."""
        return None if self.name in (PROTOCOL, REFERENCES) else self.name.removesuffix(".yaml")


def changed_files(old: State, new: State) -> tuple[FileChange, ...]:
    """Protocol, bibliography, then records in alphabetical order. Remarks and layout are no change."""
    before = {name: _values(name, source) for name, source in old.files.items()}
    after = {name: _values(name, source) for name, source in new.files.items()}
    renamed = dict(_renamed(before, after))
    kept = {**{name: name for name in before if name in after}, **renamed}
    found = [
        *(_compared(name, kept[name], before[name], after[kept[name]]) for name in kept),
        *(_whole(Fate.REMOVED, name, None, before[name]) for name in before if name not in kept),
        *(_whole(Fate.ADDED, None, name, after[name]) for name in after if name not in kept.values()),
    ]
    told = (change for change in found if change is not None)
    return tuple(sorted(told, key=lambda change: (change.study is not None, change.name)))


def _values(name: str, source: FileText) -> Values | None:
    """None for what is no YAML."""
    if name == REFERENCES:
        return bibliography_values(source)
    values = record_values(source, PROTOCOL_SHAPE if name == PROTOCOL else STUDY)
    return None if isinstance(values, Problem) else values


def _whole(fate: Fate, old: str | None, new: str | None, values: Values | None) -> FileChange:
    return FileChange(fate=fate, old=old, new=new, size=len(values or ()), readable=values is not None)


def _compared(old: str, new: str, before: Values | None, after: Values | None) -> FileChange | None:
    """None where no value differs."""
    fate = Fate.CHANGED if old == new else Fate.RENAMED
    if before is None or after is None:
        return None if before == after else FileChange(fate=fate, old=old, new=new, readable=False)
    values = tuple(compare_values(before, after))
    return FileChange(fate=fate, old=old, new=new, values=values) if values or fate is Fate.RENAMED else None


def compare_values(before: Values, after: Values) -> Iterator[ValueChange]:
    """What differs, in the order of the new file, then what is gone; characters count, so `9` and `9.0` differ."""
    gone = {value.way: value for value in before}
    for value in after:
        was = gone.pop(value.way, None)
        if was is None or was.text != value.text:
            yield ValueChange(way=value.way, old=was, new=value)
    for value in gone.values():
        yield ValueChange(way=value.way, old=value, new=None)
    yield from _other_order(before, after)


def _other_order(before: Values, after: Values) -> Iterator[ValueChange]:
    """Lists of words that hold the same words in another order, besides what came and went."""
    lists = {value.way[:-1]: value for value in reversed(after) if value.listed}
    for way, first in lists.items():
        old = [value for value in before if value.listed and value.way[:-1] == way]
        new = [value for value in after if value.listed and value.way[:-1] == way]
        both = {value.way for value in old} & {value.way for value in new}
        if [value.way for value in old if value.way in both] != [value.way for value in new if value.way in both]:
            yield ValueChange(
                way=(*way, "order"),
                old=PrintedValue(way=way, text=_joined(old), line=old[0].line),
                new=PrintedValue(way=way, text=_joined(new), line=first.line),
            )


def _joined(values: Iterable[PrintedValue]) -> str:
    return ", ".join(value.text for value in values)


def _renamed(before: Mapping[str, Values | None], after: Mapping[str, Values | None]) -> Iterator[tuple[str, str]]:
    """Records under another name, the most alike first; each is paired once."""
    fixed = {PROTOCOL, REFERENCES}
    gone = [name for name in before if name not in after and name not in fixed]
    come = [name for name in after if name not in before and name not in fixed]
    pairs = [(_likeness(before[old], after[new]), old, new) for old in gone for new in come]
    taken: set[str] = set()
    for likeness, old, new in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if likeness >= ALIKE and not taken & {f"-{old}", f"+{new}"}:
            taken |= {f"-{old}", f"+{new}"}
            yield old, new


def _likeness(before: Values | None, after: Values | None) -> float:
    """The share of values that stand in both, of the longer record's."""
    if not before or not after:
        return 0.0
    old, new = ({(value.way, value.text) for value in side} for side in (before, after))
    return len(old & new) / max(len(old), len(new))
