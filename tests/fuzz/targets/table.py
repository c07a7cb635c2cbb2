"""`import` of a CSV table, wide or long, with a mapping: `mapping %%%% table` → drafts, or coded problems."""

from __future__ import annotations

from metasacro.records.imports.mapping import COMMA, Mapping
from metasacro.records.imports.reading import read_import
from metasacro.records.imports.sheet import Sheet, read_sheet
from tests.fuzz.file import as_text, parts, written
from tests.fuzz.targets.drafts import kept, mapping_of

#: The name of the file that is imported.
NAME = "scores.csv"


def run(data: bytes) -> None:
    """Import the table by its mapping."""
    about, table = parts(data)
    mapping = mapping_of(about)
    if mapping is not None:
        kept(read_import(written(NAME, table), NAME, None, mapping), mapping, printed(table, mapping))


def printed(table: bytes, mapping: Mapping) -> frozenset[str]:
    """The texts of the cells as a record writes them: the decimal sign is a point, the minus a hyphen."""
    source = as_text(table, NAME)
    sheet = None if source is None else read_sheet(source, mapping.separator)
    cells = [cell for row in sheet.rows for cell in row.cells] if isinstance(sheet, Sheet) else []
    texts = [*cells, *(told.text for told in mapping.constants.values())]
    spelled = (" ".join(text.split()).replace("\u2212", "-") for text in texts)
    return frozenset(text.replace(",", ".") if mapping.decimal == COMMA else text for text in spelled)
