"""Pools of six cohorts, one of each size, of which none, three or six were converted.

The cohorts are those of the cells, so that a pool costs no further conversion. True means differ by a normal shift that
is added to each cohort, as if the same scores followed different baselines that are known.
"""

from __future__ import annotations

import numpy as np

from metasacro.pooling.random_effects import random_effects_batch
from tests.simulation.conversion.cells import Cell, random_of
from tests.simulation.conversion.converted import OBSERVED, Converted
from tests.simulation.conversion.outcomes import Answers, Cohorts, average, root_mean_square

#: SD of the true means, as a share of the scale: none, and one point of ten.
TAUS = (0.0, 0.1)

#: How many of the six were converted.
CONVERTED = (3, 6)

Pools = dict[tuple[str, str, float, int], Answers]


def pools_of(cells: list[Cell], cohorts: list[Cohorts]) -> Pools:
    """Summary, method, share of τ, number converted → what REML and the ad hoc Hartung–Knapp interval make of it."""
    cell = cells[0]
    random = random_of(f"pools of 0-{cell.top} {cell.shape}")
    shape = (len(cohorts[0]["", OBSERVED].mean), len(cells))
    shifts = random.standard_normal(shape)
    order = random.permuted(np.broadcast_to(np.arange(len(cells)), shape), axis=1)
    as_printed = _side_by_side([each["", OBSERVED] for each in cohorts])
    found: Pools = {}
    for tau in TAUS:
        found["", OBSERVED, tau, 0] = _answers(cell, *as_printed, shifts * tau * cell.top)
        for summary, method in cohorts[0]:
            if method == OBSERVED:
                continue
            made = _side_by_side([each[summary, method] for each in cohorts])
            for number in CONVERTED:
                mean, se = (
                    np.where(order < number, ours, theirs) for ours, theirs in zip(made, as_printed, strict=True)
                )
                found[summary, method, tau, number] = _answers(cell, mean, se, shifts * tau * cell.top)
    return found


def _side_by_side(cohorts: list[Converted]) -> tuple[np.ndarray, np.ndarray]:
    """Means and standard errors, (replicates, cohorts)."""
    return np.stack([each.mean for each in cohorts], axis=1), np.stack([each.se for each in cohorts], axis=1)


def _answers(cell: Cell, mean: np.ndarray, se: np.ndarray, shifts: np.ndarray) -> Answers:
    """Cohorts that were refused are left out, as a reviewer would; a pool needs two."""
    keep = np.isfinite(mean)
    pooled = keep.sum(axis=1) >= 2
    keep, mean, se, shifts = keep[pooled], mean[pooled], se[pooled], shifts[pooled]
    batch = random_effects_batch(
        np.where(keep, mean + shifts, 0.0), np.where(keep, se, 1.0) ** 2, keep=keep, method="REML", test="adhoc"
    )
    errors = batch.estimate - cell.population.mean
    inside = (batch.lower <= cell.population.mean) & (cell.population.mean <= batch.upper)
    return {
        "cohorts": average(keep.sum(axis=1)),
        "bias": average(errors),
        "rmse": root_mean_square(errors),
        "coverage": average(inside),
        "width": average(batch.upper - batch.lower),
    }
