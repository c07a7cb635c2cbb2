"""What is added to cohorts with 0 or only events, for measures that do not exist there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: Where `add` goes: rows with an empty cell, every row, every row if any has an empty cell, none.
CHOICES = ("only0", "all", "if0all", "none")


def rows_to_fill(xi: Floats, ni: Floats, to: str) -> Booleans:
    """The rows to which `add` is added, in events and in non-events alike.

    >>> rows_to_fill(np.array([0.0, 3.0]), np.array([9.0, 9.0]), "only0").tolist()
    [True, False]
    """
    empty: Booleans = (xi == 0) | (xi == ni)
    if to == "only0":
        return empty
    if to == "all" or (to == "if0all" and empty.any()):
        return np.ones_like(empty)
    return np.zeros_like(empty)


def check_addition(add: float, to: str) -> None:
    """Refuse an `add` below 0 and a `to` that is none of the choices."""
    if not (np.isfinite(add) and add >= 0):
        raise Refusal("MS360", name="add", value=add, hint="", choices="a number of 0 or more")
    if to not in CHOICES:
        raise Refusal("MS360", name="to", value=f"`{to}`", hint="", choices=", ".join(CHOICES))
