"""Every target: what reads the bytes, what to begin with, and what an input may be as long as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from tests.fuzz import seeds
from tests.fuzz.file import BETWEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One reader or command. Its module in `targets/` has its name, and a function `run`: bytes → `None`."""

    name: str
    seeds: Callable[[], list[bytes]]
    longest: int = 16_384
    deep: bool = False  #: a whole command, which most changes of a record would end at its door

    @property
    def run(self) -> Callable[[bytes], None]:
        """The oracle; its module is loaded when it is asked for."""
        run: Callable[[bytes], None] = import_module(f"tests.fuzz.targets.{self.name}").run
        return run


def _of(*texts: str) -> Callable[[], list[bytes]]:
    return lambda: [text.encode() for text in texts]


def _pairs() -> list[bytes]:
    """A record and the same one as another reader has it."""
    first = seeds.records()[:6]
    other = [text.replace(b"8", b"9", 2).replace(b"  - ", b"  - ", 1) for text in first]
    return [one + BETWEEN + two for one, two in zip(first, other, strict=True)]


_MADE = (
    Target(name="record", seeds=seeds.records),
    Target(name="layout", seeds=seeds.records, deep=True),
    Target(name="protocol", seeds=lambda: [seeds.SMALL_PROTOCOL.encode(), seeds.shipped_protocol()]),
    Target(name="number", seeds=_of(*seeds.NUMBERS), longest=64),
    Target(name="bibliography", seeds=lambda: [seeds.BIBTEX.encode(), seeds.shipped_bibliography()]),
    Target(name="citations", seeds=_of(seeds.RIS, seeds.NBIB, seeds.BIBTEX)),
    Target(name="table", seeds=_of(seeds.WIDE, seeds.LONG)),
    Target(name="covidence", seeds=_of(seeds.COVIDENCE, seeds.COVIDENCE_LIST)),
    Target(name="revman", seeds=_of(seeds.REVMAN, seeds.REVIEW)),
    Target(name="decisions", seeds=_of(seeds.DECISIONS)),
    Target(name="reconciliation", seeds=_pairs, longest=32_768),
    Target(name="revisions", seeds=_pairs, longest=32_768),
    Target(name="span", seeds=_of(*seeds.RANGES), longest=64),
    Target(name="check", seeds=seeds.records, deep=True),
    Target(name="pool", seeds=seeds.records, deep=True),
    Target(name="forest", seeds=seeds.records, deep=True),
    Target(name="report", seeds=seeds.records, deep=True),
    Target(name="export", seeds=seeds.records, deep=True),
)
TARGETS: Mapping[str, Target] = {target.name: target for target in _MADE}
