"""What the tables say of many replicates: a number with its Monte Carlo standard error."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tests.simulation.conversion.cells import Cell
from tests.simulation.conversion.converted import (
    OBSERVED,
    Converted,
    conversions,
    conversions_without_definition,
    observed,
)
from tests.simulation.conversion.prints import SUMMARIES, prints

#: Half the width of the interval of a single cohort, in standard errors.
NORMAL_95 = 1.96


#: Quartiles and median as R and Excel compute them.
BY_R = "S2, linear"


class Number(NamedTuple):
    """A value and its Monte Carlo standard error; `nan` where no replicate has one."""

    value: float
    mc_se: float


Answers = dict[str, Number]

#: Summary and method → what every cohort of a cell was converted to.
Cohorts = dict[tuple[str, str], Converted]


def cohorts_of(cell: Cell) -> Cohorts:
    """All cohorts of a cell under every summary and method; "observed" stands once, under no summary."""
    samples = cell.samples()
    found: Cohorts = {("", OBSERVED): observed(samples)}
    for summary in SUMMARIES:
        for method, made in conversions(prints(samples, cell.top, summary)).items():
            found[summary, method] = made
    for method, made in conversions_without_definition(prints(samples, cell.top, "S2", "linear")).items():
        found[BY_R, method] = made
    return found


def answers_of(cell: Cell, made: Converted, own: np.ndarray, ours: Converted) -> Answers:
    """Bias and root mean square error of mean and SD, coverage, and shares.

    `own`: the cohorts' own means. `ours`: the recommended conversion of the same prints; its errors are told for the
    cohorts that this method does not refuse, so that the two can be compared.
    """
    truth = cell.population
    given = np.isfinite(made.mean)
    mean, sd, se = made.mean[given], made.sd[given], made.se[given]
    inside = np.abs(mean - truth.mean) <= NORMAL_95 * se
    return {
        "refused": average(~given),
        "mean bias": average(mean - truth.mean),
        "mean rmse": root_mean_square(mean - truth.mean),
        "own mean rmse": root_mean_square(mean - own[given]),
        "mean rmse of ours": root_mean_square((ours.mean - truth.mean)[given & np.isfinite(ours.mean)]),
        "sd bias": average(sd - truth.sd),
        "sd rmse": root_mean_square(sd - truth.sd),
        "sd rmse of ours": root_mean_square((ours.sd - truth.sd)[given & np.isfinite(ours.sd)]),
        "coverage": average(inside),
        "impossible": average(1.0 - made.possible[given]),
    }


def average(values: np.ndarray) -> Number:
    """The mean of the replicates."""
    size = len(values)
    if size < 2:
        return Number(math.nan, math.nan)
    return Number(float(np.mean(values)), float(np.std(values, ddof=1)) / math.sqrt(size))


def root_mean_square(errors: np.ndarray) -> Number:
    """The root of the mean square; its error by the delta method."""
    square = average(errors**2)
    if not square.value > 0:
        return square
    root = math.sqrt(square.value)
    return Number(root, square.mc_se / (2.0 * root))
