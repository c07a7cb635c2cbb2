"""Subsets of cohorts as bits, in chunks, and the common-effect answers of whole ranges of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from metasacro.numerics.arrays import Booleans, Floats

    Bytes = NDArray[np.uint8]

#: Cohorts whose subsets make one chunk of common-effect answers: columns of 2^12 numbers stay in a core's cache.
LOW = 12

#: Subsets fitted at once otherwise: enough for compiled loops, some 20 MB.
FITTED = 2**14


class Sums(NamedTuple):
    """Of subsets: number of cohorts, Σ w, the mean weighted with w, and Q around it."""

    k: Floats
    total: Floats
    mean: Floats
    q: Floats

    def joined(self, other: Sums) -> Sums:
        """Of unions of disjoint subsets; every term of Q is 0 or more, so that nothing cancels."""
        total = self.total + other.total
        share = other.total / np.maximum(total, 1e-300)  # two empty subsets share nothing
        apart = other.mean - self.mean
        shift = share * apart
        return Sums(self.k + other.k, total, self.mean + shift, self.q + other.q + shift * apart * self.total)


def every_subset_sums(yi: Floats, vi: Floats) -> Sums:
    """Of all 2^k subsets, the empty one first: number n holds cohort i if bit i of n is 1.

    >>> every_subset_sums(np.array([0.0, 2.0]), np.array([1.0, 1.0])).mean.tolist()
    [0.0, 0.0, 2.0, 1.0]
    """
    found = Sums(*(np.zeros(1) for _ in range(4)))
    for y, v in zip(yi, vi, strict=True):
        with_it = found.joined(Sums(np.ones(1), np.full(1, 1.0 / v), np.full(1, y), np.zeros(1)))
        found = Sums(*map(np.concatenate, zip(found, with_it, strict=True)))
    return found


def bytes_of(numbers: NDArray[np.int64], k: int) -> Bytes:
    """Subsets by number as rows of bytes, the first cohort in the lowest bit."""
    rows = numbers.astype("<u8").view(np.uint8).reshape(-1, 8)
    return np.ascontiguousarray(rows[:, : (k + 7) // 8])


def members(packed: Bytes, k: int) -> Booleans:
    """(n, k) who is in.

    >>> members(bytes_of(np.array([1, 6]), 3), 3).tolist()
    [[True, False, False], [False, True, True]]
    """
    return np.unpackbits(packed, axis=-1, count=k, bitorder="little").view(np.bool_)


def every_subset(k: int, chunk: int = FITTED) -> Iterator[Bytes]:
    """All but the empty one, in the order of their numbers."""
    for start in range(0, 2**k, chunk):
        yield bytes_of(np.arange(max(start, 1), min(start + chunk, 2**k)), k)


#: Random subsets drawn at once; part of what a seed means.
DRAWN = 20_000


def some_subsets(k: int, limit: int, seed: int | None) -> Iterator[Bytes]:
    """`limit` random ones, each cohort in or out with equal chance; none is empty."""
    generator = np.random.default_rng(seed)
    left = limit
    while left > 0:
        drawn = generator.random((min(left, DRAWN), k)) < 0.5
        drawn = drawn[drawn.any(axis=-1)]
        left -= len(drawn)
        yield np.packbits(drawn, axis=-1, bitorder="little")


def common_effect_chunks(yi: Floats, vi: Floats) -> Iterator[Sums]:
    """The common-effect answers of every subset but the empty one, in chunks of 2^LOW."""
    low, high = (every_subset_sums(yi[part], vi[part]) for part in (slice(None, LOW), slice(LOW, 2 * LOW)))
    rest = every_subset_sums(yi[2 * LOW :], vi[2 * LOW :])
    for far in range(rest.k.size):
        for near in range(high.k.size):
            above = Sums(*(each[near : near + 1] for each in high)).joined(
                Sums(*(each[far : far + 1] for each in rest))
            )
            chunk = low.joined(above) if near or far else low
            yield Sums(*(each[1:] for each in chunk)) if near == far == 0 else chunk
