"""Text of a YAML file from pieces that know what stands above and beside them; ruamel.yaml writes it.

One layout for every file of evidence: two spaces a level, lines of at most 120 characters, a row in braces where it
fits on one line, longer text folded. A number stays the text that it was, so `5.0` is neither 5 nor `"5.0"`.
"""

from __future__ import annotations

import io
import re
import textwrap
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.emitter import Emitter, RoundTripEmitter
from ruamel.yaml.error import CommentMark
from ruamel.yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString
from ruamel.yaml.tag import Tag
from ruamel.yaml.tokens import CommentToken

from metasacro.records.shape import NOTHING
from metasacro.records.yaml_text import Loader

#: Longest line.
WIDTH = 120
#: White space that a folded text cannot keep.
_UNEVEN = re.compile(r"^\s|\s$|  |[\n\t]")


@dataclass(slots=True, kw_only=True)
class Piece:
    """A text, a table or a list, with its remarks. Remarks carry their `#`."""

    content: str | dict[str, Piece] | list[Piece]
    quotes: str = ""  #: the quotes that it has to have, or none
    folded: bool = False  #: written folded before; then not put into quotes
    braces: bool = False  #: on one line in braces or brackets, if it fits
    blank: bool = False  #: an empty line stands above
    above: list[str] = field(default_factory=list)  #: lines; an empty one is an empty line
    beside: str = ""
    below: list[str] = field(default_factory=list)  #: of a table or a list: what stands under its last entry


class _TextOnly(VersionedResolver):
    """Every value is text, so that nothing needs quotes for looking like a number or a date."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return Tag(suffix="tag:yaml.org,2002:str") if kind is ScalarNode else super().resolve(kind, value, implicit)


class _LineKeeper(RoundTripEmitter):
    """After a remark beside a row in braces ruamel may go on in the same line."""

    def write_post_comment(self, event: Any) -> bool:
        if isinstance(event, MappingEndEvent | SequenceEndEvent | ScalarEvent):
            self.no_newline = False
        return super().write_post_comment(event)


def written(root: Piece) -> str:
    """The text of a file whose root is a table; `above` and `below` of the root are its first and last lines."""
    writer = YAML()
    writer.Resolver = _TextOnly
    writer.Emitter = _LineKeeper
    writer.width = 1_000_000  # lines are broken here and not there, which breaks them after they are full
    writer.indent(mapping=2, sequence=4, offset=2)
    builder = _Builder()
    tree = builder.table(root, 0)
    stream = io.StringIO()
    writer.dump(tree, stream)
    tail = [*builder.ahead, *((0, line) for line in root.below)]
    return "".join(
        (*(f"{line}\n" for line in root.above), stream.getvalue(), *(f"{' ' * at}{line}\n" for at, line in tail))
    )


class _Builder:
    """Pieces become ruamel's maps and lists; `ahead` are lines that wait for the next entry, each with its column."""

    def __init__(self) -> None:
        self.ahead: list[tuple[int, str]] = []

    def table(self, piece: Piece, column: int) -> CommentedMap:
        assert isinstance(piece.content, dict)
        made = CommentedMap()
        for name, child in piece.content.items():
            beside = self._beside(child, column + len(key_text(name)) + 1)
            above = self._above(child, column)
            made[name] = self._value(child, column, len(key_text(name)) + 2)
            if above or beside:
                made.ca.items[name] = [None, above or None, _token(beside, 0) if beside else None, None]
        self._leave(piece, column)
        return made

    def _list(self, piece: Piece, column: int) -> CommentedSeq:
        assert isinstance(piece.content, list)
        made = CommentedSeq()
        for position, child in enumerate(piece.content):
            self._hoist(child, column)
            beside = self._beside(child, column + 1)
            above = self._above(child, column)
            made.append(self._value(child, column, 2))
            if above or beside:
                made.ca.items[position] = [_token(beside, 0) if beside else None, above or None]
        self._leave(piece, column)
        return made

    def _leave(self, piece: Piece, column: int) -> None:
        if column:
            self.ahead += [(column, line) for line in piece.below]

    def _hoist(self, item: Piece, column: int) -> None:
        """Between a dash and the first field there is no line for a remark: it goes above the dash."""
        content = item.content
        if isinstance(content, dict) and content and not in_braces(item, WIDTH - column - 2):
            name, first = next(iter(content.items()))
            self._beside(first, column + 2 + len(key_text(name)) + 1)  # without room there it is above by now
            item.above += [item.beside, *first.above] if item.beside else first.above
            item.beside, first.above, first.blank = "", [], False

    def _above(self, piece: Piece, column: int) -> list[CommentToken]:
        lines = [*self.ahead, *([(0, "")] if piece.blank else []), *((column, line) for line in piece.above)]
        self.ahead = []
        return [_token(f"{line}\n", at if line else 0) for at, line in lines]

    def _beside(self, piece: Piece, start: int) -> str:
        """The remark that stays beside its value; one without room goes above."""
        if not piece.beside:
            return ""
        room = WIDTH - start - 1 - len(piece.beside)
        content = piece.content
        if isinstance(content, str):
            fits = len(inline(piece, flow=False)) + 1 <= room and not _folds(piece, WIDTH)
        elif content and not in_braces(piece, WIDTH - start - 1):
            fits = room >= 0
        else:
            fits = flow_length(piece) + 1 <= room
        if fits:
            return piece.beside
        piece.above.append(piece.beside)
        piece.beside = ""
        return ""

    def _value(self, piece: Piece, column: int, used: int) -> Any:
        """`used`: what stands before the value on its line."""
        room = WIDTH - column - used
        if isinstance(piece.content, str):
            return _text(piece, room, WIDTH - column - 2)
        if not piece.content or in_braces(piece, room):
            return _flow(piece)
        if isinstance(piece.content, dict):
            return self.table(piece, column + 2)
        return self._list(piece, column + 2)


def in_braces(piece: Piece, room: int) -> bool:
    """Whether a table or a list stands on one line."""
    return piece.braces and not _remarked(piece) and flow_length(piece) <= room


def _remarked(piece: Piece) -> bool:
    """Whether a remark stands inside; braces would have no place for it."""
    content = piece.content
    inside = () if isinstance(content, str) else content.values() if isinstance(content, dict) else content
    return bool(piece.below) or any(child.above or child.beside or _remarked(child) for child in inside)


def flow_length(piece: Piece) -> int:
    """Characters of a value on one line, inside braces."""
    content = piece.content
    if isinstance(content, str):
        return len(inline(piece, flow=True))
    if isinstance(content, dict):
        inside = [len(key_text(name)) + 2 + flow_length(child) for name, child in content.items()]
    else:
        inside = [flow_length(child) for child in content]
    return 2 + sum(inside) + 2 * max(0, len(inside) - 1)


def inline(piece: Piece, *, flow: bool) -> str:
    """A text as it stands on one line."""
    text = piece.content
    assert isinstance(text, str)
    if piece.quotes or not _plain(text, flow=flow):
        return '"' + re.sub(r'["\\\n\t]', r"\\\g<0>", text) + '"'
    return text


@lru_cache(maxsize=1)
def _judge() -> Emitter:
    """ruamel's own judgement of which texts need quotes; nothing is written with it."""
    return Emitter(io.StringIO(), allow_unicode=True, dumper=YAML())


@lru_cache(maxsize=4096)
def _plain(text: str, *, flow: bool) -> bool:
    """Whether a text needs no quotes. No text at all is a field that is left open."""
    if not text:
        return not flow
    if text in NOTHING or (flow and "?" in text):
        return False
    analysis = _judge().analyze_scalar(text)
    return bool(analysis.allow_flow_plain if flow else analysis.allow_block_plain) and _read_back(text, flow=flow)


def _read_back(text: str, *, flow: bool) -> bool:
    """Whether our own reader takes it for the same text: ruamel writes YAML 1.2, where `{a: :0}` is fine."""
    line = f"{{a: {text}}}" if flow else f"a: {text}"
    try:
        events = list(yaml.parse(line, Loader=Loader))
    except yaml.YAMLError:
        return False
    return [event.value for event in events if isinstance(event, yaml.ScalarEvent)] == ["a", text]


def key_text(name: str) -> str:
    """A field's name as it stands in the file."""
    return name if _plain(name, flow=True) else f'"{name}"'


def _folds(piece: Piece, room: int) -> bool:
    text = piece.content
    assert isinstance(text, str)
    if " " not in text or _UNEVEN.search(text):
        return False
    return len(inline(piece, flow=False)) > room or (piece.folded and not _plain(text, flow=False))


def _text(piece: Piece, room: int, width: int) -> Any:
    """A text on the line of its field where it fits, else folded below it."""
    text = piece.content
    assert isinstance(text, str)
    if not _folds(piece, room):
        return _quoted(piece, flow=False)
    folded = FoldedScalarString(text)
    ends, at = [], 0
    for line in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)[:-1]:
        at += len(line)
        ends.append(at)
        at += 1
    folded.fold_pos = ends
    return folded


def _quoted(piece: Piece, *, flow: bool) -> Any:
    text = piece.content
    assert isinstance(text, str)
    if piece.quotes or not _plain(text, flow=flow):
        return DoubleQuotedScalarString(text)
    return text


def _flow(piece: Piece) -> Any:
    """Everything on one line."""
    content = piece.content
    if isinstance(content, str):
        return _quoted(piece, flow=True)
    made: Any
    if isinstance(content, dict):
        made = CommentedMap((name, _flow(child)) for name, child in content.items())
    else:
        made = CommentedSeq([_flow(child) for child in content])
    made.fa.set_flow_style()
    return made


def _token(text: str, column: int) -> CommentToken:
    return CommentToken(text, CommentMark(column), None)
