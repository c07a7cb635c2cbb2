"""Folders of made-up series, as many as a test needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.synthesis.analysis import Analysis
from metasacro.synthesis.run import pool
from tests.synthesis.small_folder import evidence_of, record, scores


@cache
def many(cohorts: int) -> EvidenceBase:
    """So many series with a year each; every fifth prints a median."""
    records = {}
    for at in range(cohorts):
        n = 12 + 7 * (at * 13 % 29)
        before, after = 7 + at % 4 / 2, 2 + at % 7 / 2
        spread = 1 + at % 5 / 3
        if at % 5 == 0:
            pair = ("median: 8, q1: 7, q3: 9", f"median: {2 + at % 3}, q1: {1 + at % 3}, q3: {4 + at % 3}")
        else:
            pair = (f"mean: {before:.1f}, sd: {spread:.1f}", f"mean: {after:.1f}, sd: {spread:.1f}")
        name = f"collaborative{at}"
        records[name] = record(name, scores(*pair, n=n), f"- {{cohort: all, n: {n}, where: Table 1}}")
    return evidence_of(Path(mkdtemp()), records)


@cache
def pooled_of_many(cohorts: int) -> Analysis:
    """Their pain, pooled."""
    return pool(many(cohorts), "pain")
