"""The committed tables: a line for each method in each cell, every number beside its Monte Carlo standard error."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from tests.simulation.conversion.cells import Cell
from tests.simulation.conversion.outcomes import Answers

HERE = Path(__file__).parent
COHORTS, POOLS = HERE / "cohorts.csv", HERE / "pools.csv"

Line = dict[str, str]


def cohort_line(cell: Cell, summary: str, method: str, answers: Answers) -> Line:
    named = {"scale": f"0-{cell.top}", "shape": cell.shape, "n": f"{cell.n}", "summary": summary, "method": method}
    return named | _numbers(answers)


def pool_line(cell: Cell, key: tuple[str, str, float, int], answers: Answers) -> Line:
    summary, method, tau, converted = key
    named = {"scale": f"0-{cell.top}", "shape": cell.shape, "summary": summary, "method": method}
    return named | {"tau": f"{tau:g}", "converted": f"{converted}"} | _numbers(answers)


def _numbers(answers: Answers) -> Line:
    """Four digits, and two of the Monte Carlo error; empty where there is none."""
    line = {}
    for name, (value, mc_se) in answers.items():
        line[name] = f"{value:.4g}" if value == value else ""
        line[f"{name} mc"] = f"{mc_se:.2g}" if mc_se == mc_se else ""
    return line


def written(lines: list[Line]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def read(path: Path) -> Iterable[Line]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
