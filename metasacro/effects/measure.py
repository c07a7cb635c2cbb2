"""An effect measure: its formula and the columns that it reads."""

from __future__ import annotations

from dataclasses import dataclass

from metasacro.literature import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Method):
    """One row of the registry of measures. `function` takes the columns as arrays and answers (yi, vi)."""

    columns: tuple[str, ...]  #: what it reads, in metafor's names
    positive: tuple[str, ...]  #: columns whose values must be greater than 0
    correlations: tuple[str, ...] = ()  #: columns whose values must lie between −1 and 1
    proportion: bool = False  #: `add` and `to` apply, and `mi` may stand for `ni` − `xi`
    scale: str  #: what a unit of yi is
