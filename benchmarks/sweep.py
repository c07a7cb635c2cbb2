"""A sweep beside statsmodels fitting one specification after the other, and what it costs to start a cluster.

`make bench` runs this and writes its block of RESULTS.md. A million specifications of the shipped evidence, one thread,
processor time; the programs take turns. The plan (reading records, converting medians) is not part of it. A cluster is
wall time: two processes of this machine start, do one small job and end.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np
from results import Row, Timed, comparison, duration, machine, table, write_block
from statsmodels.stats.meta_analysis import combine_effects

from metasacro import load
from metasacro.engines.cluster import local_cluster
from metasacro.synthesis.sweep import LIMIT, Plan, plan_sweep, sweep
from metasacro.synthesis.sweep_piece import membership

FITS = 200


def fit_one_by_one(plan: Plan) -> None:
    """DerSimonian–Laird of `FITS` of the same subsets, by statsmodels."""
    members = membership(plan.subsets[:FITS], len(plan.labels))[:, plan.study_of]
    with np.errstate(invalid="ignore"):  # two cohorts that agree closely leave it a root of less than 0
        for keep in members:
            combine_effects(plan.yi[0][keep], plan.vi[0][keep], method_re="dl")


def cluster_seconds(plan: Plan) -> float:
    """From nothing to nothing, with an answer in between."""
    start = time.perf_counter()
    with local_cluster(2) as spread:
        sweep(plan, spread)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    turns = parser.parse_args().turns
    evidence = load()
    plan = plan_sweep(evidence, evidence.protocol.outcomes[0], limit=LIMIT)
    few = plan_sweep(evidence, evidence.protocol.outcomes[0], limit=5_000)
    ours = Timed("sweep", lambda: sweep(plan), plan.number)
    theirs = Timed("statsmodels", lambda: fit_one_by_one(plan), min(FITS, len(plan.subsets)))
    for job in (ours, theirs):  # what compiles at its first use
        job.run()
        job.seconds.clear()
    for _ in range(turns):
        ours.run()
        theirs.run()
    row = Row(
        job=f"sweep, {plan.number:,} specifications",
        unit="specification",
        ours=ours.median,
        against="statsmodels, DerSimonian–Laird",
        theirs=theirs.median,
        target=1_000,
    )
    cluster = [cluster_seconds(few) for _ in range(3)]
    alone = time.perf_counter()
    sweep(few)
    costs = [
        ["two processes start, do a job of 5,000 specifications, and end", duration(statistics.median(cluster))],
        ["the same job in this process", duration(time.perf_counter() - alone)],
        [f"all {plan.number:,} specifications, one thread", duration(ours.median * plan.number)],
    ]
    lines = [
        "# Sweeps and clusters",
        "",
        "Written by `make bench`; what is measured and how stands in `sweep.py`.",
        "",
        *machine("metasacro", "numpy", "numba", "statsmodels", "distributed"),
        f"- processor time: medians of {turns} alternated turns; clusters: wall time, medians of 3",
        "",
        *comparison([row]),
        "",
        *table(["what", "takes"], costs),
        "",
    ]
    write_block("\n".join(lines))


if __name__ == "__main__":
    main()
