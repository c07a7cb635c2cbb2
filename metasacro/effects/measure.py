"""An effect measure: its formula, the columns that it reads, and what may be added to its counts."""

from __future__ import annotations

from metasacro.literature import Method
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Measures that read the same columns, in metafor's names."""

    columns: tuple[str, ...]
    positive: tuple[str, ...] = ()  #: columns whose values must be greater than 0
    spread: tuple[str, ...] = ()  #: standard deviations: greater than 0, unless undefined rows are kept
    correlations: tuple[str, ...] = ()  #: columns whose values must lie between −1 and 1
    counts: tuple[str, ...] = ()  #: what `add` is added to
    total: str | None = None  #: people of whom the one count is a part; `add` goes to the others as well
    groups: tuple[tuple[str, str], ...] = ()  #: pairs of columns that make up a group, which must not be empty
    double_zero: tuple[tuple[str, ...], ...] = ()  #: counts that `drop00` looks at: all of one entry 0
    size: tuple[str, ...]  #: columns whose sum is the size of a cohort: people, or person-time for rates
    filled: str = ""  #: what `add` was added to, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Method):
    """One row of the registry of measures. `function` takes the columns as arrays and answers (yi, vi)."""

    family: Family
    scale: str  #: what a unit of yi is
    add: float = 0.5  #: what is added to empty cells unless the user says otherwise
    vtypes: tuple[str, ...] = (
        "LS",
    )  #: variance formulas, the usual one first; more than one: `function` takes `vtype`
    corrections: tuple[str, ...] = ()  #: of small-sample bias; with any, `function` takes `correct`
    above_zero: tuple[str, ...] = ()  #: columns that this measure needs greater than 0, beside those of its family
    unusual: float | None = None  #: an effect beyond this, on either side, is seldom real
    exists: str = "every number that it divides by, or takes a root or logarithm of, must allow it"  #: where it does

    @property
    def columns(self) -> tuple[str, ...]:
        """What it reads, in metafor's names."""
        return self.family.columns
