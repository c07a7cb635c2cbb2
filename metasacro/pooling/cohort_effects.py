"""Each cohort's own effect from the counts of two groups: what heterogeneity is measured by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.effects.zero_cells import CHOICES
from metasacro.numerics.arrays import np
from metasacro.pooling.domain import choice
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.pooling.two_group_counts import TwoGroups


def filled(groups: TwoGroups, add: float, to: str) -> tuple[TwoGroups, Booleans]:
    """The groups after `add` went to events and non-events (to events alone of person-time), and the rows it went to.

    `to` : "only0" (rows with an empty cell), "all", "if0all" (every row if any has an empty cell), "none"
    """
    choice("to", to, CHOICES)
    if not (np.isfinite(add) and add >= 0):
        raise Refusal("MS455", add=add)
    empty = (groups.a == 0) | (groups.c == 0)
    if not groups.rates:
        empty = empty | (groups.a == groups.n1) | (groups.c == groups.n2)
    if to == "none" or add == 0 or (to == "if0all" and not empty.any()):
        rows = np.zeros_like(empty)
    else:
        rows = empty if to == "only0" else np.ones_like(empty)
    more = add * rows
    people = 0.0 if groups.rates else 2.0
    return replace(
        groups, a=groups.a + more, c=groups.c + more, n1=groups.n1 + people * more, n2=groups.n2 + people * more
    ), rows


def own_effects(measure: str, groups: TwoGroups) -> tuple[Floats, Floats]:
    """(yi, vi) of each cohort for OR, RR, RD, PETO, IRR, IRD; `nan` where it does not exist."""
    a, c, n1, n2 = groups.a, groups.c, groups.n1, groups.n2
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "OR":
            b, d = n1 - a, n2 - c
            yi, vi = np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
        elif measure == "RR":
            yi, vi = np.log(a * n2 / (c * n1)), 1 / a - 1 / n1 + 1 / c - 1 / n2
        elif measure == "RD":
            yi, vi = a / n1 - c / n2, a * (n1 - a) / n1**3 + c * (n2 - c) / n2**3
        elif measure == "PETO":
            off, variance = hypergeometric_moments(groups)
            yi, vi = off / variance, 1 / variance
        elif measure == "IRR":
            yi, vi = np.log(a * n2 / (c * n1)), 1 / a + 1 / c
        else:
            yi, vi = a / n1 - c / n2, a / n1**2 + c / n2**2
    good = np.isfinite(yi) & np.isfinite(vi) & (vi > 0)
    return np.where(good, yi, np.nan), np.where(good, vi, np.nan)


def hypergeometric_moments(groups: TwoGroups) -> tuple[Floats, Floats]:
    """Events of group 1 beyond what the margins lead to expect, and their variance, if there is no effect."""
    m, n = groups.a + groups.c, groups.n1 + groups.n2
    variance = (groups.n1 / n) * (groups.n2 / n) * m * (n - m) / np.where(n > 1, n - 1.0, 1.0)
    return groups.a - groups.n1 * m / n, variance
