"""From a printed number back to the lines of the evidence that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.reported import Source

#: Where a leaf comes from that stands in no file of the evidence.
COMMAND_LINE = "command line"
PROGRAM = "program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What a number is, how it follows from its parts, and where those stand: a tree whose leaves are places.

    A leaf has `sources`, or an `origin` where no file of the evidence holds it.
    """

    what: str  #: "mean change, Gupta 2014"
    printed: str = ""  #: the characters of the paper, or a choice as the protocol names it
    numbers: Mapping[str, float] = field(default_factory=dict)  #: in full precision, by name
    how: str = ""  #: the step from the parts to this, or the reason of a choice
    methods: tuple[str, ...] = ()  #: what `metasacro explain` says more about
    sources: tuple[Source, ...] = ()  #: one a line of the evidence
    origin: str = ""  #: COMMAND_LINE or PROGRAM
    parts: tuple[Trace, ...] = ()

    def walk(self) -> Iterator[Trace]:
        """This step and every one below it, the nearest first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def grounded(self) -> bool:
        """Whether every branch ends at a line of the evidence, or says that it comes from elsewhere."""
        own = bool(self.sources or self.origin)
        return all(part.grounded for part in self.parts) if self.parts else own
