"""Rearrangements of cohorts that would be as likely as the one observed if nothing were there, in chunks."""

from __future__ import annotations

from math import factorial, prod
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from metasacro.numerics.arrays import Floats

    Integers = NDArray[np.intp]

#: Numbers (arrangements × cohorts) worked on at once: some megabytes, and enough for compiled loops.
_CHUNK = 2**20


def every_sign(k: int) -> Iterator[Floats]:
    """All vectors of ±1 whose last entry is +1, as rows: those with −1 there are their mirror images.

    >>> [rows.tolist() for rows in every_sign(2)]
    [[[1.0, 1.0], [-1.0, 1.0]]]
    """
    for numbers in _strides(2 ** (k - 1), k):
        yield np.where((numbers[:, None] >> np.arange(k)) & 1, -1.0, 1.0)


def some_signs(k: int, count: int, seed: int) -> Iterator[Floats]:
    """`count` random vectors of ±1."""
    generator = np.random.default_rng(np.random.SeedSequence(seed))
    for start, stop in _chunks(count, k):
        yield np.where(generator.integers(0, 2, size=(stop - start, k)), -1.0, 1.0)


def orders_number(labels: Integers) -> int:
    """In how many ways cohorts with these labels (0, 1, …) can be lined up.

    >>> orders_number(np.array([0, 0, 1]))
    3
    """
    return factorial(labels.size) // prod(factorial(int(count)) for count in np.bincount(labels))


def every_order(labels: Integers) -> Iterator[Integers]:
    """All ways to line cohorts up that differ in their labels, as rows of indices; the first is the order of labels.

    Row number n is found by its number: at each place, the labels that are left share the numbers that are left in
    proportion to how often they are left.

    >>> [rows.tolist() for rows in every_order(np.array([0, 0, 1]))]
    [[[0, 1, 2], [0, 2, 1], [1, 2, 0]]]
    """
    total = orders_number(labels)
    for rank in _strides(total, labels.size):
        left = np.tile(np.bincount(labels), (rank.size, 1))
        ways = np.full(rank.size, total)
        drawn = np.empty((rank.size, labels.size), dtype=np.intp)
        rows = np.arange(rank.size)
        for place in range(labels.size):
            shares = ways[:, None] * left // (labels.size - place)
            ends = shares.cumsum(axis=-1)
            label = (rank[:, None] >= ends).sum(axis=-1)
            ways = shares[rows, label]
            rank = rank - (ends[rows, label] - ways)
            left[rows, label] -= 1
            drawn[:, place] = label
        yield np.argsort(drawn, axis=-1, kind="stable")


def some_orders(k: int, count: int, seed: int) -> Iterator[Integers]:
    """`count` random orders."""
    generator = np.random.default_rng(np.random.SeedSequence(seed))
    for start, stop in _chunks(count, k):
        yield generator.permuted(np.broadcast_to(np.arange(k), (stop - start, k)), axis=-1)


def _strides(count: int, k: int) -> Iterator[Integers]:
    """The numbers below `count`, in each chunk every n-th, n odd: what was done before a stop is then like the rest."""
    number = min(count, -(-count * k // _CHUNK) | 1)
    for start in range(number):
        yield np.arange(start, count, number)


def _chunks(count: int, k: int) -> Iterator[tuple[int, int]]:
    """From where to where."""
    size = max(1, _CHUNK // k)
    for start in range(0, count, size):
        yield start, min(start + size, count)
