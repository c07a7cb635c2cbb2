"""Many analyses, and large ones, beside loops over metafor and Python peers, and PyMARE's batches.

`make bench` runs this and writes its block of RESULTS.md. Processor time, of all threads together; the programs
take turns, and medians are reported. Before anything is timed, every REML fit of the batch is checked to be a
stationary point or on the boundary with a falling likelihood.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from peers import peers_python, rscript, told, versions
from results import Row, Timed, comparison, duration, machine, table, write_block
from start_up import metafor_version

from metasacro.diagnostics.coverage import coverage
from metasacro.diagnostics.gosh import gosh
from metasacro.diagnostics.gosh_summary import gosh_summary
from metasacro.diagnostics.permutation_test import permutation_test
from metasacro.pooling.random_effects import random_effects, random_effects_batch
from metasacro.tau2.restricted_likelihood import restricted_score
from metasacro.tau2.weighted_residuals import cohorts

HERE = Path(__file__).parent
N, K = 100_000, 10
RNG = np.random.default_rng(20261126)
V = RNG.uniform(0.01, 0.6, (N, K))
Y = RNG.normal(0.0, np.sqrt(V + RNG.choice([0.0, 0.01, 0.1, 1.0], (N, 1))))
ONE = {"yi": RNG.normal(0.0, 0.5, 30), "vi": RNG.uniform(0.01, 0.3, 30), "xi": RNG.normal(size=30)}
LONG_V = RNG.uniform(0.01, 0.3, 1_000_000)
LONG_Y = RNG.normal(0.0, np.sqrt(LONG_V + 0.2))
PERMUTATIONS, REPLICATES, SCALAR = 100_000, 1_000_000, 200


def batch(method: str, number: int = N) -> Callable[[], object]:
    """Estimates, their intervals and τ² with its error: a batch computes the rest when it is asked for."""
    return lambda: random_effects_batch(Y[:number], V[:number], method=method, test="knha").interval


def with_all(method: str) -> Callable[[], object]:
    """The same, and the P values of effect and Q, I² and H², and the prediction interval."""

    def work() -> object:
        found = random_effects_batch(Y, V, method=method, test="knha")
        return found.interval, found.p_value, found.q_p, found.i_squared, found.prediction

    return work


def subsets(k: int, method: str) -> Timed:
    y, v = ONE["yi"][:k], ONE["vi"][:k]
    return Timed(f"gosh {method} {k}", lambda: gosh(y, v, method=method, limit=2**k), 2**k - 1)


def scalar_loop() -> None:
    """The same simulation, one fit after the other."""
    generator = np.random.default_rng(1)
    for _ in range(SCALAR):
        y = np.sqrt(0.1 + ONE["vi"][:K]) * generator.standard_normal(K)
        random_effects(y, ONE["vi"][:K]).interval  # noqa: B018 - what the loop is for


def stationary() -> str:
    """How many of the batch end off a stationary point of the restricted likelihood without saying so."""
    found = random_effects_batch(Y, V, method="REML", test="knha")
    y, v, use = cohorts(Y, V)
    score = restricted_score(found.tau2, y, v, use)
    w = 1.0 / (v + found.tau2[:, None])
    wrong = np.where(found.tau2 > 0, np.abs(score) > 1e-9 * w.sum(axis=-1), score > 0) & found.converged
    if wrong.any():
        sys.exit(f"{wrong.sum()} of {N} data sets end off a stationary point")
    return f"- of {N:,} REML fits none ends off a stationary point; {int((~found.converged).sum())} are flagged"


def measured() -> dict[str, Timed]:
    """Everything of ours that is timed."""
    k15 = {name: values[:15] for name, values in ONE.items()}
    line = random_effects(k15["yi"], k15["vi"], mods=np.column_stack([np.ones(15), k15["xi"]]), test="z")
    found = [
        Timed("REML", batch("REML"), N),
        Timed("DL", batch("DL"), N),
        Timed("REML, all", with_all("REML"), N),
        Timed("DL, all", with_all("DL"), N),
        Timed("long", lambda: random_effects(LONG_Y[:1000], LONG_V[:1000], test="knha")),
        subsets(15, "REML"),
        subsets(20, "REML"),
        subsets(15, "EE"),
        Timed("permutation", lambda: permutation_test(line, limit=PERMUTATIONS, seed=1), PERMUTATIONS),
        Timed(
            "coverage",
            lambda: coverage(ONE["vi"][:K], tau2=0.1, replicates=REPLICATES // 10, seed=1),
            REPLICATES // 10,
        ),
        Timed("scalar", scalar_loop, SCALAR),
    ]
    return {entry.name: entry for entry in found}


def growth() -> list[str]:
    """Time and memory against k, the batch and the number of subsets."""
    jobs = [
        *(
            Timed(f"one analysis, k = {k:,}", lambda k=k: random_effects(LONG_Y[:k], LONG_V[:k], test="knha"), k)
            for k in (1_000, 10_000, 100_000, 1_000_000)
        ),
        *(Timed(f"batch of {n:,}, k = {K}, REML", batch("REML", n), n) for n in (100, 1_000, 10_000, 100_000)),
        Timed("GOSH k = 20 counted, REML", lambda: _counted(20, 2**20), 2**20 - 1),
        Timed("GOSH k = 30, a sample of 1,000,000 counted, REML", lambda: _counted(30, 1_000_000), 1_000_000),
        Timed("coverage, 100,000 replicates", lambda: coverage(ONE["vi"][:K], tau2=0.1, replicates=N, seed=1), N),
        Timed(
            f"coverage, {REPLICATES:,} replicates",
            lambda: coverage(ONE["vi"][:K], tau2=0.1, replicates=REPLICATES, seed=1),
            REPLICATES,
        ),
    ]
    rows = []
    for job in jobs:
        job.work()  # compiles
        job.run()
        whole, each = duration(job.median * job.units), duration(job.median)
        rows.append([job.name, whole, each, f"{job.peak():,.1f}"])
        print(".", end="", flush=True, file=sys.stderr)
    return table(["job", "time", "a cohort, fit, subset or replicate", "peak memory, MB"], rows)


def _counted(k: int, limit: int) -> object:
    return gosh_summary(ONE["yi"][:k], ONE["vi"][:k], limit=limit, seed=1)


def rows_of(ours: dict[str, Timed], metafor: dict[str, float], peers: dict[str, float]) -> list[Row]:
    """Each job with its peer."""

    def row(job: str, unit: str, name: str, against: str, theirs: float | None, target: float | None) -> Row:
        return Row(job=job, unit=unit, ours=ours[name].median, against=against, theirs=theirs, target=target)

    loop = "metafor, a loop over rma"
    return [
        row("batch REML + HK, 100,000 × k = 10", "fit", "REML", loop, metafor.get("REML"), 10_000),
        row("batch REML + HK, 100,000 × k = 10", "fit", "REML", "PyMARE, batched REML", peers.get("REML"), 50),
        row("the same, with P values, I² and prediction", "fit", "REML, all", loop, metafor.get("REML"), None),
        row("batch REML + HK, 100,000 × k = 10", "fit", "REML", "pimeta, a loop over rma", peers.get("pimeta"), None),
        row("batch REML + HK, 100,000 × k = 10", "fit", "REML", "pymetaanalysis, a loop over meta_analysis",
            peers.get("pymetaanalysis"), None),
        row("batch DL + HK, 100,000 × k = 10", "fit", "DL", loop, metafor.get("DL"), 30_000),
        row("the same, with P values, I² and prediction", "fit", "DL, all", loop, metafor.get("DL"), None),
        row("one analysis, k = 1,000", "analysis", "long", "metafor, rma", metafor.get("long"), 1_000),
        row("GOSH, all subsets, REML, k = 15", "fit", "gosh REML 15", "metafor, gosh", metafor.get("gosh"), 5_000),
        row("GOSH, all subsets, REML, k = 20", "fit", "gosh REML 20", "itself at k = 15",
            ours["gosh REML 15"].median, 0.7),
        row("GOSH, all subsets, common effect, k = 15", "fit", "gosh EE 15", "metafor, gosh",
            metafor.get("gosh common"), 3_000),
        row("permutation test of a meta-regression, REML, k = 15", "permutation", "permutation", "metafor, permutest",
            metafor.get("permutation"), 3_000),
        row("coverage simulation, k = 10", "replicate", "coverage", "a Python loop over `random_effects`",
            ours["scalar"].median, 500),
    ]  # fmt: skip


def written(folder: Path) -> None:
    """The data, for the other programs."""
    both = np.hstack([Y, V])
    np.savetxt(folder / "batch.csv", both[:100], delimiter=",")
    np.save(folder / "batch.npy", both[:100])
    np.save(folder / "whole.npy", both)
    one = np.column_stack([ONE[name][:15] for name in ("yi", "vi", "xi")])
    np.savetxt(folder / "one.csv", one, delimiter=",", header="yi,vi,xi", comments="")
    long = np.column_stack([LONG_Y[:1000], LONG_V[:1000]])
    np.savetxt(folder / "long.csv", long, delimiter=",", header="yi,vi", comments="")


def medians(turns: list[dict[str, float]]) -> dict[str, float]:
    names = {name for turn in turns for name in turn}
    return {name: statistics.median(turn[name] for turn in turns if name in turn) for name in names}


def main() -> None:
    """Check, measure in turns, print, and write the block."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=3, help="how often each is run (3)")
    turns = parser.parse_args().turns
    checked, python, r = stationary(), peers_python(), rscript()
    ours = measured()
    for entry in ours.values():
        entry.work()  # compiles
    metafor, peers = [], []
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder))
        for _ in range(turns):
            for entry in ours.values():
                entry.run()
            if r:
                metafor.append(told([r, "--vanilla", str(HERE / "kernel.R"), folder]))
            if python:
                peers.append(told([python, str(HERE / "kernel_peers.py"), folder]))
            print(".", end="", flush=True, file=sys.stderr)
    lines = [
        "# Many analyses and large ones",
        "",
        "Written by `make bench`; what is measured and how stands in `kernel.py`.",
        "",
        *machine("metasacro", "numpy", "scipy", "numba"),
        f"- {metafor_version() or 'R with metafor: not found'}; {versions(python)}",
        f"- processor time of all threads: medians of {turns} alternated turns",
        checked,
        "",
        *comparison(rows_of(ours, medians(metafor), medians(peers))),
        "",
        "How cost grows:",
        "",
        *growth(),
    ]
    print(file=sys.stderr)
    text = "\n".join(lines) + "\n"
    write_block(text)
    print(text, end="")


if __name__ == "__main__":
    main()
