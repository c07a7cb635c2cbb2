"""The effects behind a pooled answer, or a refusal where a diagnostic has nothing to look at."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.pooling.meta_regression import PooledRegression
from metasacro.pooling.pooled import Pooled
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def effects_of(pooled: Pooled, what: str, *, fewest: int, moderators: bool = False) -> tuple[Floats, Floats]:
    """`yi` and `vi` of a pooled answer: MS502 if it comes from counts, MS501 below `fewest` cohorts.

    MS580 for answers of another model, which `what` would take for a random-effects model without moderators.
    """
    if pooled.yi is None or pooled.vi is None:
        raise Refusal("MS502", what=what)
    if type(pooled) is not Pooled and not (moderators and isinstance(pooled, PooledRegression)):
        model = "moderators" if isinstance(pooled, PooledRegression) else "dependent effects"
        raise Refusal("MS580", what=what, model=model)
    enough(what, pooled.k, fewest)
    return pooled.yi, pooled.vi


def enough(what: str, k: int, fewest: int) -> None:
    """MS501 below `fewest` cohorts."""
    if k < fewest:
        raise Refusal("MS501", what=what, fewest=fewest, k=k)


def column(name: str, values: ArrayLike, k: int) -> Floats:
    """One finite number a cohort, or MS503."""
    array = np.array(values, dtype=np.float64)
    if array.shape != (k,) or not np.isfinite(array).all():
        raise Refusal("MS503", name=name, k=k)
    return array


def finite(name: str, value: float) -> float:
    """A setting in the units of the effects, or MS329 where it is no number."""
    if not isfinite(value):
        raise Refusal("MS329", name=name, value=value, wanted="a finite number")
    return float(value)


def at_least_one(name: str, number: int) -> int:
    """How many of something to compute, or MS329 where it is no whole number from 1 on."""
    if not (isfinite(number) and number >= 1 and number == int(number)):
        raise Refusal("MS329", name=name, value=number, wanted="a whole number of 1 or more")
    return int(number)


def frozen(values: ArrayLike) -> Floats:
    """A read-only copy, for a result."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array
