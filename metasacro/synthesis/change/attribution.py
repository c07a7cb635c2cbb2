"""How much of the movement of a pooled answer each changed file caused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from metasacro.problems import Refusal
from metasacro.synthesis.change.mixture import Change, mixture, with_new_names
from metasacro.synthesis.change.shares import shares
from metasacro.synthesis.pools import pool_rows
from metasacro.synthesis.rates import pooled_rate
from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.synthesis.run import pooled_rows
from metasacro.synthesis.settings import Overrides, settings_for
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.change.shares import Vector
    from metasacro.synthesis.settings import Settings

#: What is divided among the changes, in this order.
QUANTITIES = ("estimate", "lower", "upper")

Rows = tuple["ScoreRow | CountRow", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one file did to the answer: mean changes on their scale (less pain is negative), rates as fractions.

    `error`: the standard errors, 0 where the parts are exact.
    """

    file: str  #: the file's own name
    moved: Vector
    error: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The parts in the order of the files; they add up to new minus old. `orders`: 0 for exact parts."""

    parts: tuple[Part, ...]
    orders: int


class Attributor:
    """Pools the mixtures of two states; what was pooled once is remembered."""

    def __init__(self, old: EvidenceBase, new: EvidenceBase, changes: Sequence[Change]) -> None:
        self._old = with_new_names(old, changes)
        self._new = new
        self._changes = changes
        self._answers: dict[object, Vector | None] = {}

    def attribute(self, outcome: str) -> Attribution | None:
        """The parts of every change for an outcome of both protocols; None where an answer in between is missing."""
        everything = frozenset(range(len(self._changes)))
        active = [at for at in everything if self._matters(outcome, at, everything)]
        if self._pooled(outcome, frozenset(active)) != self._pooled(outcome, everything):
            active = list(everything)  # what alone does nothing did something beside another change

        def answer(made: frozenset[int]) -> Vector | None:
            return self._pooled(outcome, frozenset(active[at] for at in made))

        if not active and self._pooled(outcome, everything) is None:
            return None
        found = shares(len(active), answer)
        if found is None:
            return None
        none = (0.0,) * len(QUANTITIES)
        moved = dict(zip(active, found.parts, strict=True))
        errors = dict(zip(active, found.errors, strict=True))
        return Attribution(
            parts=tuple(
                Part(file=change.file.name, moved=moved.get(at, none), error=errors.get(at, none))
                for at, change in enumerate(self._changes)
            ),
            orders=found.orders,
        )

    def _matters(self, outcome: str, at: int, everything: frozenset[int]) -> bool:
        """Whether this change alters what is pooled, made first or made last."""
        nothing: frozenset[int] = frozenset()
        pairs = ((nothing, frozenset({at})), (everything - {at}, everything))
        return any(self._entering(outcome, one)[0] != self._entering(outcome, other)[0] for one, other in pairs)

    def _entering(self, outcome: str, made: frozenset[int]) -> tuple[object, Rows, Settings]:
        """What would be pooled: numbers and choices that can be compared, the rows, the choices."""
        evidence = mixture(self._old, self._new, self._changes, made)
        defined = next(entry for entry in evidence.protocol.outcomes if entry.id == outcome)
        counts = defined.measure == "PLO"
        settings = settings_for(evidence.protocol, Overrides(), defined.study_set or "main", counts=counts)
        rows = pooled_rows(evidence, defined, Overrides())
        numbers = sorted(
            (row.change, row.variance) if isinstance(row, ScoreRow) else (float(row.events), float(row.n))
            for row in rows
        )
        choices = (settings.method, settings.test, settings.level)
        return (counts, choices, tuple(numbers)), rows, settings

    def _pooled(self, outcome: str, made: frozenset[int]) -> Vector | None:
        key, rows, settings = self._entering(outcome, made)
        if key not in self._answers:
            self._answers[key] = _answer(rows, settings)
        return self._answers[key]


def _answer(rows: Rows, settings: Settings) -> Vector | None:
    """Estimate and interval, as they are shown: rates as fractions.

    In between, all counts may be 0 or full. Their log odds do not exist, but the rate does: 0 or 1, with its exact
    bound.
    """
    if not rows:
        return None
    try:
        pooled = pool_rows(rows, settings, predict=False)
    except Refusal:
        return None
    if isinstance(rows[0], CountRow):
        estimate, interval = pooled_rate(pooled)
        if estimate is None and interval is not None:
            estimate = 0.0 if interval.lower == 0 else 1.0
    else:
        estimate, interval = pooled.estimate, pooled.interval
    return None if estimate is None or interval is None else (estimate, interval.lower, interval.upper)
