"""How often an interval holds what it should, by simulation: drawn, fitted and counted in chunks of bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, sqrt
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import at_least_one, frozen
from metasacro.numerics.arrays import np
from metasacro.pooling.domain import cohort_table, known_variance
from metasacro.pooling.random_effects import random_effects_batch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metasacro.numerics.arrays import ArrayLike, Floats

#: Replicates of one chunk, and so of one stream of random numbers: a fraction of a second, some tens of megabytes.
CHUNK = 25_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoverageDesign:
    """The truth that is drawn from, and what is fitted to each draw."""

    vi: Floats  #: (k,) sampling variances, known
    mu: float
    tau2: float
    method: str
    test: str
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkCounts:
    """What one chunk adds to the answer."""

    replicates: int
    covered: int
    predicted: int  #: prediction intervals that hold the effect of a new cohort
    zero: int  #: estimates of τ² that are 0
    unconfirmed: int  #: fits whose τ² was not confirmed (MS411)
    width: float
    estimate: float
    squared_error: float
    tau2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares and means over all replicates; `error` is the Monte Carlo standard error of `covered`."""

    replicates: int
    covered: float
    error: float
    predicted: float
    zero: float
    unconfirmed: int
    width: float
    bias: float
    root_mean_square_error: float
    tau2: float


def coverage(
    vi: ArrayLike,
    *,
    mu: float = 0.0,
    tau2: float,
    method: str = "REML",
    test: str = "adhoc",
    level: float = 0.95,
    replicates: int = 100_000,
    seed: int,
) -> Coverage:
    """How often the interval of a pooled effect holds the true one.

    yi ~ N(mu, tau2 + vi), `replicates` times; each is pooled. The prediction interval is asked for a draw from
    N(mu, tau2).

    Parameters
    ----------
    vi : (k,) sampling variances
    mu, tau2 : the truth
    method, test, level : as for `random_effects`
    replicates : how many
    seed : chunk i draws from the i-th child of SeedSequence(seed), so that the answer is the same, bit for bit,
        whoever computes which chunk

    >>> found = coverage([0.1] * 5, tau2=0.1, method="DL", test="z", replicates=2000, seed=1)
    >>> found.replicates, 0.85 < found.covered < 0.95
    (2000, True)
    """
    design = coverage_design(vi, mu=mu, tau2=tau2, method=method, test=test, level=level)
    number = at_least_one("replicates", replicates)
    return combined(design, (chunk_counts(design, number, seed, chunk) for chunk in range(chunks_of(number))))


def coverage_design(
    vi: ArrayLike, *, mu: float, tau2: float, method: str = "REML", test: str = "adhoc", level: float = 0.95
) -> CoverageDesign:
    """The design, checked as a pooled analysis would be."""
    _, v = cohort_table(np.zeros(np.size(vi)), vi)
    known_variance(tau2, "")  # the truth, whatever is fitted
    return CoverageDesign(vi=frozen(v), mu=float(mu), tau2=float(tau2), method=method, test=test, level=level)


def chunks_of(replicates: int) -> int:
    """How many chunks so many replicates make."""
    return -(-replicates // CHUNK)


def chunk_counts(design: CoverageDesign, replicates: int, seed: int, chunk: int) -> ChunkCounts:
    """Chunk number `chunk` of `replicates` in all. It depends on its arguments only."""
    number = min(CHUNK, replicates - chunk * CHUNK)
    generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(chunk,)))
    spread = np.sqrt(design.tau2 + design.vi)
    y = design.mu + spread * generator.standard_normal((number, design.vi.size))
    new = design.mu + sqrt(design.tau2) * generator.standard_normal(number)
    batch = random_effects_batch(y, design.vi, method=design.method, test=design.test, level=design.level)
    lower, upper = batch.interval
    lowest, highest = batch.prediction
    return ChunkCounts(
        replicates=number,
        covered=int(((lower <= design.mu) & (design.mu <= upper)).sum()),
        predicted=int(((lowest <= new) & (new <= highest)).sum()),
        zero=int((batch.tau2 == 0).sum()),
        unconfirmed=int((~batch.converged).sum()),
        width=float((upper - lower).sum()),
        estimate=float(batch.estimate.sum()),
        squared_error=float(((batch.estimate - design.mu) ** 2).sum()),
        tau2=float(batch.tau2.sum()),
    )


def combined(design: CoverageDesign, parts: Iterable[ChunkCounts]) -> Coverage:
    """The answer of all chunks, in any order: counts add up, and sums are rounded once."""
    found = list(parts)
    n = sum(part.replicates for part in found)
    covered = sum(part.covered for part in found) / n
    return Coverage(
        replicates=n,
        covered=covered,
        error=sqrt(covered * (1.0 - covered) / n),
        predicted=sum(part.predicted for part in found) / n,
        zero=sum(part.zero for part in found) / n,
        unconfirmed=sum(part.unconfirmed for part in found),
        width=fsum(part.width for part in found) / n,
        bias=fsum(part.estimate for part in found) / n - design.mu,
        root_mean_square_error=sqrt(fsum(part.squared_error for part in found) / n),
        tau2=fsum(part.tau2 for part in found) / n,
    )
