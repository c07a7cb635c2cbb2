"""`metasacro check` on a folder with a fuzzed record: every problem printed, and an exit code that says so."""

from __future__ import annotations

from metasacro.commands.exit_codes import FINE, PROBLEMS
from tests.fuzz import commands
from tests.fuzz.oracle import must


def run(data: bytes) -> None:
    """Check the folder."""
    ended = commands.run(data, "check")
    must(ended.code in (FINE, PROBLEMS), "fine, or problems", ended)
    must((ended.code == PROBLEMS) == ("error[MS" in ended.err), "problems are printed", ended)
