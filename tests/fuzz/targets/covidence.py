"""`import` of an export of Covidence: `mapping %%%% table` → drafts or references, or coded problems."""

from __future__ import annotations

from metasacro.records.imports.reading import read_import
from tests.fuzz.file import parts, written
from tests.fuzz.targets.drafts import kept, mapping_of
from tests.fuzz.targets.table import printed

NAME = "review_1_included_csv.csv"


def run(data: bytes) -> None:
    """Import the export by its mapping."""
    about, table = parts(data)
    mapping = mapping_of(about)
    if mapping is not None:
        kept(read_import(written(NAME, table), NAME, "covidence", mapping), mapping, printed(table, mapping))
