"""Each cohort's own effect from the counts of two groups: what heterogeneity is measured by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.effects import zero_cells
from metasacro.effects.families import RATES, TABLE
from metasacro.effects.registry import MEASURES
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
    choice("to", to, zero_cells.CHOICES)
    if not (np.isfinite(add) and add >= 0):
        raise Refusal("MS455", add=add)
    family, table = (RATES if groups.rates else TABLE), _columns(groups)
    rows = zero_cells.rows_to_fill(zero_cells.empty_cells(family, table), to) & (add > 0)
    more = zero_cells.filled(family, table, rows, add)
    if groups.rates:
        return replace(groups, a=more["x1i"], c=more["x2i"]), rows
    n1, n2 = more["ai"] + more["bi"], more["ci"] + more["di"]
    return replace(groups, a=more["ai"], c=more["ci"], n1=n1, n2=n2), rows


def own_effects(measure: str, groups: TwoGroups) -> tuple[Floats, Floats]:
    """(yi, vi) of each cohort for OR, RR, RD, PETO, IRR, IRD; `nan` where it does not exist."""
    entry, table = MEASURES[measure], _columns(groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        yi, vi = entry.function(**{name: table[name] for name in entry.columns})
    good = np.isfinite(yi) & np.isfinite(vi) & (vi > 0)
    return np.where(good, yi, np.nan), np.where(good, vi, np.nan)


def hypergeometric_moments(groups: TwoGroups) -> tuple[Floats, Floats]:
    """Events of group 1 beyond what the margins lead to expect, and their variance, if there is no effect."""
    m, n = groups.a + groups.c, groups.n1 + groups.n2
    variance = (groups.n1 / n) * (groups.n2 / n) * m * (n - m) / np.where(n > 1, n - 1.0, 1.0)
    return (groups.a * (groups.n2 - groups.c) - groups.c * (groups.n1 - groups.a)) / n, variance


def _columns(groups: TwoGroups) -> dict[str, Floats]:
    """The counts under metafor's names."""
    if groups.rates:
        return {"x1i": groups.a, "t1i": groups.n1, "x2i": groups.c, "t2i": groups.n2}
    return {"ai": groups.a, "bi": groups.n1 - groups.a, "ci": groups.c, "di": groups.n2 - groups.c}
