"""How certain people are of a pooled answer. They decide it and say why; the program grades nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Location

#: The levels of GRADE, the highest first.
LEVELS = ("high", "moderate", "low", "very low")
#: What a rating can rest on.
DOMAINS = ("risk of bias", "inconsistency", "indirectness", "imprecision", "small-study effects", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertaintyReason:
    """What one domain did to the level: −1 is one level down, 0 says that it was considered and left alone."""

    domain: str
    change: int
    reason: str
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """The level that people gave to an outcome, and their reasons by domain."""

    level: str
    by: tuple[str, ...]  #: who decided
    reasons: tuple[CertaintyReason, ...]
    location: Location | None  #: the line of the level
