"""Exports of Covidence."""

from metasacro.records.imports.sheet import Sheet
from metasacro.records.imports.mapping import Mapping
from metasacro.records.imports.draft import Imported


def is_covidence(sheet: Sheet) -> bool:
    return "Covidence #" in sheet.header.cells


def read_covidence(sheet: Sheet, mapping: Mapping) -> Imported:
    raise NotImplementedError
