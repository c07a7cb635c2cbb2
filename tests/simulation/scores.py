"""Pools of mean changes: what the estimators of τ², the tests and the intervals make of simulated evidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metasacro.effects.mean_change import paired_difference
from metasacro.moments.luo import luo_mean
from metasacro.moments.wan import wan_sd
from metasacro.pooling.prediction import FEWEST, prediction_bounds
from metasacro.pooling.random_effects import random_effects_batch
from metasacro.tau2.q_profile import q_profile_bounds
from tests.simulation.design import BLOCK, Cell, sizes
from tests.simulation.outcomes import Key, Outcomes, covered
from tests.simulation.patients import cohorts, latent_means, moments, quartiles, true_change

#: True mean change, in points.
TRUTH = -5.0

#: Smallest and largest true SD of a change within a cohort, where changes are normal; it is uniform between them.
SD_OF_CHANGE = (1.5, 3.0)

#: What the protocol assumes where a paper prints no correlation.
ASSUMED_CORRELATION = 0.5

ESTIMATORS = ("REML", "DL", "PM", "ML", "EB", "SJ", "HE", "HS")
TESTS = ("adhoc", "knha", "t", "z")


@dataclass(frozen=True)
class Evidence:
    """A block of pools."""

    world: str
    yi: np.ndarray
    vi: np.ndarray
    keep: np.ndarray | None
    new: np.ndarray  #: (replicates,) true change of one more cohort
    tau2: float


def outcomes_of_normal(cell: Cell, block: int) -> Outcomes:
    """Normal changes."""
    yi, vi, new = normal_changes(cell, block)
    evidence = Evidence("normal", yi, vi, None, new, cell.tau2)
    return {**pooled(evidence, ESTIMATORS, TESTS), **of_heterogeneity(evidence), **predicted(evidence)}


def normal_changes(cell: Cell, block: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Means and variances that a cohort's own patients give, and the true change of one more cohort."""
    random = cell.random(block)
    n = sizes(random, cell.k)
    sd = random.uniform(*SD_OF_CHANGE, size=n.shape)
    true = TRUTH + np.sqrt(cell.tau2) * random.standard_normal((BLOCK, cell.k + 1))
    yi = true[:, 1:] + sd / np.sqrt(n) * random.standard_normal(n.shape)
    vi = sd**2 * random.chisquare(n - 1) / (n - 1) / n
    return yi, vi, true[:, 0]


def outcomes_of_patients(cell: Cell, block: int) -> Outcomes:
    """Whole points on a scale with a floor, told in three ways: the SD of the change, the two SDs, or quartiles."""
    random = cell.random(block)
    n = sizes(random, cell.k)
    mean, sd = latent_means(TRUTH, cell.tau2)
    latent = mean + sd * random.standard_normal((BLOCK, cell.k + 1))
    seen = cohorts(random, n, latent[:, 1:])
    new = true_change(latent[:, 0])
    found: Outcomes = {}
    for world, yi, vi, keep in (
        ("points", seen.change, seen.sd_change**2 / n, None),
        ("assumed r", *_change(moments(seen.after), moments(seen.before), n), None),
        ("quartiles", *_from_quartiles(quartiles(seen.after), quartiles(seen.before), n)),
    ):
        evidence = Evidence(world, yi, vi, keep, new, cell.tau2)
        found |= pooled(evidence, ("REML", "DL"), ("adhoc", "z")) | of_heterogeneity(evidence) | predicted(evidence)
    return found


def pooled(evidence: Evidence, estimators: tuple[str, ...], tests: tuple[str, ...]) -> Outcomes:
    """The mean and τ² by each estimator, and the interval of each test."""
    found: Outcomes = {}
    for method in estimators:
        for test in tests:
            batch = random_effects_batch(evidence.yi, evidence.vi, keep=evidence.keep, method=method, test=test)
            found[Key(evidence.world, "coverage", method, test)] = covered(TRUTH, batch.lower, batch.upper)
            found[Key(evidence.world, "width", method, test)] = batch.upper - batch.lower
        found[Key(evidence.world, "error", method)] = batch.estimate - TRUTH
        found[Key(evidence.world, "tau2 error", method)] = batch.tau2 - evidence.tau2
        found[Key(evidence.world, "tau2 zero", method)] = np.where(np.isnan(batch.tau2), np.nan, batch.tau2 == 0.0)
    return found


def of_heterogeneity(evidence: Evidence) -> Outcomes:
    """The Q-profile interval of τ²."""
    lower, upper, _ = q_profile_bounds(evidence.yi, evidence.vi, evidence.keep)
    return {
        Key(evidence.world, "tau2 coverage", "QP"): covered(evidence.tau2, lower, upper),
        Key(evidence.world, "tau2 above", "QP"): np.where(np.isnan(upper), np.nan, evidence.tau2 > upper),
        Key(evidence.world, "tau2 below", "QP"): np.where(np.isnan(lower), np.nan, evidence.tau2 < lower),
    }


def predicted(evidence: Evidence) -> Outcomes:
    """The prediction interval under each convention: does it hold the true change of one more cohort?"""
    if evidence.yi.shape[-1] < FEWEST:
        return {}
    bounds = {}
    for test in TESTS:
        batch = random_effects_batch(evidence.yi, evidence.vi, keep=evidence.keep, method="REML", test=test)
        bounds[test] = batch.prediction_lower, batch.prediction_upper
        if test == "z":
            df = np.where(batch.k >= FEWEST, batch.k - 2.0, np.nan)
            bounds["k − 2"] = prediction_bounds(batch.estimate, batch.se, batch.tau2, df, batch.k)
    found: Outcomes = {}
    for convention, (lower, upper) in bounds.items():
        found[Key(evidence.world, "prediction coverage", "REML", convention)] = covered(evidence.new, lower, upper)
        found[Key(evidence.world, "prediction width", "REML", convention)] = upper - lower
    return found


def _change(
    after: tuple[np.ndarray, np.ndarray], before: tuple[np.ndarray, np.ndarray], n: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean change and its variance under the assumed correlation."""
    return paired_difference(*after, *before, n, np.float64(ASSUMED_CORRELATION))


def _from_quartiles(
    after: tuple[np.ndarray, ...], before: tuple[np.ndarray, ...], n: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same after conversion by Luo and Wan; cohorts whose quartiles coincide are refused (MS303)."""
    told = [(luo_mean(n, median, q1=q1, q3=q3), wan_sd(n, q1=q1, q3=q3)) for q1, median, q3 in (after, before)]
    keep = (told[0][1] > 0) & (told[1][1] > 0)
    yi, vi = _change(told[0], told[1], n)
    return yi, np.where(keep, vi, 1.0), keep
