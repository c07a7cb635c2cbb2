"""`metasacro verify`: tables, data, exit codes, and what is said where R is missing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from metasacro import random_effects
from metasacro.commands.main import metasacro
from metasacro.pooling.pooled import Pooled
from metasacro.synthesis import pools
from tests.commands.running import UNSET, Ended, run
from tests.second_opinion.test_metafor import without_metafor
from tests.synthesis.small_folder import count, scores, write_folder

QUICK = ("verify", "--without-r")


def ask(arguments: Sequence[str], **more: str) -> Ended:
    """As `run`, but in this process: statsmodels takes longer to load than to answer."""
    found = CliRunner().invoke(metasacro, list(arguments), env={**dict.fromkeys(UNSET), **more})
    assert found.exception is None or isinstance(found.exception, SystemExit), repr(found.exception)
    return Ended(code=found.exit_code, out=found.stdout, err=found.stderr)


def test_it_runs_as_a_program() -> None:
    """Another process, without a warning."""
    found = run([*QUICK, "--outcome", "response"])
    assert found.code == 0, found.err
    assert "digits of agreement" in found.out


def test_the_screen_says_how_closely_who_agrees() -> None:
    """Every number, every program, and the conventions below."""
    found = ask([*QUICK, "--outcome", "pain"], COLUMNS="120")
    assert found.code == 0, found.err
    assert found.err == ""
    for words in (
        "Pain reduction: digits of agreement",
        "the same 6 cohorts and settings · REML, test adhoc",
        "asked: statsmodels 0",
        "not asked: metafor (not wanted)",
        "no counterpart",
        "statsmodels has no REML, but DL and PM",
        "metafor (not wanted)",
        "estimator DL",
        "Pain reduction: the same data under other programs’ conventions",
        "RevMan since January 2025",
        "What the programs do unless told otherwise",
    ):
        assert words in found.out, words
    assert "! " not in found.out


def test_at_80_columns_no_number_is_cut() -> None:
    found = ask([*QUICK], COLUMNS="80")
    assert max(len(line.rstrip()) for line in found.out.splitlines()) <= 80
    for words in ("[−6.85515, −3.66469]", "10+", "[0.2, 78.4]", "−5.25992"):
        assert words in found.out, words


def test_the_json_has_every_number_in_full() -> None:
    """The value here, theirs, the digits, and the verdict."""
    document = json.loads(ask([*QUICK, "--outcome", "leak", "--format", "json"]).out)
    assert [program["program"] for program in document["programs"]] == ["statsmodels", "scipy", "metafor"]
    assert document["programs"][2]["not_asked"] == "not wanted"
    by_scipy = next(row for row in document["numbers"] if (row["number"], row["program"]) == ("estimate", "scipy"))
    assert by_scipy["verdict"] == "agrees"
    assert by_scipy["here"] == pytest.approx(by_scipy["theirs"], rel=1e-8)
    assert by_scipy["digits"] > 8
    assert {row["verdict"] for row in document["numbers"]} == {"agrees", "no counterpart"}
    assert all(row["reason"] for row in document["numbers"] if row["verdict"] == "no counterpart")
    assert [row["program"] for row in document["conventions"]][:2] == ["metasacro", "metafor, rma"]


def test_the_csv_has_a_line_a_number_and_program() -> None:
    rows = list(csv.DictReader(io.StringIO(ask([*QUICK, "--outcome", "response", "--format", "csv"]).out)))
    assert {row["program"] for row in rows} == {"statsmodels", "scipy", "metafor"}
    assert len(rows) % 3 == 0


@pytest.mark.parametrize("form", ["markdown", "latex", "html"])
def test_the_other_formats_hold_the_tables(form: str) -> None:
    found = ask([*QUICK, "--outcome", "response", "--format", form])
    assert found.code == 0, found.err
    assert "digits of agreement" in found.out


def test_choices_of_the_pool_are_verified_as_asked() -> None:
    found = ask([*QUICK, "--outcome", "pain", "--method", "DL", "--test", "knha"], COLUMNS="120")
    assert found.code == 0
    assert "the same 6 cohorts and settings · DL, test knha" in found.out


def test_without_r_it_says_so_and_ends_well(tmp_path: Path) -> None:
    """On standard error and in the table; exit code 0."""
    found = ask(["verify", "--outcome", "response"], PATH=str(tmp_path), COLUMNS="120")
    assert found.code == 0
    assert "note[MS621]: metafor was not asked: R is not installed" in found.err
    assert "not asked: metafor (R is not installed)" in found.out
    assert "scipy 1" in found.out


def test_an_r_that_does_not_end_is_stopped_and_said(tmp_path: Path) -> None:
    program = tmp_path / "Rscript"
    program.write_text("#!/bin/sh\nexec /bin/sleep 50\n", encoding="utf-8")
    program.chmod(0o755)
    found = ask(["verify", "--outcome", "response", "--seconds", "0.5"], PATH=str(tmp_path))
    assert found.code == 0
    assert "caution[MS622]: metafor gave no opinion: R did not end within 0.5 seconds" in found.err


@pytest.mark.usefixtures("forgetful")
def test_a_wrong_number_exits_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    """Named on standard error with both values and the likely reason; marked in the table."""

    def wrong(*arguments: Any, **choices: Any) -> Pooled:
        pooled = random_effects(*arguments, **choices)
        assert pooled.estimate is not None
        return replace(pooled, estimate=1.001 * pooled.estimate)

    monkeypatch.setattr(pools, "random_effects", wrong)
    found = CliRunner().invoke(metasacro, [*QUICK, "--outcome", "pain"], env={"COLUMNS": "120"})
    assert found.exit_code == 1
    assert "error[MS620]: estimate: -5.265177173 here, -5.259917255 by scipy: 3.0 digits agree where 6" in found.stderr
    assert "likely reason: " in found.stderr
    assert "! 3" in found.stdout


def test_nothing_to_verify_exits_with_3(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"a": count("not reported")})
    found = ask([*QUICK, str(folder), "--outcome", "harm"])
    assert found.code == 3, found.err


def test_nobody_had_the_event(tmp_path: Path) -> None:
    """No model, here or there; exact intervals, and programs that cannot say anything else."""
    folder = write_folder(tmp_path, {"a": count(0), "b": count(0)})
    found = ask([*QUICK, str(folder), "--outcome", "harm"], COLUMNS="140")
    assert found.code == 0, found.err
    assert "exact interval" in found.out
    assert "no model can be fitted" in found.out


def test_one_cohort_alone(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"a": scores("mean: 8, sd: 2", "mean: 3, sd: 2") + "\n" + count(3)})
    found = ask([*QUICK, str(folder)], COLUMNS="140")
    assert found.code == 0, found.err
    assert "the same 1 cohort" in found.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["no-such-folder"], 1, "error[MS134]"),
        (["--outcome", "pains"], 2, "did you mean `pain`?"),
        (["--seconds", "0"], 2, "--seconds"),
        (["--method", "REMLL"], 2, "--method"),
    ],
)
def test_bad_input_is_refused(arguments: list[str], code: int, said: str) -> None:
    found = ask([*QUICK, *arguments])
    assert found.code == code
    assert said in found.err


@pytest.mark.r
def test_with_r_every_program_is_asked() -> None:
    if reason := without_metafor():
        pytest.skip(reason)
    found = ask(["verify", "--outcome", "pain", "--outcome", "response"], COLUMNS="120")
    assert found.code == 0, found.err
    assert "; metafor " in found.out
    assert found.err == ""
