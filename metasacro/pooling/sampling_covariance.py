"""Sampling covariances of effects from the same patients, built from a correlation that is assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.pooling.cluster_labels import label_numbers, rows_by_size
from metasacro.pooling.domain import cohort_table
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.pooling.cluster_labels import Integers

#: The smallest eigenvalue of a correlation matrix that still counts as positive: below it, inverting loses all digits.
SMALLEST_EIGENVALUE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SamplingCovariance:
    """A covariance matrix in blocks. Clusters of one size stand together, so that they are worked on in one go."""

    rows: tuple[Integers, ...]  #: for each size, (n, m): the rows of n clusters with m effects each
    blocks: tuple[Floats, ...]  #: for each size, (n, m, m)
    k: int

    def dense(self) -> Floats:
        """The whole (k, k) matrix, for a look at it.

        >>> sampling_covariance([0.04, 0.09, 0.01], cluster=["a", "a", "b"], rho=0.5).dense().tolist()
        [[0.04, 0.03, 0.0], [0.03, 0.09, 0.0], [0.0, 0.0, 0.01]]
        """
        whole = np.zeros((self.k, self.k))
        for rows, blocks in zip(self.rows, self.blocks, strict=True):
            whole[rows[:, :, None], rows[:, None, :]] = blocks
        return whole


def sampling_covariance(
    vi: ArrayLike,
    *,
    cluster: Sequence[object],
    rho: float | None = None,
    phi: float | None = None,
    times: ArrayLike | None = None,
) -> SamplingCovariance:
    """Sampling covariances within clusters from an assumed correlation (compound symmetry or autoregressive).

    cov(i, j) = r √(vi vj) within a cluster, 0 between clusters; r = rho, or r = phi^|times_i − times_j|

    Parameters
    ----------
    vi : (k,) sampling variances
    cluster : (k,) whose patients: effects with the same label share patients
    rho : one correlation for all pairs (scales of one study)
    phi : correlation one unit of time apart (follow-ups of one study); needs `times`
    times : (k,) time of each effect, with `phi`

    Returns
    -------
    SamplingCovariance, in squared units of the effect; `.dense()` shows the matrix

    Domain
    ------
    A correlation is strictly between −1 and 1 (MS470), and together they must be possible: positive definite (MS471).
    It is an assumption (MS481): vary it, and add a cluster-robust variance.

    References
    ----------
    wei2013 (rho), trikalinos2012 (phi), hedges2010. Agrees with metafor 5.1-12 (`vcalc`) to 1e-12.

    >>> sampling_covariance([1.0, 4.0], cluster=[7, 7], phi=0.5, times=[1, 3]).blocks[0][0].round(12).tolist()
    [[1.0, 0.5], [0.5, 4.0]]
    """
    _, v = cohort_table(np.zeros_like(np.asarray(vi, dtype=np.float64)), vi)
    numbers = label_numbers("cluster", cluster, v.size)
    if (rho is None) == (phi is None) or (phi is None) != (times is None):
        raise Refusal("MS404", kind="correlation", value="none or both", hint="", choices="rho, or phi with times")
    assumed, name = (rho, "rho") if rho is not None else (phi, "phi")
    if assumed is None or not -1.0 < assumed < 1.0:
        raise Refusal("MS470", name=name, value=assumed)
    if phi is not None and phi < 0:
        raise Refusal("MS470", name="phi", value=phi)
    when = _times(times, v.size)
    rows = rows_by_size(numbers)
    blocks = []
    for members in rows:
        root = np.sqrt(v[members])
        gap = np.abs(when[members][:, :, None] - when[members][:, None, :])
        same = np.eye(members.shape[1], dtype=np.bool_)
        r = np.where(same, 1.0, np.full(gap.shape, rho) if phi is None else np.power(phi, gap))
        bad = np.linalg.eigvalsh(r)[:, 0] <= SMALLEST_EIGENVALUE
        if bad.any():
            here = np.zeros(v.size, dtype=np.bool_)
            here[members[bad][0]] = True
            raise Refusal("MS471", rows=row_numbers(here))
        block = np.where(same, v[members][:, :, None], r * root[:, :, None] * root[:, None, :])
        block.flags.writeable = False
        blocks.append(block)
    return SamplingCovariance(rows=rows, blocks=tuple(blocks), k=v.size)


def independent(vi: Floats) -> SamplingCovariance:
    """The covariance of effects that share no patients: each row a block of its own."""
    return SamplingCovariance(rows=(np.arange(vi.size)[:, None],), blocks=(vi[:, None, None],), k=vi.size)


def covariance_of_rows(covariance: SamplingCovariance, keep: Booleans) -> SamplingCovariance:
    """The covariance of some of the rows, which are numbered anew.

    >>> whole = sampling_covariance([0.04, 0.09, 0.01], cluster=["a", "b", "a"], rho=0.5)
    >>> covariance_of_rows(whole, np.array([True, False, True])).dense().round(9).tolist()
    [[0.04, 0.01], [0.01, 0.01]]
    """
    number = np.cumsum(keep) - 1
    rows: dict[int, list[Integers]] = {}
    blocks: dict[int, list[Floats]] = {}
    for members, matrices in zip(covariance.rows, covariance.blocks, strict=True):
        for one, matrix in zip(members, matrices, strict=True):
            stays = keep[one]
            size = int(stays.sum())
            if size:
                rows.setdefault(size, []).append(number[one[stays]])
                blocks.setdefault(size, []).append(matrix[np.ix_(stays, stays)])
    return SamplingCovariance(
        rows=tuple(np.array(found) for found in rows.values()),
        blocks=tuple(np.array(found) for found in blocks.values()),
        k=int(keep.sum()),
    )


def _times(times: ArrayLike | None, k: int) -> Floats:
    if times is None:
        return np.zeros(k)
    when = np.asarray(times, dtype=np.float64)
    if when.shape != (k,):
        raise Refusal("MS472", name="times", length=when.size, k=k)
    if not np.isfinite(when).all():
        raise Refusal("MS402", rows=row_numbers(~np.isfinite(when)))
    return when


SAMPLING_COVARIANCE = Method(
    key="sampling-covariance",
    name="sampling covariance from an assumed correlation",
    function=sampling_covariance,
    references=("wei2013", "trikalinos2012", "hedges2010"),
    oracle="metafor 5.1-12 (vcalc), to 1e-12",
)
