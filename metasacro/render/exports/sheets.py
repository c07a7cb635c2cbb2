"""Sheets of a parcel as CSV files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.render.csv_text import csv_text

if TYPE_CHECKING:
    from metasacro.views.exports.parcel import Parcel


def sheet_files(parcel: Parcel) -> dict[str, bytes]:
    """File name → content, one a sheet."""
    return {sheet.file: csv_text(sheet.columns, sheet.rows).encode() for sheet in parcel.sheets}
