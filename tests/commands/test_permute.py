"""`metasacro permute`, as a user types it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import metasacro
from tests.commands.running import CHECKOUT
from tests.synthesis.small_folder import record, scores, write_folder

STUDIES = str(CHECKOUT / "studies")


def inside(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(metasacro, ["permute", *arguments])


def rows(*arguments: str) -> list[list[str]]:
    found = inside(STUDIES, *arguments, "--format", "csv")
    assert found.exit_code == 0, found.output
    return [row for row in csv.reader(io.StringIO(found.stdout)) if row and row[0].startswith(("any", "a diff"))]


def test_all_signs_of_six_cohorts_are_looked_at() -> None:
    """Every cohort improved, so that only the observed signs and their mirror image are as large: 2 of 64."""
    effect, difference = rows()
    assert effect[1:] == ["6", "P < .001", "P = .031", "all 64"]
    assert difference[4].startswith("all ")


def test_a_sample_says_so() -> None:
    found = inside(STUDIES, "--study-set", "all", "--method", "DL", "--arrangements", "500", "--seed", "3")
    assert found.exit_code == 0
    assert "a sample of 500" in found.stdout
    assert "MS571" in found.stdout


def test_one_etiology_has_no_difference(tmp_path: Path) -> None:
    three = {
        name: record(name, scores("mean: 8, sd: 1", f"mean: {at + 2}, sd: 2"))
        for at, name in enumerate(["aa", "bb", "cc"])
    }
    found = inside(str(write_folder(tmp_path / "three", three)), "--outcome", "pain")
    assert found.exit_code == 0
    assert "by etiology" not in found.stdout
    assert "MS572" in found.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--outcome", "pian"), 2, "did you mean `pain`?"),
        (("--outcome", "major_complication"), 3, "MS502"),
        (("--arrangements", "0"), 2, "0 is not in the range"),
    ],
)
def test_a_mistake_is_answered(arguments: tuple[str, ...], code: int, said: str) -> None:
    found = inside(STUDIES, *arguments)
    assert (found.exit_code, found.stdout) == (code, "")
    assert said in found.stderr
