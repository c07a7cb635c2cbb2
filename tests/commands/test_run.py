"""The process ends early, and nothing is lost by that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

START = """
import atexit, os, sys, threading, time
from metasacro.commands import main as module
"""


def ended(work: str, **streams: object) -> subprocess.CompletedProcess[str]:
    """A process that does `work` in the place of a command."""
    text = f"{START}\ndef work():\n    {work}\nmodule.main = work\nmodule.run()\n"
    chosen = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.run([sys.executable, "-c", text], text=True, check=False, **chosen)  # type: ignore[call-overload, no-any-return] # passed on by name


@pytest.mark.parametrize(("code", "found"), [("0", 0), ("3", 3), ("None", 0), ("'words'", 1), ("True", 1)])
def test_the_exit_code_is_the_one_that_was_told(code: str, found: int) -> None:
    process = ended(f"print('said', end=''); print('told', end='', file=sys.stderr); sys.exit({code})")
    assert (process.returncode, process.stdout) == (found, "said")
    assert process.stderr.startswith("told")


def test_a_command_that_only_returns_ends_well() -> None:
    assert ended("print('said')").returncode == 0


def test_a_fault_is_printed_by_python() -> None:
    process = ended("raise RuntimeError('ours')")
    assert process.returncode == 1
    assert "RuntimeError: ours" in process.stderr


def test_threads_and_what_is_registered_are_waited_for() -> None:
    work = "threading.Thread(target=lambda: (time.sleep(0.2), print('thread'))).start(); "
    work += "atexit.register(print, 'registered'); print('said'); sys.exit(4)"
    process = ended(work)
    assert (process.returncode, process.stdout) == (4, "said\nthread\nregistered\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_stream_that_takes_no_more_is_no_success() -> None:
    with open("/dev/full", "w") as full:
        assert ended("print('said'); sys.exit(0)", stdout=full).returncode != 0


def test_without_any_streams_the_code_is_kept() -> None:
    assert ended("sys.stdout = sys.stderr = None; sys.exit(5)").returncode == 5


def test_the_scripts_end_like_this() -> None:
    """`python -m metasacro`, and `cli.py` beside it, by what they call."""
    checkout = Path(__file__).parents[2]
    for path in (checkout / "metasacro/__main__.py", checkout / "cli.py"):
        assert "import run" in path.read_text()
    assert 'metasacro = "metasacro.commands.main:run"' in (checkout / "pyproject.toml").read_text()
