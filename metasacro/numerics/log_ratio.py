"""The logarithm of a ratio, also of one near 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_ratio(top: Floats, bottom: Floats, difference: Floats | None = None) -> Floats:
    """ln(top/bottom); within a factor of two as ln(1 + (top − bottom)/bottom): a quotient near 1 keeps few digits.

    `difference` is top − bottom where it is known better than by subtraction.

    >>> found = float(log_ratio(np.array(1.0 + 2.0**-30), np.array(1.0)))
    >>> abs(found / (2.0**-30 - 2.0**-61) - 1.0) < 1e-15
    True
    """
    more = top - bottom if difference is None else difference
    near = 2.0 * np.abs(more) <= bottom
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(near & (bottom > 0), np.log1p(more / bottom), np.log(top / bottom))
