"""`metasacro pool --trace` as a user types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import metasacro
from tests.commands.running import run
from tests.commands.test_terminals import ESCAPE, in_a_terminal
from tests.synthesis.shipped import analyses
from tests.synthesis.small_folder import count, write_folder


def inside(*arguments: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(metasacro, ["pool", *arguments])


@pytest.mark.parametrize("outcome", [found.outcome.id for found in analyses()])
def test_every_outcome_can_be_traced(outcome: str) -> None:
    found = inside("--trace", outcome)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.strip().startswith("pooled answer, ")
    assert "metasacro explain " in found.stdout
    assert "studies/protocol.yaml:" in found.stdout


def test_one_row_by_its_record_or_its_label() -> None:
    by_record, by_label = (inside("--trace", f"pain/{name}").stdout for name in ("gupta2014", "Gupta 2014"))
    assert by_record == by_label
    assert by_record.strip().startswith("mean change, Gupta 2014: change −5.42")
    assert "170 | baseline: {n: 27, median: 9.0, q1: 8.0, q3: 10.0}" in by_record


def test_a_record_of_two_cohorts_shows_both() -> None:
    text = inside("--trace", "pain/kortman2013").stdout
    assert text.count("mean change, Kortman 2013") == 2


def test_a_choice_of_the_command_line_says_so() -> None:
    assert "from the command line" in inside("--trace", "pain", "--method", "DL").stdout


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("pian", "defines no outcome `pian`; did you mean `pain`?"),
        ("", "defines no outcome ``; known: `pain`"),
        ("pain/gupta", "pools no row `gupta`; did you mean `gupta2014`?"),
        ("pain/", "pools no row ``; known: `gupta2014`"),
        ("pain/\x1b[31m", "pools no row `�[31m`; known: "),
        ("\x1b[31m", "defines no outcome `�[31m`; known: "),
    ],
)
def test_what_nobody_knows_is_answered_with_the_nearest(asked: str, hint: str) -> None:
    found = inside("--trace", asked)
    assert (found.exit_code, found.stdout) == (2, "")
    assert hint in found.stderr


@pytest.mark.parametrize("more", [("--format", "json"), ("--outcome", "pain"), ("--output", "out")])
def test_options_of_tables_are_refused_beside_it(more: tuple[str, str]) -> None:
    found = inside("--trace", "pain", *more)
    assert (found.exit_code, found.stdout) == (2, "")
    assert f"leave out {more[0]}." in found.stderr
    assert not Path("out").exists()


def test_nothing_to_pool_ends_with_3_and_says_so(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"smith": count("not reported")})
    found = inside(str(folder), "--trace", "harm")
    assert found.exit_code == 3
    assert "there is no row to pool" in found.stdout


@pytest.mark.parametrize("columns", ["60", "80", "140"])
def test_columns_are_respected(columns: str) -> None:
    found = run(["pool", "--trace", "pain"], COLUMNS=columns)
    assert max(len(line) for line in found.out.splitlines()) <= int(columns)
    assert "\x1b" not in found.out


def test_an_ascii_terminal_gets_ascii() -> None:
    found = run(["pool", "--trace", "pain"], PYTHONIOENCODING="ascii")
    assert found.code == 0
    assert found.out.isascii()


def test_colours_say_nothing_else() -> None:
    coloured, code = in_a_terminal(["pool", "--trace", "pain"])
    plain, _ = in_a_terminal(["pool", "--trace", "pain"], NO_COLOR="1")
    assert code == 0
    assert ESCAPE.sub("", coloured) == ESCAPE.sub("", plain)
