"""Pain as patients tell it: whole points from 0 to 10, many of them at the floor after treatment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import root
from scipy.special import ndtr

from metasacro.numerics.gauss_hermite import hermite_rule

#: The scale's last point.
TOP = 10

#: What lies behind the points is normal: mean and SD before, SD after, and their correlation. Rounded and cut to the
#: scale, it gives means and SDs like those of the shipped records: 7.9 ± 1.4 before, 2.9 ± 2.2 after.
BEFORE, SD_BEFORE, SD_AFTER, CORRELATION = 8.0, 1.5, 2.5, 0.3


@dataclass(frozen=True)
class Cohorts:
    """What a paper could print of each cohort, arrays (replicates, k)."""

    before: np.ndarray  #: how many patients gave each point, (replicates, k, 11)
    after: np.ndarray
    change: np.ndarray  #: mean
    sd_change: np.ndarray


def true_mean(latent: np.ndarray | float, sd: float) -> np.ndarray:
    """Mean of a normal variable that is rounded to whole points and cut to the scale."""
    steps = np.arange(1, TOP + 1) - 0.5
    mean: np.ndarray = ndtr((np.asarray(latent, dtype=float)[..., None] - steps) / sd).sum(axis=-1)
    return mean


def true_change(latent: np.ndarray) -> np.ndarray:
    """True mean change of a cohort from its latent mean after treatment."""
    return true_mean(latent, SD_AFTER) - true_mean(BEFORE, SD_BEFORE)


@cache
def latent_means(mean: float, tau2: float) -> tuple[float, float]:
    """Mean and SD of normal latent means whose true changes have this mean and variance."""
    nodes, weights = hermite_rule(61)
    weights = weights / weights.sum()

    def misses(guess: np.ndarray) -> list[float]:
        changes = true_change(guess[0] + guess[1] * nodes)
        center = float(weights @ changes)
        return [center - mean, float(weights @ (changes - center) ** 2) - tau2]

    if tau2 == 0.0:
        middle = root(lambda m: true_change(m) - mean, 3.0, tol=1e-13)
        return float(middle.x[0]), 0.0
    found = root(misses, (2.9, np.sqrt(tau2)), tol=1e-13)
    return float(found.x[0]), abs(float(found.x[1]))


def cohorts(random: np.random.Generator, n: np.ndarray, latent: np.ndarray) -> Cohorts:
    """Patients of all cohorts, told as a paper would."""
    count = n.size
    owner = np.repeat(np.arange(count), n.ravel())
    first, second = random.standard_normal((2, owner.size))
    before = _points(BEFORE + SD_BEFORE * first)
    second = CORRELATION * first + np.sqrt(1.0 - CORRELATION**2) * second
    after = _points(latent.ravel()[owner] + SD_AFTER * second)
    change = after - before
    sums = np.bincount(owner, change, minlength=count).reshape(n.shape)
    squares = np.bincount(owner, change.astype(float) ** 2, minlength=count).reshape(n.shape)
    return Cohorts(
        before=_tally(owner, before, n),
        after=_tally(owner, after, n),
        change=sums / n,
        sd_change=np.sqrt((squares - sums**2 / n) / (n - 1)),
    )


def moments(tally: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and SD of tallied points."""
    points = np.arange(TOP + 1)
    n = tally.sum(axis=-1)
    mean = tally @ points / n
    return mean, np.sqrt((tally @ points**2 - n * mean**2) / (n - 1))


def quartiles(tally: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lower quartile, median and upper quartile of tallied points at the ranks n p + ½ (Hazen)."""
    n = tally.sum(axis=-1)
    reached = tally.cumsum(axis=-1)
    found = []
    for share in (0.25, 0.5, 0.75):
        rank = n * share + 0.5
        low, high = np.floor(rank), np.ceil(rank)
        at_low, at_high = ((reached < each[..., None]).sum(axis=-1) for each in (low, high))
        found.append(at_low + (rank - low) * (at_high - at_low))
    return found[0], found[1], found[2]


def _points(latent: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(latent), 0, TOP).astype(np.intp)


def _tally(owner: np.ndarray, points: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.bincount(owner * (TOP + 1) + points, minlength=n.size * (TOP + 1)).reshape(*n.shape, TOP + 1)
