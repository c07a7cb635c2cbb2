"""A way to convert, as a row of the table of conversions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.moments.fitted import Fitted
    from metasacro.moments.summary import FiveNumbers, Scenario
    from metasacro.numerics.arrays import Floats
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(Method):
    """What `mean_sd` needs to know of a method. `function` is its documented formula."""

    moments: Callable[[FiveNumbers], tuple[Floats, Floats]]  #: means and SDs of many groups, each (m,)
    fit: Callable[[FiveNumbers], Fitted] | None = None  #: the distribution fitted to one group, if the method fits one
    scenarios: tuple[Scenario, ...] = ("S1", "S2", "S3")  #: the summaries it was derived for
    positive: bool = False  #: it takes logarithms or powers, so every number has to be greater than 0
    untied: bool = False  #: it compares distances from the median, so none may be 0
    distinct: bool = False  #: it counts the values between the numbers, so no two may be equal
    normal: bool = False  #: it assumes a normal sample, so Shi's test for skewness is a caution
    plug_in: Callable[[FiveNumbers, Floats], Floats] | None = None  #: standard errors of the means, from the SDs
    cautions: Callable[[FiveNumbers], tuple[Caution, ...]] | None = None  #: what to say besides


def obstacle(method: Conversion, numbers: FiveNumbers) -> tuple[str, str] | None:
    """What in this summary is outside the method's domain: ("scenario" | "positive" | "tied", detail), or None.

    >>> from metasacro.moments.registry import CONVERSIONS
    >>> from metasacro.moments.summary import five_numbers
    >>> obstacle(CONVERSIONS["bc"], five_numbers(27, 3, q1=0, q3=5.8))
    ('positive', '`q1` is 0')
    """
    if numbers.scenario not in method.scenarios:
        return "scenario", numbers.scenario
    row = {name: float(values[0]) for name, values in numbers.by_name.items()}
    if method.positive:
        for name, value in row.items():
            if value <= 0:
                return "positive", f"`{name}` is {value:g}"
    if method.distinct:
        for (name, value), (following, larger) in pairwise(row.items()):
            if value == larger:
                return "tied", f"`{name}` and `{following}` are both {value:g}"
    if method.untied:
        for name, value in row.items():
            if name != "median" and value == row["median"]:
                return "tied", f"`{name}` and `median` are both {value:g}"
    return None
