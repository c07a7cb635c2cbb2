"""A record or protocol in the layout of the shipped ones: order, indent, length of lines. Nothing else changes."""

from __future__ import annotations

from pathlib import PurePath

from metasacro.problems import Problem, Severity, problem
from metasacro.records.file_text import FileText
from metasacro.records.folder import PROTOCOL
from metasacro.records.nodes import place
from metasacro.records.protocol_fields import PROTOCOL as PROTOCOL_SHAPE
from metasacro.records.protocol_text import read_protocol
from metasacro.records.record_writing import in_order, kind_below, set_apart
from metasacro.records.scalars import NUMBER
from metasacro.records.shape import Kind, ListOf, Shape, Table, Text
from metasacro.records.study_fields import STUDY
from metasacro.records.study_text import read_study
from metasacro.records.yaml_pieces import pieces
from metasacro.records.yaml_text import parse_yaml
from metasacro.records.yaml_writing import Piece, written


def laid_out(source: FileText) -> str | list[Problem]:
    """The text in its layout; or, of a file with errors, these errors, because such a file is left alone."""
    is_protocol = PurePath(source.file).name == PROTOCOL
    _, problems = read_protocol(source) if is_protocol else read_study(source)
    errors = [found for found in problems if found.severity is Severity.ERROR]
    if errors:
        return errors
    text = in_layout(source.text, PROTOCOL_SHAPE if is_protocol else STUDY)
    again = parse_yaml(FileText(file=source.file, text=text, digest=""))
    lost = "it could not be read again" if isinstance(again, Problem) else _lost(pieces(source.text), pieces(text))
    if lost:
        return [problem("MS159", place(source.file, source.text.split("\n"), 0, 0), said=lost)]
    return text


def in_layout(text: str, shape: Shape) -> str:
    """The text of a file without errors, laid out."""
    root = _arranged(pieces(text), Table(shape=shape))
    assert isinstance(root.content, dict)
    set_apart(root.content, shape)
    return written(root)


def _arranged(piece: Piece, kind: Kind | None) -> Piece:
    content = piece.content
    if isinstance(content, dict):
        names = in_order(list(content), kind.shape if isinstance(kind, Table) else None)
        piece.content = {name: _arranged(content[name], kind_below(kind, name)) for name in names}
    elif isinstance(content, list):
        piece.content = [_arranged(item, kind.item if isinstance(kind, ListOf) else None) for item in content]
    else:
        # Quotes stand where YAML needs them, and round a year in a text, so that editors do not take it for a number.
        piece.quotes = '"' if piece.quotes and isinstance(kind, Text) and NUMBER.fullmatch(content) else ""
    return piece


def _lost(before: Piece, after: Piece) -> str:
    """What a layout has changed that it may not change: a second look, for texts that nobody thought of."""
    if _values(before) != _values(after):
        return "a value would change"
    if sorted(_remarks(before)) != sorted(_remarks(after)):
        return "a remark would be lost"
    return ""


def _values(piece: Piece) -> object:
    """Without order and white space, which the reader does not see either."""
    content = piece.content
    if isinstance(content, dict):
        return {name: _values(child) for name, child in content.items()}
    return [_values(child) for child in content] if isinstance(content, list) else " ".join(content.split())


def _remarks(piece: Piece) -> list[str]:
    content = piece.content
    inside = [] if isinstance(content, str) else list(content.values()) if isinstance(content, dict) else content
    own = [line for line in (*piece.above, piece.beside, *piece.below) if line]
    return [*own, *(line for child in inside for line in _remarks(child))]
