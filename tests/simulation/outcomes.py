"""What is kept of every replicate, and what a table says of many: a number with its Monte Carlo standard error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Key(NamedTuple):
    """What a column of replicates is about."""

    world: str  #: how the evidence came about
    quantity: str
    method: str = ""
    test: str = ""


#: One value a replicate; `nan` where the replicate has none.
Outcomes = dict[Key, np.ndarray]


@dataclass(frozen=True)
class Summary:
    """A number, its Monte Carlo standard error, and of how many replicates."""

    key: Key
    value: float
    mc_se: float
    replicates: int


def summaries(key: Key, values: np.ndarray) -> list[Summary]:
    """The mean; of errors the mean (bias) and the root of the mean square (rmse)."""
    values = values[np.isfinite(values)]
    size = values.size
    if size < 2:
        return []
    root = math.sqrt(size)
    mean = Summary(key, float(values.mean()), float(values.std(ddof=1)) / root, size)
    if not key.quantity.endswith("error"):
        return [mean]
    squares = values**2
    rmse = math.sqrt(float(squares.mean()))
    of_rmse = float(squares.std(ddof=1)) / root / (2.0 * rmse) if rmse > 0 else 0.0
    stem = key.quantity.removesuffix("error")
    return [
        Summary(key._replace(quantity=f"{stem}bias"), mean.value, mean.mc_se, size),
        Summary(key._replace(quantity=f"{stem}rmse"), rmse, of_rmse, size),
    ]


def covered(truth: np.ndarray | float, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """1 where the interval holds the truth, 0 where not, `nan` where there is no interval."""
    inside = (lower <= truth) & (truth <= upper)
    return np.where(np.isfinite(lower) & np.isfinite(upper), inside, np.nan)
