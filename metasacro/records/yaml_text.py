"""YAML text becomes nodes with positions. The small, safe part of YAML only: no anchors, aliases, merges or tags.

The parser's event stream is read instead of its object tree: scalars stay text (`no` is a word, `012` is not 10),
every value keeps its line and column, and depth is counted before anything is built, because the C parser's own
tree builder crashes the process on deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

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
#: The same for a search in a whole file, which must not try every length of a run of spaces.
GLUED_ANYWHERE = re.compile(r"\s#[^\s#]")

#: A named tuple made without the call of its own constructor: a record has hundreds.
_new = tuple.__new__

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
        root = _document(_Events(source.file, source.text, lines))
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
    """The parser's events, one after the other, and what is refused in any of them.

    A record has hundreds; what is asked of each is asked as seldom and as cheaply as can be.
    """

    def __init__(self, file: str, text: str, lines: tuple[str, ...]) -> None:
        self._file = file
        self._lines = lines
        self.next: Callable[[], Any] = Loader(text).get_event
        #: Whether a text of the file may be too long, or a remark is glued to a word, be it in quotes or not.
        self._odd = len(text) > LONGEST_SCALAR or GLUED_ANYWHERE.search(text) is not None

    def reference(self, event: Any) -> _Stop:
        """What is said of an anchor, an alias or a tag."""
        if event.anchor is not None:
            return self.stop("MS107", event)
        return self.stop("MS109", event, tag=printable(event.tag, 60))

    def stop(self, code: str, event: Any, **values: Any) -> _Stop:
        mark, end = event.start_mark, event.end_mark
        one_line = isinstance(event, ScalarEvent) and end.line == mark.line
        length = end.column - mark.column if one_line else 1
        return _Stop(problem(code, place(self._file, self._lines, mark.line, mark.column, length), **values))

    def scalar(self, event: Any) -> Scalar:
        """A piece of text that may stand in a record."""
        if self._odd:
            self._refuse_odd_text(event)
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        length = end.column - column if end.line == line else 1
        # A plain scalar's style is None in Python's parser and "" in the C parser.
        return _new(Scalar, (event.value, not event.style, line, column, length))

    def _refuse_odd_text(self, event: Any) -> None:
        """One that is too long; and a `#` glued to a word after plain text, which would cut the text short silently."""
        if len(event.value) > LONGEST_SCALAR:
            raise self.stop("MS102", event, most=LONGEST_SCALAR // 1000)
        if event.style:
            return
        end = event.end_mark
        line = self._lines[end.line] if end.line < len(self._lines) else ""
        if match := GLUED_COMMENT.match(line, end.column):
            raise _Stop(problem("MS142", place(self._file, self._lines, end.line, match.end() - 2)))


def _document(events: _Events) -> Node:
    events.next()  # the stream starts
    event = events.next()
    if isinstance(event, yaml.StreamEndEvent):
        raise events.stop("MS125", event)
    root = _node(events, events.next(), depth=1)
    events.next()  # the document ends
    event = events.next()
    if isinstance(event, yaml.DocumentStartEvent):
        raise events.stop("MS124", event)
    return root


def _node(events: _Events, event: Any, depth: int) -> Node:
    if event.anchor is not None or event.tag is not None:
        raise events.reference(event)
    if depth > DEEPEST:
        raise events.stop("MS106", event, deepest=DEEPEST)
    kind = type(event)
    if kind is ScalarEvent:
        return events.scalar(event)
    mark = event.start_mark
    if kind is SequenceStartEvent:
        following, items = events.next, list[Node]()
        while type(entry := following()) is not SequenceEndEvent:
            items.append(_node(events, entry, depth + 1))
        return Sequence(tuple(items), mark.line, mark.column)
    return Mapping(_entries(events, depth), mark.line, mark.column, bool(event.flow_style))


def _entries(events: _Events, depth: int) -> tuple[tuple[Scalar, Node], ...]:
    entries: list[tuple[Scalar, Node]] = []
    seen: dict[str, int] = {}
    following, scalar, below = events.next, events.scalar, depth + 1
    while type(event := following()) is not MappingEndEvent:
        if event.anchor is not None or event.tag is not None:
            raise events.reference(event)
        if type(event) is not ScalarEvent:
            raise events.stop("MS137", event)
        if event.value == "<<" and event.implicit[0]:
            raise events.stop("MS108", event)
        key = scalar(event)
        if key.text in seen:
            raise events.stop("MS110", event, key=printable(key.text, 60), first=seen[key.text] + 1)
        seen[key.text] = key.line
        entries.append((key, _node(events, following(), below)))
    return tuple(entries)
