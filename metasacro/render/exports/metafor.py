"""Tables for metafor, with the script that recomputes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from metasacro.render.exports.sheets import sheet_files

if TYPE_CHECKING:
    from metasacro.views.exports.parcel import Parcel

#: The same for every review: whatever a file says stands in the tables, and nothing of it becomes R code.
SCRIPT = Path(__file__).with_name("recompute.R")


def metafor_files(parcel: Parcel) -> dict[str, bytes]:
    """The tables, and beside them the script that reads them."""
    return {**sheet_files(parcel), SCRIPT.name: SCRIPT.read_bytes()}
