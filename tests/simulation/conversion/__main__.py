"""`python -m tests.simulation.conversion` simulates conversions, and writes the committed tables, the manual's
and its figures.

With `--manual` it writes the tables of the manual only, with `--figures` the figures only, from the committed ones.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.simulation.conversion.cells import groups
from tests.simulation.conversion.figures import draw
from tests.simulation.conversion.manual import PAGE, page
from tests.simulation.conversion.study import lines_of
from tests.simulation.conversion.tables import COHORTS, POOLS, Line, written


def main() -> None:
    """Simulate, and write."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.conversion", description=__doc__)
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--manual", action="store_true", help="only write the manual's tables")
    only.add_argument("--figures", action="store_true", help="only draw the manual's figures; needs matplotlib")
    asked = parser.parse_args()
    if not (asked.manual or asked.figures):
        cohorts: list[Line] = []
        pools: list[Line] = []
        start = time.perf_counter()
        for cells in groups():
            of_cohorts, of_pools = lines_of(cells)
            cohorts, pools = cohorts + of_cohorts, pools + of_pools
            told = f"0-{cells[0].top} {cells[0].shape}"
            print(f"{time.perf_counter() - start:6.0f} s  {told}", file=sys.stderr, flush=True)
        COHORTS.write_text(written(cohorts), encoding="utf-8")
        POOLS.write_text(written(pools), encoding="utf-8")
    if not asked.figures:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    if not asked.manual:
        draw()


if __name__ == "__main__":
    main()
