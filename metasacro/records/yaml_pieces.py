"""A file's text as pieces, each with the remarks that stand above and beside it.

PyYAML's events say where every value stands; a `#` outside all of them begins a remark. A remark on a line of its own
belongs to what follows; if it is indented deeper than that, it closes the table above it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from metasacro.records.yaml_text import Loader
from metasacro.records.yaml_writing import Piece
from metasacro.values.frozen import dataclass

_REMARK = re.compile(r"(?:^|(?<=[ \t]))#")

Spot: TypeAlias = tuple[int, int]  #: line and column, from 0


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where an entry begins, and the table or list that it belongs to."""

    spot: Spot
    piece: Piece
    holder: Piece
    apart: bool  #: an empty line above it is kept


def pieces(text: str) -> Piece:
    """The root of a file that `parse_yaml` accepts."""
    reader = _Reader(text)
    root = reader.root()
    _attach(reader, root)
    return root


class _Reader:
    """Walks over the events; `anchors` and `inner` are the entries outside and inside braces, in the file's order."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.anchors: list[_Anchor] = []
        self.inner: list[_Anchor] = []
        self.texts: list[tuple[Spot, Spot]] = []  #: from where to where a text stands
        self.braces: list[tuple[Spot, Spot]] = []  #: the same of what stands in outermost braces
        self._events: Iterator[Any] = yaml.parse(text, Loader=Loader)

    def root(self) -> Piece:
        next(self._events)
        next(self._events)
        return self._node(next(self._events), depth=0, flow=False)

    def _node(self, event: Any, depth: int, *, flow: bool) -> Piece:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        inside = flow or bool(event.flow_style)
        if isinstance(event, yaml.MappingStartEvent):
            entries: dict[str, Piece] = {}
            made = Piece(content=entries, braces=inside)
            end = self._entries(made, entries, depth, flow=inside)
        else:
            items: list[Piece] = []
            made = Piece(content=items, braces=inside)
            end = self._items(made, items, _spot(event.start_mark)[1], depth, flow=inside)
        if inside and not flow:
            self.braces.append((_spot(event.start_mark), _spot(end.end_mark)))
        return made

    def _entries(self, made: Piece, content: dict[str, Piece], depth: int, *, flow: bool) -> Any:
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            self._scalar(event)
            name: str = event.value
            mine = len(self.inner if flow else self.anchors)
            child = self._node(next(self._events), depth + 1, flow=flow)
            content[name] = child
            self._enter(mine, _Anchor(_spot(event.start_mark), child, made, depth == 0), flow=flow)
        return event

    def _items(self, made: Piece, content: list[Piece], column: int, depth: int, *, flow: bool) -> Any:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            line, at = _spot(event.start_mark)
            mine = len(self.inner if flow else self.anchors)
            child = self._node(event, depth + 1, flow=flow)
            content.append(child)
            if not flow:
                while self.lines[line][column : column + 1] != "-":
                    line -= 1
                at = column
            self._enter(mine, _Anchor((line, at), child, made, apart=True), flow=flow)
        return event

    def _enter(self, place: int, anchor: _Anchor, *, flow: bool) -> None:
        """An entry stands before what is inside it."""
        (self.inner if flow else self.anchors).insert(place, anchor)

    def _scalar(self, event: Any) -> Piece:
        start, end = _spot(event.start_mark), _spot(event.end_mark)
        block = event.style in ("|", ">")
        if block:
            # What stands behind `>-` on its line is no text yet, and empty lines below are none any more.
            start, stop = (start[0] + 1, 0), end[0]
            while end[1] == 0 and stop > start[0] and not self.lines[stop - 1].strip():
                stop -= 1
            end = (stop, end[1])
        self.texts.append((start, end))
        text = " ".join(event.value.split()) if block else event.value
        return Piece(content=text, quotes='"' if event.style in ("'", '"') else "", folded=block)

    def remarks(self) -> Iterator[tuple[Spot, str]]:
        """Every remark; and every empty line outside texts, as a remark without words."""
        self.texts.sort()
        for number, line in enumerate(self.lines):
            if not line.strip():
                if not _within((number, 0), self.texts):
                    yield (number, 0), ""
                continue
            for found in _REMARK.finditer(line):
                if not _within((number, found.start()), self.texts):
                    yield (number, found.start()), line[found.start() :].rstrip()
                    break


def _spot(mark: Any) -> Spot:
    return mark.line, mark.column


def _within(spot: Spot, spans: list[tuple[Spot, Spot]]) -> bool:
    place = bisect_right(spans, spot, key=lambda span: span[0]) - 1
    return place >= 0 and spans[place][0] <= spot < spans[place][1]


def _attach(reader: _Reader, root: Piece) -> None:
    """Every remark to its entry."""
    reader.braces.sort()
    waiting: list[tuple[Spot, str]] = []
    ahead = iter(reader.anchors)
    upcoming = next(ahead, None)
    last: _Anchor | None = None
    open_ones: list[_Anchor] = []
    for spot, words in [*reader.remarks(), ((len(reader.lines), 0), "")]:
        while upcoming is not None and upcoming.spot < spot:
            _place_above(waiting, upcoming, open_ones, root, first=last is None)
            waiting = []
            open_ones = [anchor for anchor in open_ones if anchor.spot[1] < upcoming.spot[1]]
            open_ones.append(upcoming)
            last, upcoming = upcoming, next(ahead, None)
        if words and _within(spot, reader.braces):
            _place_inside(reader, root, spot, words)
        elif words and last is not None and reader.lines[spot[0]][: spot[1]].strip():
            last.piece.beside = words
        else:
            waiting.append((spot, words))
    _place_below(waiting, open_ones, root)


def _place_above(
    waiting: list[tuple[Spot, str]], anchor: _Anchor, open_ones: list[_Anchor], root: Piece, *, first: bool
) -> None:
    if first:
        root.above = _spaced([words for _, words in waiting], end=True)
        return
    own: list[str] = []
    for spot, words in waiting:
        holder = _closed_by(spot[1], open_ones, anchor.spot[1]) if words and not any(own) else None
        if holder is not None:
            holder.below.append(words)
            own = []
        else:
            own.append(words)
    anchor.piece.blank = anchor.apart and own[:1] == [""]
    anchor.piece.above = [line for line in _spaced(own, end=False) if line or anchor.apart]


def _place_below(waiting: list[tuple[Spot, str]], open_ones: list[_Anchor], root: Piece) -> None:
    own: list[str] = []
    for spot, words in waiting:
        holder = _closed_by(spot[1], open_ones, 0) if words and not any(own) else None
        if holder is not None:
            holder.below.append(words)
            own = []
        else:
            own.append(words)
    if any(own):
        root.below = [*([""] if own[0] == "" else []), *_spaced(own, end=False)]


def _closed_by(column: int, open_ones: list[_Anchor], least: int) -> Piece | None:
    """The deepest table or list that ends here and that a remark at `column` can belong to."""
    fitting = [anchor for anchor in open_ones if least < anchor.spot[1] <= column]
    return fitting[-1].holder if fitting else None


def _place_inside(reader: _Reader, root: Piece, spot: Spot, words: str) -> None:
    """A remark inside braces: beside the entry in front of it on its line, else above the next one, else above the
    last one; above what the braces belong to where they are empty."""
    same = [anchor for anchor in reader.inner if _same_braces(reader, spot, anchor.spot)]
    before = [anchor for anchor in same if anchor.spot < spot]
    after = same[len(before) :]
    if before and before[-1].spot[0] == spot[0] and not before[-1].piece.beside:
        before[-1].piece.beside = words
    elif same:
        (after or before[-1:])[0].piece.above.append(words)
    else:
        holders = [root, *(anchor.piece for anchor in reader.anchors if anchor.spot < spot)]
        holders[-1].above.append(words)


def _same_braces(reader: _Reader, one: Spot, other: Spot) -> bool:
    return any(start <= one < end and start <= other < end for start, end in reader.braces)


def _spaced(lines: list[str], *, end: bool) -> list[str]:
    """Without empty lines at the beginning, nor two in a row, nor at the end unless `end`."""
    kept = [words for place, words in enumerate(lines) if words or (place and lines[place - 1])]
    return kept if end or not kept or kept[-1] else kept[:-1]
