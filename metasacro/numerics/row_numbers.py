"""Rows of a table as a message names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans


def row_numbers(bad: Booleans) -> str:
    """Row numbers, counted from 1.

    >>> row_numbers(np.array([False, True, True]))
    '2, 3'
    """
    return ", ".join(str(i + 1) for i in np.flatnonzero(bad))
