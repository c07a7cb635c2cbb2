"""The tables of codes: each code stands in a table of its hundred, and no table is forgotten."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

from metasacro.problems import CATALOGUE, catalogue
from metasacro.problems.catalogue import TABLES, Catalogue


@pytest.mark.parametrize("hundred", TABLES)
def test_a_code_is_found_by_its_hundred(hundred: str) -> None:
    for table in TABLES[hundred]:
        codes = [entry.code for entry in getattr(import_module(f"{catalogue.__name__}.{table}"), table.upper())]
        assert codes
        assert all(code.startswith(hundred) and CATALOGUE[code].code == code for code in codes)


def test_every_table_is_listed_or_part_of_one_that_is() -> None:
    listed = [table for tables in TABLES.values() for table in tables]
    assert len(set(listed)) == len(listed)
    known = set(CATALOGUE)
    for module in iter_modules(catalogue.__path__):
        table = getattr(import_module(f"{catalogue.__name__}.{module.name}"), module.name.upper())
        assert {entry.code for entry in table} <= known


def test_the_catalogue_is_a_mapping() -> None:
    fresh = Catalogue()
    assert len(fresh) == len(list(fresh)) == len(set(fresh)) > 300
    assert "MS421" in fresh
    for unknown in (f"MS{400}", f"MS{777}", "", "notes"):  # not written out: no text names a code that is none
        assert unknown not in fresh
        assert fresh.get(unknown) is None


def test_a_code_loads_no_table_of_another_hundred() -> None:
    text = (
        "import sys; from metasacro.problems import caution; caution('MS421', k=3); "
        "print(*(name for name in sys.modules if '.catalogue.' in name))"
    )
    loaded = subprocess.run([sys.executable, "-c", text], text=True, check=True, capture_output=True).stdout.split()
    assert {name.rpartition(".")[2] for name in loaded} == set(TABLES["MS4"])
