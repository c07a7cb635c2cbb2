"""Folders, files and texts of any size."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.case import Case
from tests.hostile.evidence import broken


def _many(folder: Path) -> None:
    """20 000 empty records; links to one file are quickly made."""
    (folder / "m0.yaml").touch()
    for number in range(1, 20_000):
        os.link(folder / "m0.yaml", folder / f"m{number}.yaml")


def _heavy(folder: Path) -> None:
    """Records of 200 MB together, none above the limit of one."""
    (folder / "h0.yaml").write_bytes(b"notes:\n" + b"  - a note of no use\n" * 12_000)
    for number in range(1, 800):
        os.link(folder / "h0.yaml", folder / f"h{number}.yaml")


FOLDERS = (
    Case(row="volume", name="count", told="20 000 records", code="MS143", make=_many),
    Case(row="volume", name="size", told="200 MB of records", code="MS143", make=_heavy),
)
#: Fields of a record that could each take minutes.
FIELDS = (
    Case(
        row="volume",
        name="label",
        told="a label of 10 000 letters",
        code="MS191",
        at="2:8",
        content=broken("label", label="x" * 10_000),
    ),
    Case(
        row="volume",
        name="note",
        told="a text of 30 000 letters",
        code="MS102",
        at="25:9",
        content=broken("note", more="notes: [" + "x" * 30_000 + "]"),
    ),
)
#: What is changed in a good folder by its test.
IN_PLACE = (
    Case(row="volume", name="grid", told="25 000 correlations to try", code="MS115", at="5:33"),
    Case(row="volume", name="register", told="medians of a hundred million patients", code="MS383"),
)
