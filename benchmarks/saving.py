"""How long after a save `metasacro pool --watch` prints: the shipped evidence, one record saved again and again.

`make bench` runs this and writes its block of RESULTS.md. From the call that writes the file to the line that ends the
print; waiting for the editor to finish is part of it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from results import write_block

CHECKOUT = Path(__file__).resolve().parents[1]
RECORD = "pereira2013.yaml"


def wait(process: subprocess.Popen[str]) -> float:
    """The moment when it has printed and watches."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("watching "):
            return time.perf_counter()
    raise SystemExit("it ended")


def measured(turns: int) -> list[float]:
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(CHECKOUT / "studies", Path(place, "studies"))
        record = Path(place, "studies", RECORD)
        whole = record.read_text(encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "metasacro", "pool", "--watch"],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        try:
            wait(process)
            seconds = []
            for turn in range(turns):
                start = time.perf_counter()
                record.write_text(whole.replace("mean: 1.7", f"mean: 1.{turn % 5 + 2}"), encoding="utf-8")
                seconds.append(wait(process) - start)
        finally:
            process.kill()
            process.wait()
    return seconds


def main() -> None:
    """Measure, print, and write the block."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=15, help="how often the record is saved (15)")
    turns = parser.parse_args().turns
    seconds = measured(turns)
    text = f"""# From a save to the print

Written by `make bench`; what is measured and how stands in `saving.py`.

- {os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}
- {turns} saves of one record of the shipped evidence, all outcomes pooled

| what | median, s | fastest–slowest, s |
|---|---:|---:|
| `metasacro pool --watch`, save to print | {statistics.median(seconds):.3f} | {min(seconds):.3f}–{max(seconds):.3f} |
"""
    write_block(text)
    print(text, end="")


if __name__ == "__main__":
    main()
