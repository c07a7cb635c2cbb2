"""YAML text becomes nodes with positions. The small, safe part of YAML only: no anchors, aliases, merges or tags.

The parser's event stream is read instead of its object tree: scalars stay text (`no` is a word, `012` is not 10),
every value keeps its line and column, and depth is counted before anything is built, because the C parser's own
tree builder crashes the process on deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from metasacro.problems import Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.file_text import FileText
from metasacro.records.nodes import Document, Mapping, Node, Scalar, Sequence, place

#: No record needs more than 6 levels; far below any recursion limit.
DEEPEST = 20
#: A longer piece of text is a paste by mistake.
LONGEST_SCALAR = 20_000

#: `x #frag` is most often text, `x # a remark` is a remark.
GLUED_COMMENT = re.compile(r"\s+#[^\s#]")

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What the parser says → what usually mends it.
HINTS = {
    "mapping values are not allowed": "text that holds `: ` must stand in quotes",
    "found character that cannot start any token": "text that starts with a special character must stand in quotes; "
    "indent with spaces, not tabs",
    "did not find expected key": "check the indentation of this line and the one above",
    "could not find expected ':'": "a field needs a colon and a space after its name",
    "found unexpected end of stream": "a quote or a bracket is not closed",
    "did not find expected ',' or": "a bracket is not closed, or a comma is missing",
}


class _Stop(Exception):  # noqa: N818 - it ends a walk and never reaches a caller
    """Ends the walk at the first structural problem; never leaves this module."""

    def __init__(self, found: Problem) -> None:
        self.found = found


def parse_yaml(source: FileText) -> Document | Problem:
    """The file's one document as nodes, or the first thing that makes its structure unusable."""
    lines = tuple(source.text.split("\n"))
    try:
        root = _document(_Events(source.file, lines, yaml.parse(source.text, Loader=Loader)))
    except _Stop as stop:
        return stop.found
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = error.problem or "the text is not YAML"
        if "end of stream" in said and error.context_mark:
            mark = error.context_mark  # where the quote or bracket opens says more than the end of the file
        hint = next((hint for words, hint in HINTS.items() if words in said), "")
        at = place(source.file, lines, mark.line, mark.column) if mark else None
        return problem("MS105", at, said=said, hint=hint)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: Python's own parser on a directive's number
        return problem("MS105", place(source.file, lines, 0, 0), said=printable(str(error), 200))
    return Document(source.file, lines, root)


class _Events:
    """The event stream, with what is refused in any event checked on the way."""

    def __init__(self, file: str, lines: tuple[str, ...], stream: Iterator[Any]) -> None:
        self._file = file
        self._lines = lines
        self._stream = stream

    def __next__(self) -> Any:
        event = next(self._stream)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise self.stop("MS107", event)
        if getattr(event, "tag", None) is not None:
            raise self.stop("MS109", event, tag=printable(event.tag, 60))
        return event

    def stop(self, code: str, event: Any, **values: Any) -> _Stop:
        mark, end = event.start_mark, event.end_mark
        one_line = isinstance(event, yaml.ScalarEvent) and end.line == mark.line
        length = end.column - mark.column if one_line else 1
        return _Stop(problem(code, place(self._file, self._lines, mark.line, mark.column, length), **values))

    def refuse_glued_comment(self, event: Any) -> None:
        """A `#` glued to a word after plain text would cut the text short without a word."""
        end = event.end_mark
        line = self._lines[end.line] if end.line < len(self._lines) else ""
        if not event.style and (match := GLUED_COMMENT.match(line, end.column)):
            raise _Stop(problem("MS142", place(self._file, self._lines, end.line, match.end() - 2)))


def _document(events: _Events) -> Node:
    next(events)  # the stream starts
    event = next(events)
    if isinstance(event, yaml.StreamEndEvent):
        raise events.stop("MS125", event)
    root = _node(events, next(events), depth=1)
    next(events)  # the document ends
    event = next(events)
    if isinstance(event, yaml.DocumentStartEvent):
        raise events.stop("MS124", event)
    return root


def _node(events: _Events, event: Any, depth: int) -> Node:
    if depth > DEEPEST:
        raise events.stop("MS106", event, deepest=DEEPEST)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(events, event)
    mark = event.start_mark
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(events, event, depth + 1))
        return Sequence(tuple(items), mark.line, mark.column)
    return Mapping(_entries(events, depth), mark.line, mark.column, bool(event.flow_style))


def _entries(events: _Events, depth: int) -> tuple[tuple[Scalar, Node], ...]:
    entries: list[tuple[Scalar, Node]] = []
    seen: dict[str, int] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            raise events.stop("MS137", event)
        if event.value == "<<" and event.implicit[0]:
            raise events.stop("MS108", event)
        key = _scalar(events, event)
        if key.text in seen:
            raise events.stop("MS110", event, key=printable(key.text, 60), first=seen[key.text] + 1)
        seen[key.text] = key.line
        entries.append((key, _node(events, next(events), depth + 1)))
    return tuple(entries)


def _scalar(events: _Events, event: Any) -> Scalar:
    if len(event.value) > LONGEST_SCALAR:
        raise events.stop("MS102", event, most=LONGEST_SCALAR // 1000)
    start, end = event.start_mark, event.end_mark
    events.refuse_glued_comment(event)
    length = end.column - start.column if end.line == start.line else 1
    # A plain scalar's style is None in Python's parser and "" in the C parser.
    return Scalar(event.value, not event.style, start.line, start.column, length)
