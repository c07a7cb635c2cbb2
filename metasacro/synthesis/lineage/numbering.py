"""Every step of some traces once, under a short name that others can refer to."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Numbering:
    """Steps by name (`t1`, `t2` …), in the order in which they are met; equal ones are one.

    `met` holds every trace object that was numbered with its step's name, so that asking again costs nothing.
    """

    steps: Mapping[str, Trace]
    met: Mapping[int, tuple[Trace, str]]

    def name(self, trace: Trace) -> str:
        """The name of a trace that was numbered."""
        return self.met[id(trace)][1]

    def parts(self, trace: Trace) -> tuple[str, ...]:
        """The names of the steps that this one rests on."""
        return tuple(self.name(part) for part in trace.parts)


def number(traces: Iterable[Trace]) -> Numbering:
    """Name each trace and each step below it, the nearest first."""
    kinds: dict[Hashable, int] = {}
    met: dict[int, tuple[Trace, int]] = {}  # the object is held, so that no other can take over its id
    names: dict[int, str] = {}
    steps: dict[str, Trace] = {}
    for trace in traces:
        _meet(trace, kinds, met)
        for step in trace.walk():
            kind = met[id(step)][1]
            if kind not in names:
                names[kind] = name = f"t{len(names) + 1}"
                steps[name] = step
    return Numbering(steps=steps, met={place: (trace, names[kind]) for place, (trace, kind) in met.items()})


def _meet(trace: Trace, kinds: dict[Hashable, int], met: dict[int, tuple[Trace, int]]) -> int:
    """Which of the different steps this is: equal in itself, and in what it rests on."""
    if id(trace) not in met:
        parts = tuple(_meet(part, kinds, met) for part in trace.parts)
        own = tuple(_own(trace))
        met[id(trace)] = (trace, kinds.setdefault((own, parts), len(kinds)))
    return met[id(trace)][1]


def _own(trace: Trace) -> Iterator[Hashable]:
    """What makes two steps one, apart from their parts."""
    yield from (trace.what, trace.printed, trace.how, trace.origin, trace.methods, trace.sources)
    yield tuple(trace.numbers.items())
