"""`python -m tests.simulation` simulates everything, and writes the committed tables and the tables of the manual.

With `--only NAME` it renews one of the committed tables; with `--manual` it writes the tables of the manual only,
from the committed ones.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.simulation.design import cells
from tests.simulation.manual import PAGE, page
from tests.simulation.study import study
from tests.simulation.tables import FILES, Line, file_of, line, written


def main() -> None:
    """Simulate, and write."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--workers", type=int, default=1, help="processes that share the work (1)")
    parser.add_argument("--only", choices=list(FILES), help="renew only this committed table")
    parser.add_argument("--manual", action="store_true", help="only write the manual's tables")
    asked = parser.parse_args()
    if not asked.manual:
        wanted = [FILES[asked.only]] if asked.only else list(FILES.values())
        lines: dict[Path, list[Line]] = {path: [] for path in wanted}
        start = time.perf_counter()
        for cell, found in study([cell for cell in cells() if file_of(cell) in lines], asked.workers):
            lines[file_of(cell)] += [line(cell, summary) for summary in found]
            print(f"{time.perf_counter() - start:6.0f} s  {cell.name}", file=sys.stderr, flush=True)
        for path in wanted:
            path.write_text(written(lines[path]), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
