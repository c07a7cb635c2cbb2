"""What is simulated: the populations, and the cohorts that are drawn from them.

A cell is one population with one size of cohort. Its random numbers follow from the seed and its name, and from nothing
else: not from the order of the cells, nor from what else was simulated.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import betaln, gammaln, ndtr

SEED = 20140519

#: Patients of a cohort. The shipped cohorts have 10 to 243, half of them between 15 and 57.
SIZES = (8, 12, 16, 27, 50, 100)

#: Of each cell; with 400 the Monte Carlo standard error of a coverage of 95 % is 1.1 percentage points.
REPLICATES = {10: 400, 5: 400, 100: 60}

#: Sizes for each scale: 0–10 (pain), 0–5 (analgesics, mobility), 0–100 (pain in mm; slow, so only two).
SIZES_ON = {10: SIZES, 5: SIZES, 100: (16, 27)}

#: Mean and SD of the normal population behind the scores, as shares of the scale.
NORMAL = {"middle": (0.5, 0.2), "floor": (0.15, 0.2), "ceiling": (0.85, 0.2), "strong floor": (-0.1, 0.3)}

#: Those that are no rounded normal: some stay at 0 and the others do not; skewed and wide; flat.
OTHERS = ("responders", "beta-binomial", "uniform")
SHAPES = (*NORMAL, *OTHERS)
SHAPES_ON = {10: SHAPES, 5: SHAPES, 100: ("middle", "floor", "responders")}

#: Share of the "responders" at 0; the rest is the "middle".
AT_ZERO = 0.4

#: Shape parameters of the "beta-binomial": mean at a third of the scale.
BETA = (1.0, 2.0)


@dataclass(frozen=True)
class Population:
    """Scores 0 … top with their probabilities."""

    top: int
    shape: str

    @cached_property
    def probabilities(self) -> np.ndarray:
        """(top + 1,)"""
        points = np.arange(self.top + 1)
        if self.shape in NORMAL:
            return rounded_normal(self.top, *NORMAL[self.shape])
        if self.shape == "responders":
            return AT_ZERO * (points == 0) + (1 - AT_ZERO) * rounded_normal(self.top, *NORMAL["middle"])
        if self.shape == "beta-binomial":
            a, b = BETA
            ways = gammaln(self.top + 1) - gammaln(points + 1) - gammaln(self.top - points + 1)
            return np.exp(ways + betaln(points + a, self.top - points + b) - betaln(a, b))
        return np.full(self.top + 1, 1.0 / (self.top + 1))

    @property
    def mean(self) -> float:
        return float(self.probabilities @ np.arange(self.top + 1))

    @property
    def sd(self) -> float:
        return float(np.sqrt(self.probabilities @ (np.arange(self.top + 1) - self.mean) ** 2))


def rounded_normal(top: int, centre: float, spread: float) -> np.ndarray:
    """A normal variable, rounded to whole points and held at the ends of the scale."""
    steps = (np.arange(top) + 0.5 - centre * top) / (spread * top)
    return np.diff(np.concatenate([[0.0], ndtr(steps), [1.0]]))


@dataclass(frozen=True)
class Cell:
    """A population, and how many patients of it a cohort has."""

    top: int
    shape: str
    n: int

    @property
    def population(self) -> Population:
        return Population(self.top, self.shape)

    @property
    def name(self) -> str:
        """Unlike every other; the random numbers follow from it."""
        return f"0-{self.top} {self.shape} n={self.n}"

    def samples(self) -> np.ndarray:
        """Scores in ascending order, (replicates, n)."""
        random = random_of(self.name)
        drawn = random.choice(self.top + 1, size=(REPLICATES[self.top], self.n), p=self.population.probabilities)
        return np.sort(drawn, axis=1)


def random_of(name: str) -> np.random.Generator:
    """The random numbers that belong to a name."""
    return np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=(zlib.crc32(name.encode()),)))


def groups() -> list[list[Cell]]:
    """The cells of each population, in the order of the tables."""
    return [[Cell(top, shape, n) for n in SIZES_ON[top]] for top, shapes in SHAPES_ON.items() for shape in shapes]
