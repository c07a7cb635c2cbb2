"""P values of rank tests, for many samples at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from metasacro.integrity.rank_tests import subset_chances
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_two_sided

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def signed_rank_p(differences: ArrayLike, *, exact: bool = True) -> Floats:
    """Two-sided P of Wilcoxon's signed-rank test, one for each sample; ties and zeros as they come.

    Zeros are left out; |d| get ranks, tied ones their mean rank; W is the sum of the ranks of positive differences.
    exact: every pattern of signs is equally likely, P = 2 min(P(W ≤ w), P(W ≥ w)), at most 1, given these ties.
    else: z = (W − m(m + 1)/4)/√(m(m + 1)(2m + 1)/24 − Σ(t³ − t)/48), m differences, ties of t, no correction.

    Parameters
    ----------
    differences : (..., n) after minus before, whole numbers (codes of a scale) so that ties are ties
    exact : by counting, or by the normal approximation

    Returns
    -------
    P, (...); 1 where nobody changed

    Domain
    ------
    n up to about 100 for the exact P, whose time grows with n³ for each pattern of ties. Programs differ: many turn to
    the approximation where there are ties, so a printed P may be either.

    References
    ----------
    wilcoxon1945. Agrees with an enumeration of signs, with ties and zeros, and with scipy.stats.wilcoxon.

    >>> [round(float(p), 5) for p in signed_rank_p([[-1, -2, -3, -4, -5, -6], [-1, 1, 0, 0, 2, -3]])]
    [0.03125, 1.0]
    """
    d = np.atleast_1d(np.asarray(differences, dtype=np.int64))
    rows = d.reshape(-1, d.shape[-1])
    size = np.abs(rows)
    counted = size > 0
    # twice the mean rank: values below, values no greater, and one
    pairs = counted[:, None, :] & counted[:, :, None]
    below = ((size[:, None, :] < size[:, :, None]) & pairs).sum(axis=2)
    tied = ((size[:, None, :] == size[:, :, None]) & pairs).sum(axis=2)
    ranks = np.where(counted, 2 * below + tied + 1, 0)
    w = np.where(rows > 0, ranks, 0).sum(axis=1)
    if exact:
        found = [_exact(tuple(sorted(own[own > 0].tolist())), int(at)) for own, at in zip(ranks, w, strict=True)]
        return np.array(found, dtype=np.float64).reshape(d.shape[:-1])
    m = counted.sum(axis=1).astype(np.float64)
    # Σ(t² − 1) over values is Σ(t³ − t) over groups of ties
    variance = m * (m + 1) * (2 * m + 1) / 24 - np.where(counted, tied**2 - 1, 0).sum(axis=1) / 48
    z = (w / 2 - m * (m + 1) / 4) / np.sqrt(np.where(variance > 0, variance, 1.0))
    p: Floats = np.where(variance > 0, normal_two_sided(z), 1.0)
    return p.reshape(d.shape[:-1])


def _exact(ranks: tuple[int, ...], w: int) -> float:
    """P of a sum of doubled ranks."""
    chances = _chances(ranks)
    return min(1.0, 2.0 * min(float(chances[: w + 1].sum()), float(chances[w:].sum())))


@lru_cache(maxsize=4096)
def _chances(ranks: tuple[int, ...]) -> Floats:
    """One distribution for each pattern of ties: samples share them."""
    return subset_chances(ranks)


def rank_sum_p(first: ArrayLike, second: ArrayLike) -> Floats:
    """Two-sided P of the rank-sum (Mann–Whitney) test by the normal approximation with ties, one for each sample.

    U counts the pairs in which the first is larger, a tie half; z = (U − n1 n2/2)/√v without correction, where
    v = n1 n2/12 · (n + 1 − Σ(t³ − t)/(n(n − 1))).

    >>> round(float(rank_sum_p([1, 2, 3, 4], [3, 5, 6, 7, 8])), 4)
    0.0365
    """
    one, other = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    n1, n2 = one.shape[-1], other.shape[-1]
    n = n1 + n2
    u = (one[..., :, None] > other[..., None, :]).sum(axis=(-1, -2)) + 0.5 * (
        one[..., :, None] == other[..., None, :]
    ).sum(axis=(-1, -2))
    both = np.concatenate((one, other), axis=-1)
    tied = (both[..., :, None] == both[..., None, :]).sum(axis=-1)
    variance = n1 * n2 / 12 * (n + 1 - (tied**2 - 1).sum(axis=-1) / (n * (n - 1.0)))
    z = (u - n1 * n2 / 2) / np.sqrt(np.where(variance > 0, variance, 1.0))
    p: Floats = np.where(variance > 0, normal_two_sided(z), 1.0)
    return p


SIGNED_RANK_P = Method(
    key="signed-rank-test",
    name="Wilcoxon's signed-rank test with ties",
    function=signed_rank_p,
    references=("wilcoxon1945",),
    oracle="every pattern of signs of small samples, with ties and zeros; scipy.stats.wilcoxon",
)
