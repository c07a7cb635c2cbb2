"""`metasacro pool` on a folder with a fuzzed record: a page, CSV and JSON, or problems."""

from __future__ import annotations

from tests.fuzz import commands
from tests.fuzz.oracle import must, safe_csv, safe_json


def run(data: bytes) -> None:
    """Pool, write every form, and print the two that other programs read."""
    folder = commands.output()
    ended = commands.run(data, "pool", "--output", str(folder))
    must(bool(commands.safe_files(folder)) == bool(ended.out), "files where there is a page", ended)
    if ended.out:
        safe_csv(commands.run(data, "pool", "--format", "csv").out)
        safe_json(commands.run(data, "pool", "--format", "json").out)
