"""One effect a cluster: effects from the same patients averaged before they are pooled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.cluster_labels import label_list, label_numbers
from metasacro.pooling.domain import cohort_table
from metasacro.pooling.sampling_covariance import sampling_covariance
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.numerics.arrays import ArrayLike, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClusterAverages:
    """One row a cluster, in the order in which clusters first appear. Arrays are read-only."""

    cluster: tuple[object, ...]  #: the labels
    yi: Floats
    vi: Floats


def cluster_averages(
    yi: ArrayLike, vi: ArrayLike, *, cluster: Sequence[object], rho: float = 0.0, weighted: bool = True
) -> ClusterAverages:
    """Effects of the same patients averaged to one effect a cluster, under an assumed correlation.

    weighted: yi = 1'V⁻¹y/1'V⁻¹1, vi = 1/1'V⁻¹1; unweighted: yi = Σ y/m, vi = 1'V1/m²; V within a cluster

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    cluster : (k,) labels of the clusters
    rho : correlation of the sampling errors within a cluster; 0 treats them as independent, which is too precise
    weighted : inverse-variance average, or the plain mean

    Returns
    -------
    ClusterAverages: `.cluster`, `.yi`, `.vi`, one row a cluster

    Domain
    ------
    A weighted average under a high rho can lie outside the effects that it averages, because weights turn negative; the
    plain mean cannot. rho is an assumption, refused outside −1 to 1 (MS470) or where it is impossible (MS471).

    References
    ----------
    borenstein2009 (chapter 24); wei2013. Agrees with metafor 5.1-12 (`aggregate`, ID and CS) to 1e-12.

    >>> averages = cluster_averages([1.0, 3.0, 5.0], [1.0, 1.0, 2.0], cluster=["a", "a", "b"], rho=0.5)
    >>> averages.cluster, averages.yi.round(6).tolist(), averages.vi.round(6).tolist()
    (('a', 'b'), [2.0, 5.0], [0.75, 2.0])
    """
    y, v = cohort_table(yi, vi)
    numbers = label_numbers("cluster", cluster, y.size)
    covariance = sampling_covariance(v, cluster=cluster, rho=rho)
    means, variances = np.empty(numbers.max() + 1), np.empty(numbers.max() + 1)
    for rows, blocks in zip(covariance.rows, covariance.blocks, strict=True):
        ones = np.ones((*rows.shape, 1))
        weights = np.linalg.solve(blocks, ones)[..., 0] if weighted else ones[..., 0]
        weights = weights / weights.sum(axis=1, keepdims=True)
        start = y[rows[:, 0]]
        means[numbers[rows[:, 0]]] = start + (weights * (y[rows] - start[:, None])).sum(axis=1)
        variances[numbers[rows[:, 0]]] = np.einsum("ni,nij,nj->n", weights, blocks, weights)
    means.flags.writeable = variances.flags.writeable = False
    return ClusterAverages(cluster=tuple(dict.fromkeys(label_list(cluster))), yi=means, vi=variances)


CLUSTER_AVERAGE = Method(
    key="cluster-average",
    name="average of the effects of one cluster",
    function=cluster_averages,
    references=("borenstein2009", "wei2013"),
    oracle="metafor 5.1-12 (aggregate), to 1e-12",
)
