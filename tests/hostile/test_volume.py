"""Folders and texts of any size: told in one error, soon, with little memory."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.hostile.case import Case
from tests.hostile.evidence import broken, good_folder
from tests.hostile.limited import Told, assert_calm, limited


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


CASES = (
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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_folder_of_any_size_is_one_error(case: Case, tmp_path: Path) -> None:
    """Before any record of it is read; then nothing is known of the studies that the protocol names."""
    folder = good_folder(tmp_path / "studies")
    case.write(folder)
    ended = limited(["check", folder])
    assert Told(code=case.code, file="studies", at=case.at) == ended.told[0]
    assert {"MS133"} == {told.code for told in ended.told[1:]}
    assert ended.code == 1
    assert_calm(ended)


@pytest.mark.parametrize("case", FIELDS, ids=lambda case: case.name)
def test_a_text_of_any_length_is_one_error(case: Case, tmp_path: Path) -> None:
    """And a screen of output."""
    folder = good_folder(tmp_path / "studies")
    case.write(folder / f"{case.name}.yaml")
    ended = limited(["check", folder])
    assert [Told(code=case.code, file=f"{case.name}.yaml", at=case.at)] == ended.told
    assert len(ended.err) < 2_000
    assert_calm(ended)


def test_a_grid_of_correlations_is_bounded(tmp_path: Path) -> None:
    """25 000 values would be 25 000 pools of every outcome."""
    folder = good_folder(tmp_path / "studies")
    protocol = (folder / "protocol.yaml").read_text(encoding="utf-8")
    grid = ", ".join(f"{number / 30_000:.6f}" for number in range(1, 25_000))
    (folder / "protocol.yaml").write_text(protocol.replace("0.3, 0.5, 0.7, 0.9", grid), encoding="utf-8")
    ended = limited(["check", folder])
    assert [Told(code="MS115", file="protocol.yaml", at="5:33")] == ended.told
    assert_calm(ended)


def test_a_register_of_medians_is_left_out_with_a_code(tmp_path: Path) -> None:
    """The samples of a hundred million scores cannot be looked at; the other cohorts are pooled."""
    folder = good_folder(tmp_path / "studies")
    record = (folder / "good1.yaml").read_text(encoding="utf-8").replace("n: 20", "n: 100000000")
    record = record.replace("mean: 8, sd: 2", "median: 8, q1: 7, q3: 9").replace("of: 20", "of: 100000000")
    (folder / "good1.yaml").write_text(record, encoding="utf-8")
    ended = limited(["pool", folder, "--outcome", "pain"], COLUMNS="200")
    assert ended.code == 0, ended.err
    assert "MS383" in ended.out
    assert "Good2" in ended.out
    assert_calm(ended)
