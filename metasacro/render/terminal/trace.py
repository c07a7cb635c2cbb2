"""How a number came to be, as a tree: each step with its value, how it follows from those below, and its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree

from metasacro.evidence.trace import Trace
from metasacro.render.terminal.glyphs import Glyphs
from metasacro.synthesis.lineage.numbering import Numbering, number
from metasacro.views.traces import Place, Step, step_of

#: A line of the evidence may be longer than anybody reads; it is then left off at a space.
LONGEST = 240


def print_traces(traces: Sequence[Trace], console: Console, glyphs: Glyphs) -> None:
    """Print each tree. A step that several others rest on is shown once with a number, then referred to by it."""
    numbered = number(traces)
    repeated = _repeated(traces, numbered)
    shown: set[str] = set()
    console.print()
    for trace in traces:
        console.print(_tree(trace, numbered, repeated, shown, glyphs))
        console.print()


def _repeated(traces: Sequence[Trace], numbered: Numbering) -> Mapping[str, int]:
    """The steps that are met again, numbered in the order in which they are met first."""
    met: dict[str, None] = {}
    again: set[str] = set()

    def meet(trace: Trace) -> None:
        told = numbered.name(trace)
        if told in met:
            again.add(told)
            return
        met[told] = None
        for part in trace.parts:
            meet(part)

    for trace in traces:
        meet(trace)
    return {told: position for position, told in enumerate((told for told in met if told in again), start=1)}


def _tree(trace: Trace, numbered: Numbering, repeated: Mapping[str, int], shown: set[str], glyphs: Glyphs) -> Tree:
    told = numbered.name(trace)
    step = step_of(trace)
    mark = f"[{repeated[told]}] " if told in repeated else ""
    if told in shown:
        return _node(Text(glyphs.text(f"{step.what}: see {mark.strip()}"), style="dim"), glyphs)
    shown.add(told)
    tree = _node(Group(*_lines(step, mark, glyphs)), glyphs)
    for part in trace.parts:
        tree.children.append(_tree(part, numbered, repeated, shown, glyphs))
    return tree


def _node(label: RenderableType, glyphs: Glyphs) -> Tree:
    tree = Tree(label, guide_style="dim")
    if glyphs.ascii:  # rich asks the stream's encoding, which a file has not
        tree.TREE_GUIDES = [tree.ASCII_GUIDES] * len(tree.TREE_GUIDES)
    return tree


def _lines(step: Step, mark: str, glyphs: Glyphs) -> Iterator[RenderableType]:
    """What it is and what it gives; then, dim, how, what explains it, and where it stands."""
    value = f": {step.value}" if step.value else ""
    yield Text.assemble((glyphs.text(mark), "cyan"), (glyphs.text(step.what), "bold"), glyphs.text(value))
    if step.how:
        yield Text(glyphs.text(step.how), style="dim")
    if step.methods:
        yield Text(glyphs.text(" · ".join(f"metasacro explain {key}" for key in step.methods)), style="dim")
    if step.origin:
        yield Text(glyphs.text(f"from the {step.origin}"), style="dim")
    for (file, paper), places in groupby(step.places, key=lambda place: (place.file, place.paper)):
        yield from _places(file, paper, tuple(places), glyphs)


def _places(file: str, paper: str, places: Sequence[Place], glyphs: Glyphs) -> Iterator[RenderableType]:
    """Lines of one file that stand at one place of the paper."""
    seen = f" · {paper}" if paper else ""
    yield Text.assemble((glyphs.text(f"{file}:{places[0].line}"), "cyan"), glyphs.text(seen))
    room = max(len(str(place.line)) for place in places)
    lines = Grid.grid(padding=(0, 1, 0, 0))
    lines.add_column(no_wrap=True)
    lines.add_column()
    for place in places:
        lines.add_row(Text(f"  {place.line:>{room}} |", style="dim"), Text(glyphs.text(_readable(place.text.strip()))))
    yield lines


def _readable(line: str) -> str:
    """The line, or as many whole words of it as somebody reads."""
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST].rpartition(' ')[0] or line[:LONGEST]} …"
