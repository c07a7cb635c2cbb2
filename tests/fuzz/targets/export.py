"""`metasacro export` on a folder with a fuzzed record: safe files of every kind, or problems."""

from __future__ import annotations

from zlib import crc32

from metasacro.commands.export import KINDS
from tests.fuzz import commands
from tests.fuzz.oracle import must


def run(data: bytes) -> None:
    """Export to one of the kinds; which one, the bytes decide."""
    kind = sorted(KINDS)[crc32(data) % len(KINDS)]
    dated = ["--date", "2026-01-31"] if kind == "ro-crate" else []
    folder = commands.output()
    ended = commands.run(data, "export", "--to", kind, "--output", str(folder), *dated)
    must(bool(commands.safe_files(folder)) == (ended.code == 0), "files, or problems", ended)
