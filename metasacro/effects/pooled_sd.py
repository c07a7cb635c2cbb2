"""The SD that two groups share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def pooled_sd(sd1i: Floats, n1i: Floats, sd2i: Floats, n2i: Floats) -> Floats:
    """Square root of the average variance of two groups, weighted by their degrees of freedom.

    >>> float(pooled_sd(np.array(3.0), np.array(6.0), np.array(5.0), np.array(6.0))) ** 2
    17.0
    """
    squares = (n1i - 1.0) * sd1i**2 + (n2i - 1.0) * sd2i**2
    answer: Floats = np.sqrt(squares / (n1i + n2i - 2.0))
    return answer
