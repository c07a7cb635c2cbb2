"""How long the exact set takes, as multiples of a fixed numpy workload and beside a naive dynamic programme.

`make bench` runs this and writes its block of RESULTS.md. The workload, sorting a million seeded numbers, says how fast
the machine was meanwhile. Everything runs in one thread and is timed by the processor's clock, so that other work on
the machine does not count. All measurements take turns; the first turn is not counted. Reported are medians. The naive
programme gives the same bounds and counts, which is checked before anything is timed.
"""

from __future__ import annotations

import argparse
import math
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from results import Row, Timed, comparison, machine, table, verdict_of, write_block

from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.set_estimate import set_estimate

#: Quartiles of n = 60 as a paper prints them, by the top of the scale; under Hazen each is halfway between two values.
N = 60
PRINTED = {
    10: {"q1": "2.0", "median": "4.0", "q3": "6.5"},
    100: {"q1": "20.0", "median": "40.0", "q3": "65.0"},
}
BOUNDS, MEANS = "bounds and count", "exact distribution of the mean"
ESTIMATE, NAIVE = "estimate, normal weights", "bounds and count, naive"

#: Top of the scale → how many times faster than the naive programme.
FASTER = {100: 100.0}
#: What may take how many milliseconds at most.
MOST_MS = {
    f"n = {N} on 0–10: {BOUNDS}": 2.0,
    f"n = {N} on 0–100: {BOUNDS}": 50.0,
    f"n = {N} on 0–100: {MEANS}": 500.0,
}


def naive(top: int) -> tuple[float, float, float, float, float]:
    """Bounds of mean and SD and the number of samples: the patients in ascending order, one after the other.

    For each value of the last patient and each sum so far: the number of ways, the least and the greatest sum of
    squares. Two patients that a quartile lies between have values that add up to twice the printed number.
    """
    pairs = {15: "q1", 30: "median", 45: "q3"}  # rank of the lower of the two
    sums = N * top + 1
    ways, least, most = np.zeros((top + 1, sums)), np.full((top + 1, sums), np.inf), np.full((top + 1, sums), -np.inf)
    for value in range(top + 1):
        ways[value, value], least[value, value], most[value, value] = 1.0, value**2, value**2
    for rank in range(1, N):
        before = ways, least, most
        ways, least, most = np.zeros_like(ways), np.full_like(least, np.inf), np.full_like(most, -np.inf)
        wanted = 2 * float(PRINTED[top][pairs[rank]]) if rank in pairs else None
        for value in range(top + 1):
            for last in range(value + 1):
                if wanted is None or last + value == wanted:
                    after, room = slice(value, None), slice(None, sums - value)
                    ways[value, after] += before[0][last, room]
                    np.minimum(least[value, after], before[1][last, room] + value**2, out=least[value, after])
                    np.maximum(most[value, after], before[2][last, room] + value**2, out=most[value, after])
    total, smallest, largest = np.arange(sums), least.min(axis=0), most.max(axis=0)
    there = np.isfinite(smallest)
    total, smallest, largest = total[there], smallest[there], largest[there]
    lower = math.sqrt(float((smallest - total**2 / N).min() / (N - 1)))
    upper = math.sqrt(float((largest - total**2 / N).max() / (N - 1)))
    return float(total[0]) / N, float(total[-1]) / N, lower, upper, float(ways.sum())


def exact(top: int) -> tuple[float, float, float, float, float]:
    """The same by metasacro."""
    found = feasible_moments(N, lower=0, upper=top, **PRINTED[top])
    assert found.sd is not None, "60 values have an SD"
    return found.mean.lower, found.mean.upper, found.sd.lower, found.sd.upper, float(found.count)


def workload() -> object:
    """What everything is a multiple of."""
    return np.sort(NUMBERS)


NUMBERS = np.random.default_rng(60).standard_normal(1_000_000)


def measured() -> list[Timed]:
    """Everything that is timed."""
    found = [Timed("sorting a million numbers (the workload)", workload)]
    for top, printed in PRINTED.items():
        on = f"n = {N} on 0–{top}"
        samples = feasible_moments(N, lower=0, upper=top, **printed)
        found += [
            Timed(f"{on}: {BOUNDS}", lambda top=top: exact(top)),
            Timed(f"{on}: {MEANS}", samples.mean_distribution),
            Timed(
                f"{on}: estimate, normal weights", lambda top=top: set_estimate(N, lower=0, upper=top, **PRINTED[top])
            ),
            Timed(f"{on}: {NAIVE}", lambda top=top: naive(top)),
        ]
    return found


def check() -> None:
    """The naive programme and metasacro agree, or nothing is timed."""
    for top in PRINTED:
        slow, fast = naive(top), exact(top)
        if not np.allclose(slow, fast, rtol=1e-12, atol=0):
            sys.exit(f"0–{top}: the naive programme gives {slow}, metasacro {fast}")


def report(timed: list[Timed], turns: int) -> str:
    """The tables with what they were measured on."""
    medians = {entry.name: entry.median for entry in timed}
    unit = timed[0].median
    rows = [
        Row(
            job=f"exact feasible set, n = {N}, 0–{top}",
            unit="set",
            ours=medians[f"n = {N} on 0–{top}: {BOUNDS}"],
            against="a naive dynamic programme",
            theirs=medians[f"n = {N} on 0–{top}: {NAIVE}"],
            target=target,
        )
        for top, target in FASTER.items()
    ]
    lines = []
    for name, median in medians.items():
        most = MOST_MS.get(name)
        target, verdict = ("", "") if most is None else (f"< {most:g}", verdict_of(1000 * median, most))
        lines.append([name, f"{1000 * median:.2f}", f"{median / unit:.3f}", target, verdict])
    text = [
        "# Feasible sets: every sample that agrees with a print",
        "",
        "Written by `make bench`; what is measured and how stands in `feasible_sets.py`.",
        "",
        *machine("numpy"),
        f"- processor time: medians of {turns} alternated turns",
        "- the naive programme gives the same bounds and counts",
        "",
        *comparison(rows),
        "",
        *table(["what", "median, ms", "of the workload", "target, ms", ""], lines),
    ]
    return "\n".join(text) + "\n"


def main() -> None:
    """Check, measure, print, and write the block."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=7, help="how often each is run (7)")
    turns = parser.parse_args().turns
    check()
    timed = measured()
    for turn in range(turns + 1):
        for entry in timed:
            entry.run()
            if turn == 0:
                entry.seconds.clear()
        print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    text = report(timed, turns)
    write_block(text)
    print(text, end="")


if __name__ == "__main__":
    main()
