"""How long a user waits: whole processes, from the command to its end, beside an R script that does one fit.

`make bench` runs this and writes its block of RESULTS.md. The commands take turns, so that a busy moment meets all of
them; the first turn is not counted. Reported are medians. Nothing here is a test: a slow machine is no fault of the
program.
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
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from results import verdict_of, write_block

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
R_SCRIPT = "R: load metafor, one fit"

#: What each command may take at most, as a share of the R script's time.
TARGETS = {
    "`metasacro --help`": 0.15,
    "`metasacro explain REML`": 0.15,
    "`metasacro check`, nothing kept": 0.15,
    "`metasacro check`, again": 0.15,
    "`metasacro pool`, nothing kept": 0.40,
    "`metasacro pool`, again": 0.40,
}
#: The first run of a question computes; the same question about the same bytes is answered from the cache.
FIRST = "off"
#: A user's: modules stay compiled from the first start on, whatever the shell of a developer says.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
PACKAGES = ("numpy", "scipy", "rich", "click", "pyyaml", "bibtexparser")


@dataclass
class Timed:
    """A command and the seconds that each of its turns took."""

    name: str
    command: list[str]
    cache: str = FIRST
    seconds: list[float] = field(default_factory=list)

    def run(self) -> float:
        """One turn, output thrown away."""
        start = time.perf_counter()
        subprocess.run(
            self.command,
            cwd=CHECKOUT,
            env={**ENVIRONMENT, "METASACRO_CACHE": self.cache},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - start

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def commands(kept: str) -> list[Timed]:
    """Everything that is measured; R only where it is found with metafor."""
    python = sys.executable
    metasacro = [python, "-m", "metasacro"]
    found = [
        Timed("`python -c pass`", [python, "-c", "pass"]),
        Timed("`metasacro --help`", [*metasacro, "--help"]),
        Timed("`metasacro explain REML`", [*metasacro, "explain", "REML"]),
        Timed("`metasacro check`, nothing kept", [*metasacro, "check"]),
        Timed("`metasacro check`, again", [*metasacro, "check"], kept),
        Timed("`metasacro pool`, nothing kept", [*metasacro, "pool"]),
        Timed("`metasacro pool`, again", [*metasacro, "pool"], kept),
    ]
    if metafor_version():
        found.append(Timed(R_SCRIPT, ["Rscript", "--vanilla", str(HERE / "one_fit.R")]))
    else:
        print("R WITH METAFOR WAS NOT FOUND: there is nothing to compare with", file=sys.stderr)
    return found


def metafor_version() -> str:
    """`R 4.2.2, metafor 3.8.1`; empty where there is none."""
    if shutil.which("Rscript") is None:
        return ""
    asked = "cat('R ', as.character(getRversion()), ', metafor ', as.character(packageVersion('metafor')), sep = '')"
    told = subprocess.run(["Rscript", "--vanilla", "-e", asked], capture_output=True, text=True, check=False)
    return told.stdout if told.returncode == 0 else ""


def metasacro_version() -> str:
    """`metasacro, version 0.1.0`."""
    asked = [sys.executable, "-m", "metasacro", "--version"]
    return subprocess.run(asked, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout.strip()


def measure(timed: list[Timed], turns: int) -> None:
    """All commands take turns; the first turn only warms the disk's cache."""
    for turn in range(turns + 1):
        for entry in timed:
            seconds = entry.run()
            if turn:
                entry.seconds.append(seconds)
        print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)


def report(timed: list[Timed], turns: int) -> str:
    """The table with what it was measured on."""
    reference = next((entry.median for entry in timed if entry.name == R_SCRIPT), None)
    lines = [
        "# Start-up: whole processes",
        "",
        "Written by `make bench`; what is measured and how stands in `start_up.py`.",
        "",
        f"- {os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        f"- Python {platform.python_version()}, {metasacro_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        f"- {metafor_version() or 'R with metafor: not found, so nothing is compared'}",
        "- nothing kept: without the cache; again: the same question about the same bytes, from the cache",
        f"- medians of {turns} alternated turns, with the fastest and the slowest",
        "",
        "| command | median, s | fastest–slowest, s | of the R script | target |  |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for entry in timed:
        ratio = f"{entry.median / reference:.2f}" if reference else ""
        target = f"≤ {TARGETS[entry.name]:.2f}" if entry.name in TARGETS else ""
        verdict = verdict_of(entry.median / reference, TARGETS[entry.name]) if reference and target else ""
        spread = f"{min(entry.seconds):.3f}–{max(entry.seconds):.3f}"
        lines.append(f"| {entry.name} | {entry.median:.3f} | {spread} | {ratio} | {target} | {verdict} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, and write the block."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=15, help="how often each command runs (15)")
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as kept:
        timed = commands(kept)
        measure(timed, turns)
    text = report(timed, turns)
    write_block(text)
    print(text, end="")


if __name__ == "__main__":
    main()
