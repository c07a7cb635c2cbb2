"""The mutants of a file: its functions with one small fault each, as mutmut's operators make them.

Left alone are what cannot change an answer or is not a formula: docstrings, type hints, decorators, and the statements
that raise our own exceptions (their condition is mutated, their text is not). Left out are also faults at which any
test fails, so that they do not flatter the count: a variable set to None, a call without one of its positional
arguments, and a second and third spelling of a string. Constants of a module and its records stand outside functions
and are not mutated; the oracles hold these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_assignment

ROOT = Path(__file__).resolve().parents[2]
#: Nodes with nothing to mutate in them.
QUIET = (cst.Annotation, cst.Decorator, cst.Raise, cst.ImportFrom, cst.Import, cst.Assert)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One fault: where it stands, what stood there and what does now, and the function with the fault and without."""

    file: str
    function: str
    number: int
    line: str
    was: str
    becomes: str
    source: str
    sound: str

    @property
    def name(self) -> tuple[str, str, str, str, str]:
        """What tells it from others when lines move."""
        return self.file, self.function, self.line, self.was, self.becomes


def _fails_at_once(node: cst.CSTNode, other: cst.CSTNode) -> bool:
    """A call that lacks a positional argument, and a string in other letters where one with more letters is tried."""
    if isinstance(node, cst.Call) and isinstance(other, cst.Call) and len(other.args) < len(node.args):
        kept = {id(argument) for argument in other.args}
        return any(argument.keyword is None for argument in node.args if id(argument) not in kept)
    return isinstance(other, cst.SimpleString) and isinstance(node, cst.SimpleString) and "XX" not in other.value


class _Faults(cst.CSTVisitor):
    """Every node of a function that an operator changes, and what it becomes."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        self.names: list[str] = []
        self.within: list[cst.FunctionDef] = []
        self.found: list[tuple[str, cst.FunctionDef, cst.CSTNode, cst.CSTNode, int]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, QUIET) or (isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString)):
            return False
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            self.names.append(node.name.value)
        if isinstance(node, cst.FunctionDef):
            self.within.append(node)
        elif len(self.within) > 0:
            line = self.get_metadata(PositionProvider, node).start.line
            for kind, operator in mutation_operators:
                if isinstance(node, kind) and operator is not operator_assignment:
                    for other in filter(lambda one: not _fails_at_once(node, one), operator(node)):
                        self.found.append((".".join(self.names), self.within[0], node, other, line))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.ClassDef | cst.FunctionDef):
            self.names.pop()
        if isinstance(original_node, cst.FunctionDef):
            self.within.pop()


class _Replaced(cst.CSTTransformer):
    def __init__(self, old: cst.CSTNode, new: cst.CSTNode) -> None:
        self.old, self.new = old, new

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        return self.new if original_node is self.old else updated_node


def _flat(module: cst.Module, node: cst.CSTNode) -> str:
    """The text of a node on one line."""
    return " ".join(module.code_for_node(node).split())


def _plain(module: cst.Module, function: object) -> str:
    """The source of a function without its decorators."""
    assert isinstance(function, cst.FunctionDef)
    return module.code_for_node(function.with_changes(decorators=(), leading_lines=()))


def mutants_of(path: Path) -> Iterator[Mutant]:
    """All mutants of a file, in the order of its lines."""
    text = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(text))
    faults = _Faults()
    wrapper.visit(faults)
    module, lines = wrapper.module, text.splitlines()
    for name, function, old, new, number in faults.found:
        broken = function.visit(_Replaced(old, new))
        yield Mutant(
            file=path.relative_to(ROOT).as_posix(),
            function=name,
            number=number,
            line=lines[number - 1].strip(),
            was=_flat(module, old),
            becomes=_flat(module, new),
            source=_plain(module, broken),
            sound=_plain(module, function),
        )
