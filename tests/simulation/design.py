"""What is simulated: the cells, how many replicates each has, and where their random numbers come from.

A cell is cut into blocks of equal size. The random numbers of a block follow from the seed, the name of the cell and
the number of the block, and from nothing else: not from the order of the cells, how many processes share the work, or
what else was simulated.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

SEED = 20140402

#: Replicates that share a stream of random numbers and are worked on at once.
BLOCK = 1_000

#: Sizes of the whole cohorts of ten or more patients among the shipped records; cohorts draw theirs from these.
SIZES = (10, 11, 11, 13, 15, 16, 19, 25, 25, 35, 40, 40, 45, 46, 53, 57, 58, 68, 126, 243)

#: Numbers of cohorts in a pool.
COHORTS = (2, 3, 4, 5, 6, 8, 10, 15, 20, 40)

#: Of the mean change in points². The shipped pool of pain estimates 1.9.
TAU2_OF_SCORES = (0.0, 0.1, 0.5, 2.0, 4.0)

#: Of the logit. The shipped pools of counts estimate 0 (relief), 0.4 (major complications) and 6 (leaks).
TAU2_OF_LOGITS = (0.0, 0.5, 2.0)

#: Of a middle cohort: from very rare harm to what is common.
RATES = (0.001, 0.01, 0.05, 0.3)

#: With these the Monte Carlo standard error of a coverage of 95 % is 0.22, 0.31 and 0.69 percentage points.
REPLICATES = {
    "normal": 10_000,
    "patients": 5_000,
    "rates": 1_000,
    "predicted scores": 2_000,
    "predicted rates": 1_000,
}

#: Numbers of cohorts with which those prediction intervals are asked that take milliseconds each: of scores, of counts.
PREDICTED, PREDICTED_COUNTS = (4, 6, 10, 20), (4, 6)


@dataclass(frozen=True)
class Cell:
    """One setting: a kind of data, a number of cohorts, how much true effects differ and, for counts, the rate."""

    kind: str  #: a key of REPLICATES
    k: int
    tau2: float
    rate: float | None = None

    @property
    def name(self) -> str:
        """Unlike every other; the random numbers follow from it."""
        return f"{self.kind} k={self.k} tau2={self.tau2:g}" + ("" if self.rate is None else f" rate={self.rate:g}")

    @property
    def blocks(self) -> range:
        """Numbers of the blocks."""
        return range(REPLICATES[self.kind] // BLOCK)

    def random(self, block: int) -> np.random.Generator:
        """The random numbers of one block: a child of the seed under the name of the cell and the block."""
        return np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=(zlib.crc32(self.name.encode()), block)))


def cells() -> list[Cell]:
    """All settings in the order of the tables.

    Many cohorts with very rare events take the longest by far; 40 cohorts of counts are simulated with tau2 = 0.5 only.
    """
    scores = [Cell(kind, k, tau2) for kind in ("normal", "patients") for tau2 in TAU2_OF_SCORES for k in COHORTS]
    counts = [
        Cell("rates", k, tau2, rate)
        for rate in RATES
        for tau2 in TAU2_OF_LOGITS
        for k in COHORTS
        if k < 40 or tau2 == 0.5
    ]
    predicted = [Cell("predicted scores", k, tau2) for tau2 in TAU2_OF_SCORES for k in PREDICTED]
    predicted += [
        Cell("predicted rates", k, tau2, rate)
        for rate in RATES[1:3]
        for tau2 in TAU2_OF_LOGITS
        for k in PREDICTED_COUNTS
    ]
    return scores + counts + predicted


def sizes(random: np.random.Generator, k: int) -> np.ndarray:
    """Patients of each cohort of a block, (BLOCK, k)."""
    return random.choice(np.array(SIZES), size=(BLOCK, k))
