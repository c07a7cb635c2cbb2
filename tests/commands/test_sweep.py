"""`metasacro sweep`, as a user types it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import metasacro
from tests.commands.running import CHECKOUT
from tests.synthesis.small_folder import record, scores, write_folder

STUDIES = str(CHECKOUT / "studies")
SMALL = ("--study-set", "main", "--specifications", "4000")


def inside(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(metasacro, ["sweep", *arguments])


def test_it_answers_the_four_questions() -> None:
    found = inside(STUDIES, *SMALL)
    assert (found.exit_code, found.stderr) == (0, "")
    for words in (
        "Which choice moves the answer",
        "leave out the minimal important difference",
        "single change",
        "protocol’s own",
    ):
        assert words in found.stdout


def test_json_counts_every_specification() -> None:
    document = json.loads(inside(STUDIES, *SMALL, "--format", "json").stdout)
    done = document["specifications"]["done"]
    assert done == document["specifications"]["planned"] <= 4000
    assert sum(document["conclusions"].values()) == done
    for choice in document["choices"][:-1]:
        assert sum(sum(value["conclusions"].values()) for value in choice["values"]) == done


@pytest.mark.parametrize("form", ["csv", "markdown", "latex", "html"])
def test_other_formats_hold_the_same_tables(form: str) -> None:
    found = inside(STUDIES, *SMALL, "--format", form)
    assert found.exit_code == 0
    assert "Kortman 2013" in found.stdout


def test_the_curve_is_written(tmp_path: Path) -> None:
    file = tmp_path / "curve.svg"
    found = inside(STUDIES, *SMALL, "--output", str(file))
    assert (found.exit_code, found.stdout, found.stderr) == (0, "", f"written: {file}, {file.name}.manifest.json\n")
    assert ElementTree.parse(file).getroot().tag.endswith("svg")


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    one, same, other = (inside(STUDIES, "--specifications", "20000", "--seed", seed).stdout for seed in "112")
    assert one == same != other


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--outcome", "pian"), 2, "did you mean `pain`?"),
        (("--outcome", "major_complication"), 3, "MS602"),
        (("--specifications", "0"), 2, "0 is not in the range"),
        (("--workers", "0"), 2, "0 is not in the range"),
        (("--workers", "2", "--scheduler", "tcp://127.0.0.1:1"), 2, "not both"),
        (("--level", "nan"), 2, "not a number"),
    ],
)
def test_a_mistake_is_answered(arguments: tuple[str, ...], code: int, said: str) -> None:
    found = inside(STUDIES, *arguments)
    assert (found.exit_code, found.stdout) == (code, "")
    assert said in found.stderr


def test_one_cohort_cannot_be_swept(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "one", {"smith": record("smith", scores("mean: 8, sd: 1", "mean: 4, sd: 2"))})
    found = inside(str(folder), "--outcome", "pain")
    assert found.exit_code == 3
    assert "MS448" in found.stderr


def test_a_bar_is_shown_on_a_terminal_and_ctrl_c_ends_with_what_was_finished(tmp_path: Path) -> None:
    """Standard error is a terminal here; standard output a pipe, which holds nothing but the answer."""
    names = [f"series{letter}" for letter in "abcdefghijklmnopqrstuv"]
    many = {name: record(name, scores("mean: 8, sd: 1", f"mean: {at / 4}, sd: 2")) for at, name in enumerate(names)}
    folder = write_folder(tmp_path / "many", many)
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "metasacro", "sweep", folder, "--specifications", "2000000000", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=follower,
        cwd=CHECKOUT,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(follower)
    shown = b""
    while b"%" not in shown:
        shown += os.read(leader, 1000)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=120)
    os.close(leader)
    assert process.returncode == 0
    document = json.loads(output)
    assert 0 < document["specifications"]["done"] < document["specifications"]["planned"]
    assert "MS657" in [told["code"] for told in document["cautions"]]
