"""The committed table: one line for every number, with its Monte Carlo standard error."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.simulation.design import Cell
from tests.simulation.outcomes import Summary

HERE = Path(__file__).parent
FILES = {name: HERE / f"{name}.csv" for name in ("scores", "rates", "predictions")}
COLUMNS = ("world", "k", "tau2", "rate", "quantity", "method", "test", "value", "mc_se", "replicates")

Line = dict[str, str]


def line(cell: Cell, summary: Summary) -> Line:
    """Numbers to five digits: the Monte Carlo error is in the third or fourth."""
    values = (
        summary.key.world,
        f"{cell.k}",
        f"{cell.tau2:g}",
        "" if cell.rate is None else f"{cell.rate:g}",
        summary.key.quantity,
        summary.key.method,
        summary.key.test,
        f"{summary.value:.5g}",
        f"{summary.mc_se:.2g}",
        f"{summary.replicates}",
    )
    return dict(zip(COLUMNS, values, strict=True))


def file_of(cell: Cell) -> Path:
    if cell.kind.startswith("predicted"):
        return FILES["predictions"]
    return FILES["rates" if cell.kind == "rates" else "scores"]


def written(lines: list[Line]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def read(path: Path) -> list[Line]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
