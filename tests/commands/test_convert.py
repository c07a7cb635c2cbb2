"""`metasacro convert`: what is printed, in which form, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import metasacro
from metasacro.moments.registry import CONVERSIONS
from metasacro.synthesis.conversions import RECOMMENDED, SETS

AFTER = ("--n", "27", "--q1", "0.0", "--median", "3.0", "--q3", "5.8", "--scale", "0-10")
TABLE = """label,n,min,q1,median,q3,max,scale
before,27,,8.0,9.0,10.0,,0-10
comma,27,,"0,0",3.0,5.8,,0-10
contradiction,27,,2.1,3,6,,0-10
after,27,,0.0,3.0,5.8,,0-10
"""


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(metasacro, ["convert", *arguments])


def written(folder: Path, text: str = TABLE) -> str:
    path = folder / "rows.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_every_method_stands_beside_the_possible_range() -> None:
    """Those that do not apply are named with their code; the impossible are marked."""
    result = run(*AFTER)
    assert result.exit_code == 0
    assert [method for method in (*CONVERSIONS, *SETS) if method not in result.stdout] == []
    assert "2.41–4.22" in result.stdout
    assert "! SD impossible: 2.31–3.57 at this mean" in result.stdout
    assert "(MS321)" in result.stdout
    assert f"{RECOMMENDED} *" in result.stdout


def test_the_decimals_of_the_print_decide() -> None:
    """`8` can have been 7.6; `8.0` cannot."""
    loose = run("--n", "27", "--q1", "8", "--median", "9", "--q3", "10", "--scale", "0-10", "--format", "json")
    exact = run("--n", "27", "--q1", "8.0", "--median", "9.0", "--q3", "10.0", "--scale", "0-10", "--format", "json")
    samples = [json.loads(result.stdout)["rows"][0]["feasible"]["samples"] for result in (loose, exact)]
    assert samples == [159159, 108108]


def test_json_holds_full_precision() -> None:
    """One document: what is possible, every answer, every refusal."""
    (row,) = json.loads(run(*AFTER, "--format", "json").stdout)["rows"]
    answers = {answer["method"]: answer for answer in row["methods"]}
    assert row["printed"] == {"q1": "0.0", "median": "3.0", "q3": "5.8"}
    assert row["definition"] in row["possible_definitions"]
    assert answers["luo/wan/shi"]["sd"] == pytest.approx(4.5396, abs=5e-5)
    assert answers["luo/wan/shi"]["se_method"] == "naive"
    assert answers["exact-set"]["se_method"] == "with reconstruction"
    assert answers["qe"]["cautions"][0]["code"] == "MS324"
    assert answers["bc"]["code"] == "MS321"


def test_csv_has_a_line_for_each_row_and_method(tmp_path: Path) -> None:
    """And one for each problem: no row is lost."""
    result = run(written(tmp_path), "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(result.stdout)))
    of = {label: [line for line in lines if line["label"] == label] for label in ("before", "comma", "after")}
    assert len(of["before"]) == len(of["after"]) == len(CONVERSIONS) + len(SETS)
    assert [line["code"] for line in of["comma"]] == ["MS380"]
    assert (
        float(of["after"][0]["mean"])
        == json.loads(run(*AFTER, "--format", "json").stdout)["rows"][0]["methods"][0]["mean"]
    )


def test_a_bad_row_does_not_stop_the_others(tmp_path: Path) -> None:
    """The good ones are printed; the bad ones are named on standard error with line and column; the code is 1."""
    path = written(tmp_path)
    result = run(path)
    assert result.exit_code == 1
    assert "before · n = 27" in result.stdout
    assert "after · n = 27" in result.stdout
    assert f"error[MS380]: `0,0` is not a printed number\n  --> {path}:3:11" in result.stderr
    assert "error[MS590]" in result.stderr
    assert f"{path}:4:1" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--median", "3", "--scale", "0-10"), 2, "MS593"),
        (("--n", "x", "--median", "3", "--scale", "0-10"), 2, "MS591"),
        (("--n", "27", "--median", "3", "--scale", "ten"), 2, "MS592"),
        (("--n", "27", "--median", "3,0", "--scale", "0-10"), 2, "MS380"),
        (("--n", "27", "--median", "3", "--scale", "0-10", "--definition", "spss"), 2, "MS382"),
        (("--n", "27", "--q1", "2.1", "--median", "3", "--q3", "6", "--scale", "0-10"), 1, "MS590"),
        (("--n", "27", "--q1", "5", "--median", "3", "--q3", "6", "--scale", "0-10"), 1, "MS307"),
        (("no-such-file.csv",), 1, "MS101"),
        (("rows.csv", "--median", "3"), 2, "not --median"),
        ((), 2, "MS593"),
    ],
)
def test_what_cannot_be_converted_ends_with_its_code(arguments: tuple[str, ...], code: int, said: str) -> None:
    """2: the command line; 1: the print. Nothing on standard output."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def test_nothing_to_estimate_still_shows_what_is_possible() -> None:
    """One quartile says nothing of a mean; the set is printed, and the code is 3."""
    result = run("--n", "12", "--q1", "3", "--scale", "0-10")
    assert result.exit_code == 3
    assert "any sample" in result.stdout
    assert "(MS308)" in result.stdout


def test_options_hold_for_rows_that_do_not_say(tmp_path: Path) -> None:
    """A table without a column for the scale."""
    result = run(written(tmp_path, "n,median,min,max\n12,4,0,10\n"), "--scale", "0-10", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["rows"][0]["scale"] == {"lower": 0.0, "upper": 10.0, "step": 1.0}


def test_a_hostile_label_cannot_steer_the_terminal_or_a_spreadsheet(tmp_path: Path) -> None:
    """Control signs refuse the file; a formula becomes text."""
    bad = run(written(tmp_path, "label,n,median,scale\n\x1b[2J,12,4,0-10\n"))
    assert (bad.exit_code, "MS104" in bad.stderr) == (1, True)
    formula = run(written(tmp_path, "label,n,median,scale\n=1+1,12,4,0-10\n"), "--format", "csv")
    assert "\n'=1+1," in formula.stdout


def test_a_definition_that_cannot_be_is_answered_with_those_that_can() -> None:
    """As a hint below the contradiction."""
    quartiles = ("--n", "27", "--q1", "0.25", "--median", "1.0", "--q3", "2.8", "--scale", "0-5")
    result = run(*quartiles, "--definition", "linear")
    assert (result.exit_code, "MS384" in result.stderr) == (1, True)
    assert "hint: possible here: hazen\n" in result.stderr
