"""A trace in words: what each step is, what it gives, how, and the lines of the evidence behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass
from metasacro.views.numbers import significant

if TYPE_CHECKING:
    from metasacro.evidence.reported import Source
    from metasacro.evidence.trace import Trace

#: Digits of a number in a trace: more than any table prints.
DIGITS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of the evidence. `where`: the place in the paper; `seen`: how the paper was read."""

    file: str
    line: int
    where: str
    seen: str
    text: str  #: the line itself

    @property
    def paper(self) -> str:
        """`Table 4, seen: full text`; empty for a line of the protocol."""
        seen = f"seen: {self.seen}" if self.seen else ""
        return ", ".join(part for part in (self.where, seen) if part)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a trace, without those below it."""

    what: str
    value: str  #: "`9.0 [8.0–10.0]`" as printed, or "change −5.43, variance 0.4"
    how: str
    methods: tuple[str, ...]
    places: tuple[Place, ...]
    origin: str


def step_of(trace: Trace) -> Step:
    """The words of one step."""
    numbers = ", ".join(f"{name} {significant(value, DIGITS)}" for name, value in trace.numbers.items())
    return Step(
        what=trace.what,
        value=", ".join(part for part in (trace.printed, numbers) if part),
        how=trace.how,
        methods=trace.methods,
        places=tuple(place for source in trace.sources if (place := _place(source)) is not None),
        origin=trace.origin,
    )


def _place(source: Source) -> Place | None:
    found = source.location
    if found is None:
        return None
    return Place(file=found.file, line=found.line, where=source.where, seen=source.seen, text=found.text)
