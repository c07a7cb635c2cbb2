"""A number as the paper printed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A printed number: its characters, its value, and where it stands in the record.

    `9.0` and `9` have one value but not one precision, so the characters are kept.

    >>> Reported(text="9.0", location=None).decimals
    1
    """

    text: str
    location: Location | None

    @property
    def value(self) -> float:
        return float(self.text)

    @property
    def decimals(self) -> int:
        """How many decimals were printed."""
        return len(self.text.partition(".")[2])

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a printed value stands, and how it was seen."""

    study: str
    where: str  #: "Table 4"
    seen: str  #: "full text", "abstract", "secondary source", "title only"
    location: Location | None
