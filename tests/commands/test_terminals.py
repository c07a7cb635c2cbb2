"""The same page in terminals of every kind: colours, none, ASCII, pipes that close."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from metasacro.commands.formats import FORMATS
from tests.commands.running import CHECKOUT, environment, run

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def in_a_terminal(arguments: list[str], columns: int = 100, **more: str) -> tuple[str, int]:
    """What the command writes to a terminal of its own, and how it ends."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "metasacro", *arguments],
        cwd=CHECKOUT,
        env=environment(TERM="xterm-256color", COLUMNS=str(columns), **more),
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    chunks = []
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # Linux says so when the other side has closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(ours)
    return b"".join(chunks).decode().replace("\r\n", "\n"), process.wait(timeout=60)


def test_a_pipe_gets_no_escape_codes_and_120_columns() -> None:
    found = run(["pool"])
    assert found.code == 0
    assert "\x1b" not in found.out
    assert 100 < max(len(line) for line in found.out.splitlines()) <= 120


@pytest.mark.parametrize("columns", ["60", "80", "125", "140"])
def test_columns_are_respected(columns: str) -> None:
    assert max(len(line) for line in run(["pool"], COLUMNS=columns).out.splitlines()) <= int(columns)


@pytest.mark.parametrize("columns", ["", "0", "-5", "nonsense", "10"])
def test_a_width_that_makes_no_sense_does_not_stop_the_answer(columns: str) -> None:
    found = run(["pool"], COLUMNS=columns)
    assert found.code == 0
    assert "5.3 [3.7, 6.9]" in found.out


def test_a_terminal_gets_colours_that_say_nothing_else() -> None:
    coloured, code = in_a_terminal(["pool"])
    plain, _ = in_a_terminal(["pool"], NO_COLOR="1")
    assert code == 0
    assert ESCAPE.search(coloured) is not None
    assert "\x1b" not in ESCAPE.sub("", coloured)
    assert ESCAPE.sub("", coloured) == ESCAPE.sub("", plain)


def test_no_color_means_no_colour() -> None:
    """Bold and dim are not colours."""
    plain, _ = in_a_terminal(["pool"], NO_COLOR="1")
    assert set(ESCAPE.findall(plain)) <= {"\x1b[1m", "\x1b[2m", "\x1b[0m", "\x1b[1;2m"}


def test_a_dumb_terminal_gets_plain_text() -> None:
    found = run(["pool"], TERM="dumb")
    assert "\x1b" not in found.out


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_every_encoding_gets_its_answer(form: str, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "metasacro", "pool", "--format", form],
        cwd=CHECKOUT,
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("ascii" if form == "table" and encoding != "utf-8" else "utf-8") != ""


def test_errors_are_ascii_in_an_ascii_terminal(tmp_path: Path) -> None:
    found = run(["pool", str(tmp_path)], PYTHONIOENCODING="ascii")
    assert found.code == 1
    assert found.err.isascii()


def test_a_reader_that_stops_early_sees_no_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "metasacro", "pool", "--format", "json"],
        cwd=CHECKOUT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    process.wait(timeout=60)
    assert "Traceback" not in said
    assert "MS900" not in said
