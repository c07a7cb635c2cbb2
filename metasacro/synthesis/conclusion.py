"""What an interval lets one conclude: the states between which an analysis can flip."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metasacro.numerics.arrays import Floats


class Conclusion(IntEnum):
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
            Conclusion.WORSE: "worse",
            Conclusion.UNCLEAR: "unclear",
            Conclusion.SMALL: "small",
            Conclusion.SOME: "important?",
            Conclusion.IMPORTANT: "important",
        }[self]

    @property
    def words(self) -> str:
        """As tables say it."""
        return {
            Conclusion.WORSE: "worse",
            Conclusion.UNCLEAR: "no effect not excluded",
            Conclusion.SMALL: "better, less than important",
            Conclusion.SOME: "better, important or not",
            Conclusion.IMPORTANT: "better, and important",
        }[self]


def conclusions(lower: Floats, upper: Floats, important: float | None) -> NDArray[np.uint8]:
    """The state of each interval, as the number of a `Conclusion`; ends are turned so that more is better.

    An interval that ends on a bound does not exclude it.

    >>> conclusions(np.array([-1.0, 0.5, 1.0, 3.0]), np.array([1.0, 1.5, 4.0, 4.0]), 2.0).tolist()
    [1, 2, 3, 4]
    """
    bar = np.inf if important is None else important
    found = np.full(np.shape(lower), Conclusion.UNCLEAR, dtype=np.uint8)
    found[upper < 0] = Conclusion.WORSE
    better = lower > 0
    found[better] = Conclusion.SOME
    if important is not None:
        found[better & (upper < bar)] = Conclusion.SMALL
        found[lower > bar] = Conclusion.IMPORTANT
    return found
