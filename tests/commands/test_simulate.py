"""`metasacro simulate`, as a user types it."""

from __future__ import annotations

import csv
import io

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import metasacro
from tests.commands.running import CHECKOUT

STUDIES = str(CHECKOUT / "studies")
SMALL = ("--replicates", "500", "--method", "DL")


def inside(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(metasacro, ["simulate", *arguments])


def test_it_prints_a_row_for_each_test_under_each_truth() -> None:
    found = inside(STUDIES, *SMALL)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.count("adhoc, in force") == 3
    assert "Monte Carlo error" in found.stdout


def test_truths_can_be_asked_for() -> None:
    rows = list(csv.reader(io.StringIO(inside(STUDIES, *SMALL, "--tau2", "0.5", "--format", "csv").stdout)))
    assert len([row for row in rows if row and row[0] in ("z", "t", "knha", "adhoc, in force")]) == 4


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    one, same, other = (inside(STUDIES, *SMALL, "--seed", seed).stdout for seed in "112")
    assert one == same != other


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--outcome", "pian"), 2, "did you mean `pain`?"),
        (("--outcome", "major_complication"), 3, "MS502"),
        (("--replicates", "0"), 2, "0 is not in the range"),
        (("--tau2", "-1"), 2, "not in the range"),
        (("--tau2", "nan"), 2, "finite"),
        (("--tau2", "inf"), 2, "finite"),
    ],
)
def test_a_mistake_is_answered(arguments: tuple[str, ...], code: int, said: str) -> None:
    found = inside(STUDIES, *arguments)
    assert (found.exit_code, found.stdout) == (code, "")
    assert said in found.stderr
