"""A sweep beside statsmodels fitting one specification after the other, and what it costs to start a cluster.

`make bench` runs this and writes its block of RESULTS.md. A million specifications of the shipped evidence, one thread,
processor time; the programs take turns. The plan (reading records, converting medians) is not part of it, and has a
line of its own: it is made in a new process, with all that it loads. A cluster is wall time: two processes of this
machine start, do one small job and end. How cost grows is measured on 20 made-up studies: the shipped ones have no ten
million specifications.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
from results import Row, Timed, comparison, duration, machine, table, write_block
from statsmodels.stats.meta_analysis import combine_effects

from metasacro import load
from metasacro.engines.cluster import local_cluster
from metasacro.synthesis.sweep import LIMIT, Plan, plan_sweep, sweep
from metasacro.synthesis.sweep_piece import membership
from metasacro.synthesis.sweep_subsets import subsets_of

FITS = 200

#: Specifications of the table of growth, and the studies whose subsets they are.
NUMBERS, STUDIES = (10_000, 100_000, 1_000_000, 10_000_000), 20

#: Processor time of a plan in a process that has loaded the evidence, and nothing of the kernel.
PLANNED = """
import time
from metasacro import load
from metasacro.synthesis.sweep import plan_sweep
evidence = load()
start = time.process_time()
plan_sweep(evidence, evidence.protocol.outcomes[0])
print(time.process_time() - start)
"""


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


def plan_seconds() -> float:
    """From read records to a plan, in a new process."""
    printed = subprocess.run([sys.executable, "-c", PLANNED], capture_output=True, text=True, check=True).stdout
    return float(printed)


def made_up(plan: Plan, number: int) -> Plan:
    """A plan of so many specifications, of studies with one cohort each and as many columns as the shipped ones."""
    rng = np.random.default_rng(1)
    studies = np.arange(STUDIES)
    yi = rng.normal(3.0, 1.0, STUDIES) + rng.normal(0.0, 0.1, (len(plan.columns), STUDIES))
    each = len(plan.columns) * len(plan.methods) * len(plan.tests)
    return replace(
        plan,
        labels=tuple(f"study {at}" for at in studies),
        study_of=studies,
        yi=yi,
        vi=rng.uniform(0.05, 0.6, yi.shape),
        subsets=subsets_of(studies, number // each, 1)[0],
        complete=False,
        planned=np.uint64(2**STUDIES - 1),
    )


def growth(plan: Plan) -> list[list[str]]:
    """Rows of the table."""
    rows = []
    for number in NUMBERS:
        larger = made_up(plan, number)
        job = Timed("growth", lambda larger=larger: sweep(larger), larger.number)
        for _ in range(3):
            job.run()
        rows.append(
            [f"{larger.number:,}", duration(job.median * larger.number), duration(job.median), f"{job.peak():.1f}"]
        )
    return rows


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
        [
            "their plan: medians converted by every method",
            duration(statistics.median(plan_seconds() for _ in range(3))),
        ],
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
        f"How cost grows, with {STUDIES} made-up studies, one thread; from a million on by the compiled loop:",
        "",
        *table(["specifications", "processor time", "a specification", "peak memory, MB"], growth(plan)),
        "",
    ]
    write_block("\n".join(lines))


if __name__ == "__main__":
    main()
