"""The designs on which digits are counted: ordinary cohorts, and the ways in which numbers go wrong.

Effects and variances are doubles made from whole numbers with one division, so that every machine has the same ones,
and the reference takes them as they are stored: what is counted is what the program loses, not what the input had lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """Effects and variances of k cohorts, why they are hard, and the number of times that the first k/times come."""

    key: str
    words: str
    yi: np.ndarray
    vi: np.ndarray
    times: int = 1

    @property
    def weights(self) -> np.ndarray:
        """Fixed weights for GENQ and GENQM: 1 to 5 by turns."""
        return 1.0 + np.arange(self.yi.size) % 5


#: Cohorts after which effects, variances and weights begin again: 2000, 500 and 5 of them differ.
PERIOD = 2000


def effects(k: int) -> np.ndarray:
    """k numbers between −0.3 and 1.7, of a thousand steps, without a pattern."""
    return ((np.arange(k) * 1237 + 411) % 2000 - 300) / 1000.0


def variances(k: int) -> np.ndarray:
    """k numbers between 0.02 and 0.52."""
    return ((np.arange(k) * 104729 + 77) % 500 + 20) / 1000.0


def of(key: str, words: str, yi: np.ndarray, vi: np.ndarray, times: int = 1) -> Design:
    return Design(key=key, words=words, yi=yi, vi=vi, times=times)


def sixteen_orders() -> np.ndarray:
    """Variances from 1e-8 to 1e+8."""
    return np.array(
        [float(f"{digit}e{power}") for digit, power in zip((1, 3, 2, 7, 1, 5, 9, 4, 1), range(-8, 9, 2), strict=True)]
    )


#: Effects around 1e8 with an SD of 1: eight of sixteen digits are the shift.
SHIFTED = 1e8 + np.array([0.25, 1.5, -0.75, 2.125, 0.5, -1.25, 1.0, 3.0, -0.5, 0.375])

#: Key → design with few or some cohorts.
SMALL = {
    design.key: design
    for design in (
        of("ordinary", "ten cohorts", effects(10), variances(10)),
        of("k = 2", "two cohorts", effects(2), variances(2) / 8.0),
        of("k = 3", "three cohorts", effects(3), variances(3) / 8.0),
        of("1e-12", "effects times 1e-12, variances times 1e-24", effects(10) * 1e-12, variances(10) * 1e-24),
        of("1e+12", "effects times 1e12, variances times 1e24", effects(10) * 1e12, variances(10) * 1e24),
        of("shift", "effects around 1e8 with an SD of 1", SHIFTED, variances(10)),
        of("16 orders", "variances from 1e-8 to 1e8", effects(9) * 3.0, sixteen_orders()),
        of("giant", "one cohort outweighs nine, 1e12 to 1", effects(10), np.r_[variances(9), 1e-12][::-1].copy()),
        of("homogeneous", "effects that differ in their eighth digit", 1.0 + effects(10) * 1e-8, variances(10)),
    )
}

#: Numbers of cohorts of the long designs.
LONG = {"k = 1,000": 1_000, "k = 100,000": 100_000, "k = 1,000,000": 1_000_000}


def design_of(key: str) -> Design:
    """The design with this key; the long ones are made when they are asked for."""
    if key in SMALL:
        return SMALL[key]
    k = LONG[key]
    return of(key, f"{k:,} cohorts", effects(k), variances(k), times=1 if k % PERIOD else k // PERIOD)


#: In the order of the table.
KEYS = (*SMALL, *LONG)
