"""Folders and texts of any size: told in one error, soon, with little memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.case import Case
from tests.hostile.evidence import good_folder
from tests.hostile.limited import Told, assert_calm, limited
from tests.hostile.volume_cases import FIELDS, FOLDERS, IN_PLACE


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.name)
def test_a_folder_of_any_size_is_one_error(case: Case, tmp_path: Path) -> None:
    """Before any record of it is read; nothing is then said of the studies that the protocol names."""
    folder = good_folder(tmp_path / "studies")
    case.write(folder)
    ended = limited(["check", folder])
    assert [Told(code=case.code, file="studies", at=case.at)] == ended.told
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
    case = IN_PLACE[0]
    assert [Told(code=case.code, file="protocol.yaml", at=case.at)] == ended.told
    assert_calm(ended)


def test_a_register_of_medians_is_left_out_with_a_code(tmp_path: Path) -> None:
    """The samples of a hundred million scores cannot be looked at; the other cohorts are pooled."""
    folder = good_folder(tmp_path / "studies")
    record = (folder / "good1.yaml").read_text(encoding="utf-8").replace("n: 20", "n: 100000000")
    record = record.replace("mean: 8, sd: 2", "median: 8, q1: 7, q3: 9").replace("of: 20", "of: 100000000")
    (folder / "good1.yaml").write_text(record, encoding="utf-8")
    ended = limited(["pool", folder, "--outcome", "pain"], COLUMNS="200")
    assert ended.code == 0, ended.err
    assert IN_PLACE[1].code in ended.out
    assert "Good2" in ended.out
    assert_calm(ended)
