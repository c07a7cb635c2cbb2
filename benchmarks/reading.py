"""How fast records are read: ten thousand of sixty lines, beside PyYAML's C parser on the same files.

`make bench` runs this and writes its block of RESULTS.md. The parser's row is `yaml.load` with `CSafeLoader`, which
gives plain lists and mappings; ours gives typed values that know their lines, and every problem in them. The commands
parse a large folder on all cores, and so does the row with the target; wall time, and the ways take turns. The second
run of `check` reads every byte and finds its answer by their digest.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from generated_records import write_records
from results import verdict_of, write_block

from metasacro.commands.checked import Checked, as_text, from_text
from metasacro.commands.main import UNLOOKED
from metasacro.engines.processes import on_processes
from metasacro.numerics.pieces import Spread, in_turn
from metasacro.records.cache import VARIABLE, keep, recall
from metasacro.records.fingerprint import fingerprint
from metasacro.records.folder import Known, read_folder

BYTES, LOAD = "reading the bytes", "`yaml.load`, `CSafeLoader`"
COLD, ALONE, AGAIN = "records, first time", "records, first time, one core", "records, again"


def read_bytes(paths: list[Path]) -> None:
    for path in paths:
        path.read_bytes()


def load(paths: list[Path]) -> None:
    for path in paths:
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def records(paths: list[Path], spread: Spread) -> None:
    """Every record must be good; what is missing is the protocol and the bibliography."""
    known: Known = {}
    _, problems = read_folder(paths[0].parent, "made-up", known=known, spread=spread)
    assert [problem.code for problem in problems] == ["MS132", "MS132"], problems[0]
    assert len(known) == len(paths)


def again(paths: list[Path]) -> None:
    """What `check` does where it has been asked about the same bytes before."""
    folder = paths[0].parent
    key = fingerprint(folder, "made-up", "check")
    assert key is not None
    known = recall(key)
    if known is None:
        keep(key, as_text(Checked(problems=(), amounts=(len(paths), 0, 0, 0))))
    else:
        assert from_text(known) is not None


def measured(paths: list[Path], turns: int) -> dict[str, list[float]]:
    ways: dict[str, Callable[[list[Path]], object]] = {
        BYTES: read_bytes,
        LOAD: load,
        COLD: lambda paths: records(paths, on_processes()),
        ALONE: lambda paths: records(paths, in_turn),
        AGAIN: again,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    again(paths)
    for _ in range(turns):
        for name, way in ways.items():
            gc.collect()
            start = time.perf_counter()
            way(paths)
            seconds[name].append(time.perf_counter() - start)
        print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    return seconds


def report(seconds: dict[str, list[float]], count: int, turns: int) -> str:
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    lines = [
        "# Reading records",
        "",
        "Written by `make bench`; what is measured and how stands in `reading.py`.",
        "",
        f"- {os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        f"- Python {platform.python_version()}, pyyaml {yaml.__version__}",
        f"- {count} made-up records of 60 lines; wall time, medians of {turns} alternated turns",
        "",
        "| what | a record, µs | of the parser | of the bytes | target |  |",
        "|---|---:|---:|---:|---:|---|",
    ]
    targets = {COLD: (LOAD, 1.5, "≤ 1.5 of the parser"), AGAIN: (BYTES, 4.0, "≤ 4 of the bytes")}
    for name, median in medians.items():
        of_parser, of_bytes = median / medians[LOAD], median / medians[BYTES]
        each = 1e6 * median / count
        against, most, words = targets.get(name, (LOAD, 0.0, ""))
        verdict = verdict_of(median / medians[against], most) if words else ""
        lines.append(f"| {name} | {each:.0f} | {of_parser:.2f} | {of_bytes:.1f} | {words} | {verdict} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, and write the block."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000, help="how many (10,000)")
    parser.add_argument("--turns", type=int, default=3, help="how often each way reads them (3)")
    asked = parser.parse_args()
    gc.set_threshold(UNLOOKED)  # as the command line does
    with tempfile.TemporaryDirectory() as place:
        folder, kept = Path(place, "made-up"), Path(place, "kept")
        folder.mkdir()
        os.environ[VARIABLE] = str(kept)
        write_records(folder, asked.records)
        seconds = measured(sorted(folder.glob("*.yaml")), asked.turns)
    text = report(seconds, asked.records, asked.turns)
    write_block(text)
    print(text, end="")


if __name__ == "__main__":
    main()
