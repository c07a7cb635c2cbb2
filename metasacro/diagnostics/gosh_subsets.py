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

    def at(self, number: int) -> Sums:
        """One subset."""
        return Sums(*(each[number : number + 1] for each in self))

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
    found = Sums(*np.zeros((4, 2**yi.size)))
    for i, (y, v) in enumerate(zip(yi, vi, strict=True)):
        without, with_it = (Sums(*(each[part] for each in found)) for part in (slice(2**i), slice(2**i, 2 ** (i + 1))))
        w, apart = 1.0 / v, y - without.mean
        np.add(without.k, 1.0, out=with_it.k)
        np.add(without.total, w, out=with_it.total)
        shift = w / with_it.total * apart
        np.add(without.mean, shift, out=with_it.mean)
        np.add(without.q, shift * apart * without.total, out=with_it.q)
    return found


def bytes_of(numbers: NDArray[np.int64], k: int) -> Bytes:
    """Subsets by number as rows of bytes, the first cohort in the lowest bit."""
    width = (k + 7) // 8
    if width in (1, 2, 4, 8):
        return numbers.astype(f"<u{width}").view(np.uint8).reshape(-1, width)
    rows = numbers.astype("<u8").view(np.uint8).reshape(-1, 8)
    return np.ascontiguousarray(rows[:, :width])


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


def common_effect_sums(yi: Floats, vi: Floats) -> tuple[Sums, Iterator[Sums]]:
    """The sums of all subsets of the first LOW cohorts, and what each of them is joined with, chunk by chunk."""
    low, high = (every_subset_sums(yi[part], vi[part]) for part in (slice(None, LOW), slice(LOW, 2 * LOW)))
    rest = every_subset_sums(yi[2 * LOW :], vi[2 * LOW :])
    above = (high.joined(rest.at(far)) for far in range(rest.k.size))
    return low, (some.at(near) for some in above for near in range(high.k.size))
