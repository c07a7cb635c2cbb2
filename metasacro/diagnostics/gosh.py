"""GOSH: the pooled answer of every subset of the cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import at_least_one, enough, frozen
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.domain import cohort_table
from metasacro.pooling.random_effects import random_effects_batch
from metasacro.problems import Refusal, caution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.problems import Caution

#: Subsets worked on at once: bounds the memory, whatever their number.
_CHUNK = 20_000

#: At most this many subsets unless asked otherwise: all of 19 cohorts, a sample of more.
LIMIT = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gosh:
    """One row a subset, each field read-only. `nan` for τ², I², H² and Q of a single cohort."""

    keep: Booleans  #: (n, k) who is in
    k: Floats  #: how many are in
    estimate: Floats
    tau2: Floats
    i2: Floats  #: fractions
    h2: Floats
    q: Floats
    complete: bool  #: True if every subset is there, False for a sample
    cautions: tuple[Caution, ...]


def gosh(yi: ArrayLike, vi: ArrayLike, *, method: str = "REML", limit: int = LIMIT, seed: int | None = None) -> Gosh:
    """The pooled answer of every subset of the cohorts (graphical display of study heterogeneity).

    All 2^k − 1 subsets that are not empty, if these are at most `limit`; otherwise `limit` subsets drawn at random,
    each cohort in or out with equal chance.

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    method : estimator of tau2, or "EE"
    limit : how many subsets at most
    seed : of the sample; needed where not all subsets are computed

    Returns
    -------
    Gosh

    Domain
    ------
    k ≥ 2 (MS501). Separate clouds of estimates show that some cohorts differ in kind; a single cloud proves nothing. A
    sample is said to be one (MS551) and needs a seed (MS550); `limit` is a whole number of 1 or more (MS329).

    References
    ----------
    olkin2012. Agrees with metafor 5.1-12 (`gosh`) to 1e-8, common effect to 1e-12.

    >>> found = gosh([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="DL")
    >>> found.estimate.round(2).tolist(), found.complete
    ([0.1, 0.9, 0.47, 0.4, 0.23, 0.61, 0.42], True)
    """
    y, v = cohort_table(yi, vi)
    enough("GOSH", y.size, 2)
    limit = at_least_one("limit", limit)
    complete = y.size < 63 and 2**y.size - 1 <= limit
    if not complete and seed is None:
        raise Refusal("MS550", subsets=f"2^{y.size} − 1", limit=limit)
    parts = [
        (keep, random_effects_batch(y, v, keep=keep, method=method, test="z"))
        for keep in (_every_subset(y.size) if complete else _some_subsets(y.size, limit, seed))
    ]
    keep = np.concatenate([kept for kept, _ in parts])
    keep.flags.writeable = False
    return Gosh(
        keep=keep,
        k=frozen(np.concatenate([batch.k for _, batch in parts])),
        estimate=frozen(np.concatenate([batch.estimate for _, batch in parts])),
        tau2=frozen(np.concatenate([batch.tau2 for _, batch in parts])),
        i2=frozen(np.concatenate([batch.i2 for _, batch in parts])),
        h2=frozen(np.concatenate([batch.h2 for _, batch in parts])),
        q=frozen(np.concatenate([batch.q for _, batch in parts])),
        complete=complete,
        cautions=() if complete else (caution("MS551", limit=limit, k=y.size),),
    )


def _every_subset(k: int) -> Iterator[Booleans]:
    """Subset number n holds cohort i if bit i of n is 1."""
    for start in range(1, 2**k, _CHUNK):
        numbers = np.arange(start, min(start + _CHUNK, 2**k))
        yield (numbers[:, None] >> np.arange(k)) & 1 == 1


def _some_subsets(k: int, limit: int, seed: int | None) -> Iterator[Booleans]:
    generator = np.random.default_rng(seed)
    left = limit
    while left > 0:
        drawn = generator.random((min(left, _CHUNK), k)) < 0.5
        drawn = drawn[drawn.any(axis=-1)]
        left -= len(drawn)
        yield drawn


GOSH = Method(
    key="GOSH",
    name="pooled answers of all subsets",
    function=gosh,
    references=("olkin2012",),
    oracle="metafor 5.1-12, to 1e-8",
)
