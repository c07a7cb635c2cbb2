"""`metasacro reanalyze` as a user types it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import metasacro
from tests.commands.running import run
from tests.commands.test_terminals import ESCAPE, in_a_terminal
from tests.synthesis.shipped import evidence


def inside(*arguments: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(metasacro, ["reanalyze", *arguments])


@pytest.mark.parametrize("study", sorted(evidence().studies))
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_every_shipped_record_is_reanalyzed(study: str, form: str) -> None:
    found = inside(study, "--format", form)
    assert found.exit_code == 0, found.output
    assert found.stderr == ""
    assert evidence().studies[study].label in found.stdout


def test_without_a_name_it_is_the_index_study() -> None:
    assert inside().stdout == inside("gupta2014").stdout


def test_one_line_says_what_a_record_has_nothing_for() -> None:
    assert "nothing in the record: " in inside("heo2017").stdout
    assert "nothing in the record: " not in inside("gupta2014").stdout


@pytest.mark.parametrize(
    ("name", "hint"), [("gupta", "did you mean `gupta2014`?"), ("GUPTA2014", "did you mean"), ("zzz", "known: `")]
)
def test_an_unknown_record_is_a_mistake_of_usage(name: str, hint: str) -> None:
    found = inside(name)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert f"no record is called `{name}`; {hint}" in found.stderr


def test_a_hostile_name_cannot_steer_the_terminal() -> None:
    found = inside("\x1b[31mred")
    assert found.exit_code == 2
    assert "\x1b" not in found.stderr


@pytest.mark.parametrize(
    "option", [("--correlation", "nan"), ("--level", "nan"), ("--level", "0"), ("--correlation", "2")]
)
def test_a_number_outside_its_range_is_a_mistake_of_usage(option: tuple[str, str]) -> None:
    assert inside(*option).exit_code == 2


def test_records_with_errors_stop_it_and_can_be_left_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    found = inside("--in", str(folder))
    assert found.exit_code == 1
    assert found.stdout == ""


def test_the_asked_correlation_reaches_the_intervals() -> None:
    lower, upper = (
        json.loads(inside("--correlation", r, "--format", "json").stdout)["scores"][0]["cohorts"][0]["change"]
        for r in ("0.2", "0.8")
    )
    assert lower["interval"][0] < upper["interval"][0]
    assert lower["widest"] == upper["widest"]


def test_csv_has_one_value_a_row() -> None:
    rows = list(csv.reader(io.StringIO(inside("--format", "csv").stdout)))
    assert rows[0] == ["path", "value"]
    assert ["levels[0].levels[0].events", "14"] in rows
    assert all(len(row) == 2 for row in rows)


def test_one_seed_one_answer() -> None:
    assert inside("--format", "json").stdout == inside("--format", "json").stdout


@pytest.mark.parametrize("columns", ["60", "80", "125", "140", "165", "200"])
def test_columns_are_respected(columns: str) -> None:
    found = run(["reanalyze"], COLUMNS=columns)
    assert max(len(line) for line in found.out.splitlines()) <= int(columns)


def test_a_terminal_gets_colours_that_say_nothing_else() -> None:
    coloured, code = in_a_terminal(["reanalyze"])
    plain, _ = in_a_terminal(["reanalyze"], NO_COLOR="1")
    assert code == 0
    assert ESCAPE.search(coloured) is not None
    assert ESCAPE.sub("", coloured) == ESCAPE.sub("", plain)
    assert set(ESCAPE.findall(plain)) <= {"\x1b[1m", "\x1b[2m", "\x1b[0m", "\x1b[1;2m"}


def test_an_ascii_terminal_gets_ascii() -> None:
    found = run(["reanalyze"], PYTHONIOENCODING="ascii")
    assert found.code == 0
    assert found.out.isascii()
