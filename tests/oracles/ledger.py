"""What the tests of this folder compared: which cases, and how far apart the two sides were.

A test need not know. A case notes that its reference numbers were read; every comparison after that, made by
`pytest.approx` or handed to `note`, belongs to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

#: `pytest.approx` itself, which a fixture replaces while a test of this folder runs.
APPROX = pytest.approx

#: By the relative difference that was allowed: closed forms and tails; the ends of two iterations; where the other
#: software stops early or loses digits, which README.md tells.
TIERS = (("closed", 1e-9), ("iterated", 1e-7), ("looser", math.inf))


def tier(asked: float) -> str:
    """The class of a comparison by the relative difference it allows."""
    return next(name for name, most in TIERS if asked <= most)


class Case(dict[str, Any]):
    """One reference case: what went in, and what the other software answered."""

    def __init__(self, content: dict[str, Any], topic: str, ledger: Ledger) -> None:
        super().__init__(content)
        self.topic, self.id, self.ledger = topic, content["id"], ledger

    def __getitem__(self, key: str) -> Any:
        if key == "expected":
            self.ledger.reading = self
        if super().__getitem__("expected") is None and self.ledger.asked_of(self, key) >= {"inputs", "outcome"}:
            self.ledger.claim(self)  # the other software gave no number, and a test asked what becomes of the input
        return super().__getitem__(key)


@dataclass(slots=True)
class Ledger:
    """Cases that were compared, and the worst agreement of each kind of case."""

    #: The case whose reference numbers were read last.
    reading: Case | None = None
    #: Case → what the test that runs now has asked of it.
    asked: dict[int, set[str]] = field(default_factory=dict)
    #: Topic → ids of the cases that some test compared.
    claimed: dict[str, set[str]] = field(default_factory=dict)
    #: (topic, id, tier) → the largest relative difference.
    worst: dict[tuple[str, str, str], float] = field(default_factory=dict)
    #: How many numbers were compared.
    numbers: int = 0

    def begin(self) -> None:
        """Another test."""
        self.reading = None
        self.asked.clear()

    def asked_of(self, case: Case, key: str) -> set[str]:
        """What this test has asked of a case by now: "inputs", "outcome"."""
        seen = self.asked.setdefault(id(case), set())
        seen.add("outcome" if key in ("expected", "error") else key)
        return seen

    def claim(self, case: Case) -> None:
        """This case was compared. A test that compares by counting, or otherwise than by `approx`, says so itself."""
        self.claimed.setdefault(case.topic, set()).add(case.id)

    def note(self, found: object, wanted: object, rel: float) -> None:
        """Write down the largest relative difference of the pairs; those beyond `rel` passed by another allowance."""
        if self.reading is None:
            return
        self.claim(self.reading)
        for ours, theirs in pairs(found, wanted):
            self.numbers += 1
            difference = abs(ours - theirs) / abs(theirs)
            if difference <= rel:
                place = (self.reading.topic, self.reading.id, tier(rel))
                self.worst[place] = max(self.worst.get(place, 0.0), difference)

    def approx(self, expected: Any, rel: Any = None, abs: Any = None, nan_ok: bool = False) -> Agreement:
        """`pytest.approx` that writes down what it compares."""
        asked = (0.0 if abs is not None else 1e-6) if rel is None else float(rel)
        return Agreement(expected, APPROX(expected, rel=rel, abs=abs, nan_ok=nan_ok), asked, self.note)


class Agreement:
    """What a number is compared with; it answers as `pytest.approx` does."""

    __array_ufunc__ = None  # an array on the left hands the comparison over whole
    __array_priority__ = 100

    def __init__(self, expected: Any, near: Any, asked: float, note: Callable[[object, object, float], None]) -> None:
        self.expected, self.near, self.asked, self.note = expected, near, asked, note

    def __eq__(self, actual: object) -> bool:
        agrees = bool(self.near == actual)
        if agrees:
            self.note(actual, self.expected, self.asked)
        return agrees

    def __ne__(self, actual: object) -> bool:
        return not self == actual

    __hash__ = None  # type: ignore[assignment] # as that of `pytest.approx`

    def __repr__(self) -> str:
        return repr(self.near)


def pairs(found: object, wanted: object) -> Iterator[tuple[float, float]]:
    """The finite numbers of both sides, place by place; a reference of 0 has no relative difference."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in wanted:
            yield from pairs(found[key], wanted[key])
        return
    ours, theirs = np.broadcast_arrays(*(np.array(side, dtype=object) for side in (found, wanted)))
    for one, other in zip(ours.ravel(), theirs.ravel(), strict=True):
        if isinstance(one, (int, float)) and isinstance(other, (int, float)) and other and math.isfinite(other):
            yield float(one), float(other)


#: That of this run.
LEDGER = Ledger()
