"""What goes to another program, as data: sheets of values, and what that program has no place for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Caution

Value: TypeAlias = "str | float | int | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file of rows. A value that is absent is `None`; numbers are not formatted."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """The sheets, in the order of writing. `unheld`: what is not in them (MS610), so that nothing is lost silently."""

    sheets: tuple[Sheet, ...]
    unheld: tuple[Caution, ...]
