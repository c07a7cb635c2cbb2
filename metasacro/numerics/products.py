"""Products of matrices and small systems of equations, added in one order on every processor.

The library of linear algebra behind numpy chooses its order of summation by the processor, so that the last digits of
`a @ b` are those of a machine. An answer that is printed in full, or that a search ends with, should not depend on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def product(a: Floats, b: Floats) -> Floats:
    """a @ b = Σ_j a[..., j] b[j], one j after the other; a is (..., n), b is (n,) or (n, m).

    The same as `@` but for rounding, and slower for large matrices.

    >>> product(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 1.0])).tolist()
    [12.0, 34.0]
    """
    if b.ndim == 1:
        return np.asarray((a * b).sum(axis=-1), dtype=np.float64)
    total = np.zeros((*a.shape[:-1], b.shape[-1]))
    for j in range(b.shape[0]):
        total += a[..., j, None] * b[j]
    return total


def solved(a: Floats, b: Floats) -> Floats:
    """x with a x = b, by elimination; `a` is (n, n), symmetric, positive definite and small, `b` is (n, m).

    >>> solved(np.array([[4.0, 2.0], [2.0, 3.0]]), np.array([[2.0], [5.0]])).tolist()
    [[-0.5], [2.0]]
    """
    n = a.shape[0]
    left, right = np.array(a, dtype=np.float64), np.array(b, dtype=np.float64)
    for j in range(n):
        share = left[j + 1 :, j, None] / left[j, j]
        right[j + 1 :] -= share * right[j]
        left[j + 1 :] -= share * left[j]
    for j in reversed(range(n)):
        right[j] = (right[j] - product(left[j, j + 1 :], right[j + 1 :])) / left[j, j]
    return right
