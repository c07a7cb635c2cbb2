"""Every step of some traces once, under a short name that others can refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """Steps by name (`t1`, `t2` …), in the order in which they are met; equal ones are one."""

    steps: Mapping[str, Trace]
    names: Mapping[str, str]  #: a step's content → its name

    def name(self, trace: Trace) -> str:
        """The name of a trace that was numbered."""
        return self.names[content(trace)]

    def parts(self, trace: Trace) -> tuple[str, ...]:
        """The names of the steps that this one rests on."""
        return tuple(self.name(part) for part in trace.parts)


def number(traces: Iterable[Trace]) -> Numbering:
    """Name each trace and each step below it, the nearest first."""
    steps: dict[str, Trace] = {}
    names: dict[str, str] = {}
    for trace in traces:
        _enter(trace, steps, names)
    return Numbering(steps=steps, names=names)


def content(trace: Trace) -> str:
    """What makes two traces one: everything in them."""
    return repr(trace)


def _enter(trace: Trace, steps: dict[str, Trace], names: dict[str, str]) -> None:
    told = content(trace)
    if told not in names:
        names[told] = name = f"t{len(names) + 1}"
        steps[name] = trace
        for part in trace.parts:
            _enter(part, steps, names)
