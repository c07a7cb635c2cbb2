"""Where an interval lies against no effect and the minimal important difference."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metasacro.numerics.arrays import ArrayLike, Floats


class Standing(IntEnum):
    """Where the interval lies, better to the right. Without a minimal important difference only the first two and
    `SOME` occur."""

    WORSE = 0  #: all of it below no effect
    UNCLEAR = 1  #: it holds no effect
    SMALL = 2  #: better, and all of it below the minimal important difference
    SOME = 3  #: better, and it holds the minimal important difference
    IMPORTANT = 4  #: all of it above the minimal important difference

    @property
    def brief(self) -> str:
        """As a narrow column says it."""
        return {
            Standing.WORSE: "worse",
            Standing.UNCLEAR: "unclear",
            Standing.SMALL: "small",
            Standing.SOME: "important?",
            Standing.IMPORTANT: "important",
        }[self]

    @property
    def words(self) -> str:
        """As tables say it."""
        return {
            Standing.WORSE: "worse",
            Standing.UNCLEAR: "no effect not excluded",
            Standing.SMALL: "better, less than important",
            Standing.SOME: "better, important or not",
            Standing.IMPORTANT: "better, and important",
        }[self]


def sides(lower: ArrayLike, upper: ArrayLike, threshold: float) -> NDArray[np.int8]:
    """1 where all of an interval lies above the threshold, −1 below, 0 where it holds it; an end on it holds it.

    >>> sides([-1.0, 0.5, -3.0, 0.0], [1.0, 1.5, -2.0, 1.0], 0.0).tolist()
    [0, 1, -1, 0]
    """
    above, below = np.asarray(lower) > threshold, np.asarray(upper) < threshold
    return above.astype(np.int8) - below.astype(np.int8)


def standings(lower: Floats, upper: Floats, important: float | None) -> NDArray[np.uint8]:
    """The state of each interval, as the number of a `Standing`; ends are turned so that more is better.

    >>> standings(np.array([-1.0, 0.5, 1.0, 3.0]), np.array([1.0, 1.5, 4.0, 4.0]), 2.0).tolist()
    [1, 2, 3, 4]
    """
    found = (Standing.UNCLEAR + sides(lower, upper, 0.0)).astype(np.uint8)  # worse, unclear, and better for now
    better = found == Standing.SMALL
    beside = np.int8(0) if important is None else sides(lower, upper, important)[better]
    found[better] = Standing.SOME + beside
    return found
