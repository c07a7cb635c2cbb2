"""The catalogue: the codes of a hundred stand in a few tables, which are loaded when one of them is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from metasacro.problems.code import Code

#: Hundred → its tables, by their modules; a table's name is that of its module.
TABLES: Mapping[str, tuple[str, ...]] = {
    "MS1": ("records", "writing", "imports", "citations"),
    "MS2": (
        "contradictions",
        "integrity_counts",
        "integrity_scores",
        "integrity_p_values",
        "integrity_cohorts",
        "integrity_flow",
    ),
    "MS3": ("conversion", "feasible", "medians", "reanalysis"),
    "MS4": (
        "estimation",
        "rare_events",
        "prediction",
        "dependence",
        "degeneracy",
        "assembly",
        "regression",
        "subgroups",
    ),
    "MS5": ("diagnosis", "selection", "summary_rows"),
    "MS6": ("output", "exports", "second_opinion", "long_jobs", "change"),
    "MS9": ("faults",),
}


class Catalogue(Mapping[str, Code]):
    """Code → what it means.

    >>> Catalogue()["MS421"].code
    'MS421'
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Code]] = {}

    def __getitem__(self, code: str) -> Code:
        return self._hundred(code[:3])[code]

    def __iter__(self) -> Iterator[str]:
        for hundred in TABLES:
            yield from self._hundred(hundred)

    def __len__(self) -> int:
        return sum(len(self._hundred(hundred)) for hundred in TABLES)

    def _hundred(self, name: str) -> dict[str, Code]:
        """All codes that begin like this."""
        if name not in self._known:
            tables = (getattr(import_module(f"{__name__}.{table}"), table.upper()) for table in TABLES.get(name, ()))
            self._known[name] = {entry.code: entry for table in tables for entry in table}
        return self._known[name]


CATALOGUE: Mapping[str, Code] = Catalogue()

__all__ = ["CATALOGUE"]
