"""Labels of clusters as numbers, and rows sorted into clusters of one size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from numpy.typing import NDArray

    Integers: TypeAlias = NDArray[np.intp]


def label_numbers(name: str, labels: Sequence[object], k: int) -> Integers:
    """Labels as 0, 1, 2 … in the order in which they appear, or a refusal (MS472, MS473).

    >>> label_numbers("cluster", ["b", "a", "b"], 3).tolist()
    [0, 1, 0]
    """
    listed = label_list(labels)
    if len(listed) != k:
        raise Refusal("MS472", name=name, length=len(listed), k=k)
    missing = np.array([label is None or label != label for label in listed], dtype=np.bool_)
    if missing.any():
        raise Refusal("MS473", name=name, rows=row_numbers(missing))
    seen: dict[object, int] = {}
    return np.array([seen.setdefault(label, len(seen)) for label in listed], dtype=np.intp)


def label_list(labels: Sequence[object]) -> list[object]:
    """Labels as plain Python objects, also where they stand in an array."""
    return [label.item() if isinstance(label, np.generic) else label for label in labels]


def nested_numbers(outer: Integers, inner: Integers) -> Integers:
    """Numbers of the groups that both columns make together: `inner` within `outer`.

    >>> nested_numbers(np.array([0, 0, 1]), np.array([0, 1, 0])).tolist()
    [0, 1, 2]
    """
    pairs: dict[tuple[int, int], int] = {}
    return np.array([pairs.setdefault((int(a), int(b)), len(pairs)) for a, b in zip(outer, inner, strict=True)])


def rows_by_size(numbers: Integers) -> tuple[Integers, ...]:
    """The rows of each cluster, clusters of one size together: one (n, m) array for each size m.

    >>> [rows.tolist() for rows in rows_by_size(np.array([0, 1, 0, 2]))]
    [[[1], [3]], [[0, 2]]]
    """
    order = np.argsort(numbers, kind="stable")
    counts = np.bincount(numbers)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    found = []
    for size in np.unique(counts):
        first = starts[counts == size]
        found.append(order[first[:, None] + np.arange(size)])
    return tuple(found)


def joined_numbers(one: Integers, other: Integers) -> Integers:
    """Numbers of the finest clusters that contain the clusters of both columns whole.

    >>> joined_numbers(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2])).tolist()
    [0, 0, 0, 1]
    """
    current = one.copy()
    while True:
        lowest = np.full(other.max() + 1, current.size)
        np.minimum.at(lowest, other, current)
        merged = lowest[other]
        lowest = np.full(current.max() + 1, current.size)
        np.minimum.at(lowest, current, merged)
        merged = lowest[current]
        if np.array_equal(merged, current):
            return np.asarray(np.unique(current, return_inverse=True)[1], dtype=np.intp)
        current = merged
