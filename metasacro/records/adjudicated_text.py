"""The record that follows from two extractions and the decisions between them, in the first reader's own layout."""

from __future__ import annotations

import io
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from metasacro.problems import Problem, Severity, problem
from metasacro.records.comparison import Verdict
from metasacro.records.extraction import read_record
from metasacro.records.printed_values import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.records.extraction import ExtractedRecord
    from metasacro.records.printed_values import Way
    from metasacro.records.reconciliation_decisions import Settled


class _TextOnly(VersionedResolver):
    """Every value is text: `9.0` stays `9.0` and needs no quotes."""

    @property
    def versioned_resolver(self) -> dict[Any, Any]:
        """No pattern makes a number, a date or a truth value of a text."""
        return {}


def adjudicated_text(
    study: str, a: ExtractedRecord, b: ExtractedRecord, settled: Sequence[Settled], file: str
) -> str | Problem:
    """The record's text. Where nothing differs it is the first reader's file, to the letter.

    The text is read again: MS187 where the values chosen contradict each other.
    """
    tree = _Tree(a, b)
    tree.sign()
    for each in settled:
        tree.set(each)
    for each in sorted(settled, key=_way_in_b):
        tree.insert(each)
    tree.delete([each for each in settled if each.difference.a is not None and _is_dropped(each)])
    if settled:
        tree.explain(settled)
    text = tree.text() if tree.changed else a.source.text
    read, found = read_record(replace(a.source, file=file, text=text))
    if read is None:
        first = next(each for each in found if each.severity is Severity.ERROR)
        at = settled[0].difference.side.location if settled else None
        return problem("MS187", at, trail=study, study=study, found=first.code, said=first.message)
    written = Counter(
        (value.field, value.text) for value in read.printed.values.values() if value.way[0] != "adjudicated"
    )
    assert written == _expected(a, b, settled), f"{study}: the text written does not hold the values decided"
    return text


def _way_in_b(each: Settled) -> Way:
    """The order of the second reader's file."""
    return each.difference.b.way if each.difference.b else ()


def _is_dropped(each: Settled) -> bool:
    return each.difference.verdict is Verdict.ONLY_A and each.origin == "b"


def _expected(a: ExtractedRecord, b: ExtractedRecord, settled: Sequence[Settled]) -> Counter[tuple[str, str]]:
    """Every value that the record should hold."""
    values = {
        path: (value.field, value.text) for path, value in a.printed.values.items() if value.way[0] != "adjudicated"
    }
    for each in settled:
        path, taken = each.difference.path, b.printed.values
        if each.difference.field.startswith("adjudicated"):
            continue
        if each.difference.is_entry:
            inside = {name for name in {**values, **taken} if name == path or name.startswith(path + BETWEEN)}
            for name in inside:
                if each.origin == "b" and name in taken:
                    values[name] = (taken[name].field, taken[name].text)
                elif each.origin == "b":
                    values.pop(name, None)
        elif each.value is not None:
            values[path] = (each.difference.field, each.value)
        elif each.origin == "b" and path in taken:
            values[path] = (taken[path].field, taken[path].text)
        elif each.origin == "b":
            values.pop(path, None)
    return Counter(values.values())


class _Tree:
    """Both files as ruamel's trees; the first is changed."""

    def __init__(self, a: ExtractedRecord, b: ExtractedRecord) -> None:
        self._a, self._b = a.printed, b.printed
        self._writer = YAML()
        self._writer.Resolver = _TextOnly
        self._writer.preserve_quotes = True
        self._writer.width = 2**16  # lines stay as they were broken
        self._writer.indent(mapping=2, sequence=4, offset=2)
        self._mine, self._theirs = self._writer.load(a.source.text), self._writer.load(b.source.text)
        self.changed = False

    def text(self) -> str:
        """The first tree as text."""
        stream = io.StringIO()
        self._writer.dump(self._mine, stream)
        return stream.getvalue()

    def sign(self) -> None:
        """Both readers sign the appraisals that both made."""
        for path, (way, _) in self._a.entries.items():
            if way[0] != "risk_of_bias" or len(way) != 2 or path not in self._b.entries:
                continue
            mine, theirs = _at(self._mine, way), _at(self._theirs, self._b.entries[path][0])
            names, more = (_listed(table["by"]) for table in (mine, theirs))
            added = [name for name in more if name not in names]
            if added:
                mine["by"] = _flow([*names, *added])
                self.changed = True

    def set(self, each: Settled) -> None:
        """Put another value in the place of the first reader's."""
        difference = each.difference
        if difference.a is None or each.origin == "a" or _is_dropped(each):
            return
        holder = _at(self._mine, difference.a.way[:-1])
        assert each.value is not None or difference.b is not None, "b is chosen only where b has a value"
        holder[difference.a.way[-1]] = _scalar(each.value if each.value is not None else difference.b.text)  # type: ignore[union-attr] # the line above
        self.changed = True

    def insert(self, each: Settled) -> None:
        """Add what only the second reader has."""
        difference = each.difference
        if difference.b is None or difference.a is not None or each.origin == "a":
            return
        self.changed = True
        start, other = (self._start(printed, difference.holder) for printed in (self._a, self._b))
        holder, theirs = _at(self._mine, start), _at(self._theirs, other)
        way = difference.b.way[len(other) :]
        for step, after in pairwise(way):
            if step not in holder:
                _insert(holder, theirs, step, CommentedSeq() if isinstance(after, int) else CommentedMap())
            holder, theirs = holder[step], theirs[step]
        last = way[-1]
        made = _scalar(each.value) if each.value is not None else _taken(theirs[last])
        if isinstance(last, int):
            holder.append(made)
        else:
            _insert(holder, theirs, last, made)

    def _start(self, printed: Any, holder: str) -> Way:
        way: Way = printed.entries[holder][0] if holder else ()
        return way

    def delete(self, dropped: Sequence[Settled]) -> None:
        """Leave out what only the first reader has, and tables and lists that are empty then."""
        ways = sorted((each.difference.a.way for each in dropped if each.difference.a), key=_backwards, reverse=True)
        for way in ways:
            self.changed = True
            del _at(self._mine, way[:-1])[way[-1]]
            for length in range(len(way) - 1, 0, -1):
                if len(_at(self._mine, way[:length])):
                    break
                del _at(self._mine, way[: length - 1])[way[length - 1]]

    def explain(self, settled: Sequence[Settled]) -> None:
        """Keep what each reader had, and whose value stands."""
        self.changed = True
        if "adjudicated" not in self._mine:
            self._mine["adjudicated"] = CommentedSeq()
            self._mine.yaml_set_comment_before_after_key("adjudicated", before="\n")
        for each in settled:
            sides = {"a": each.difference.a, "b": each.difference.b}
            told = {"field": each.difference.path, **{name: side.text for name, side in sides.items() if side}}
            told |= {"decision": each.origin, "reason": each.reason} | ({"by": each.by} if each.by else {})
            self._mine["adjudicated"].append(CommentedMap({name: _scalar(text) for name, text in told.items()}))


def _backwards(way: Way) -> list[tuple[int, str]]:
    """Later entries of a list first, so that positions still hold."""
    return [(step, "") if isinstance(step, int) else (0, step) for step in way]


def _at(tree: Any, way: Way) -> Any:
    for step in way:
        tree = tree[step]
    return tree


def _listed(value: Any) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else [str(value)]


def _flow(items: Sequence[str]) -> CommentedSeq:
    made = CommentedSeq(_scalar(item) for item in items)
    made.fa.set_flow_style()
    return made


def _scalar(text: str) -> str:
    """A text that can stand anywhere; the parser takes a question mark in braces for a key."""
    return DoubleQuotedScalarString(text) if "?" in text or text.strip("~") == "" or text.lower() == "null" else text


def _taken(node: Any) -> Any:
    """A copy of the second reader's node. Its text alone, where it is one: a folded text cannot stand in braces."""
    return _scalar(" ".join(node.split())) if isinstance(node, str) else deepcopy(node)


def _insert(holder: Any, theirs: Any, name: Any, value: Any) -> None:
    """Add a field behind the one that it follows in the second reader's file."""
    before = list(theirs)[: list(theirs).index(name)]
    names = list(holder)
    position = next((names.index(other) + 1 for other in reversed(before) if other in names), len(names))
    holder.insert(position, name, value)
