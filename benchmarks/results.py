"""RESULTS.md has a block for each benchmark, under its heading; each script replaces its own.

The frame of a block: what it was measured on, and a table of jobs with the ratio that each reached and was to reach. A
target that was missed is said to be missed.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"

#: Seconds that a turn lasts at least: what is shorter is repeated.
SHORTEST_TURN = 0.05


@dataclass
class Timed:
    """Something to run, how many units of work it is, and the seconds of processor time a unit that its turns took."""

    name: str
    work: Callable[[], object]
    units: int = 1
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """One turn: as often as fills it. The processor's clock leaves out what else the machine does."""
        start, runs, spent = time.process_time(), 0, 0.0
        while spent < SHORTEST_TURN:
            self.work()
            runs, spent = runs + 1, time.process_time() - start
        self.seconds.append(spent / runs / self.units)

    def peak(self) -> float:
        """Megabytes that it holds at once, beyond what stood before."""
        tracemalloc.start()
        self.work()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak / 1e6

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A job beside another program; `theirs` is None where that was not found, `target` where none was set."""

    job: str
    unit: str
    ours: float  #: seconds a unit
    against: str
    theirs: float | None
    target: float | None

    @property
    def cells(self) -> list[str]:
        head = [self.job, self.unit, duration(self.ours), self.against]
        target = "" if self.target is None else f"≥ {self.target:,g}×"
        if self.theirs is None:
            return [*head, "not found", "", target, "not measured"]
        ratio = self.theirs / self.ours
        verdict = "" if self.target is None else "reached" if ratio >= self.target else "**missed**"
        return [*head, duration(self.theirs), f"{ratio:,.3g}×" if ratio < 100 else f"{ratio:,.0f}×", target, verdict]


def verdict_of(share: float, most: float) -> str:
    """Whether a share of another program's time is within its target."""
    return "reached" if share <= most else "**missed**"


def comparison(rows: list[Row]) -> list[str]:
    """The lines of a table of jobs."""
    head = ["job", "unit", "metasacro", "against", "takes", "ratio", "to reach", ""]
    return table(head, [row.cells for row in rows])


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """Markdown."""
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def duration(seconds: float) -> str:
    """Three digits and a unit: `1.42 µs`."""
    units = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))
    size, unit = next((each for each in units if seconds >= each[0]), (1e-9, "ns"))
    return f"{seconds / size:.3g} {unit}"


def machine(*packages: str) -> list[str]:
    """What it was measured on: processor and versions."""
    found = [f"Python {platform.python_version()}"]
    for name in packages:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return [f"- {_processor()}, {os.cpu_count()} cores, one used, {platform.system()}{busy}", f"- {', '.join(found)}"]


def _processor() -> str:
    try:
        told = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        told = None
    return told.group(1) if told else platform.machine()


def write_block(block: str) -> None:
    """Put the block, which begins with its heading, in the place of the one with the same heading, or at the end."""
    heading = block.partition("\n")[0]
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    blocks = [part for part in re.split(r"(?m)^(?=# )", text) if part.strip()]
    headings = [part.partition("\n")[0] for part in blocks]
    if heading in headings:
        blocks[headings.index(heading)] = block
    else:
        blocks.append(block)
    RESULTS.write_text("\n".join(part.strip("\n") + "\n" for part in blocks), encoding="utf-8")
