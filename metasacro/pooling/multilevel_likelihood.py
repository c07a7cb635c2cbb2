"""The likelihood of a multilevel model, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.bounded_maximum import Surface
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.cluster_labels import Integers
    from metasacro.pooling.sampling_covariance import SamplingCovariance

LOG_2PI = 1.8378770664093453


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stack:
    """Clusters of one size: nothing outside a cluster is correlated with anything inside."""

    rows: Integers  #: (n, m)
    y: Floats  #: (n, m) from the ordinary least-squares fit
    x: Floats  #: (n, m, p), columns orthonormal over all rows
    v: Floats  #: (n, m, m) sampling covariance
    same: Floats  #: (c, n, m, m) 1 where both rows belong to one group of level c


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """Generalized least squares at given variances, in the units of the orthonormal columns."""

    height_ml: float  #: log-likelihood
    height_reml: float  #: restricted log-likelihood
    beta: Floats  #: (p,)
    information: Floats  #: (p, p) X'WX
    weights: tuple[Floats, ...]  #: for each stack, (n, m, m): the inverse of the whole covariance
    residuals: tuple[Floats, ...]  #: for each stack, (n, m)
    quadratic: float  #: r'Wr


def stacks_of(
    y: Floats, x: Floats, covariance: SamplingCovariance, levels: tuple[Integers, ...], rows: tuple[Integers, ...]
) -> tuple[Stack, ...]:
    """The data cut into the clusters of `rows`, which contain every block of the covariance and every group whole."""
    owner, place = np.empty(y.size, dtype=np.intp), np.empty(y.size, dtype=np.intp)
    size = np.empty(y.size, dtype=np.intp)
    for stack, members in enumerate(rows):
        owner[members] = np.arange(members.shape[0])[:, None]
        place[members] = np.arange(members.shape[1])[None, :]
        size[members] = stack
    whole = [np.zeros((*members.shape, members.shape[1])) for members in rows]
    for members, blocks in zip(covariance.rows, covariance.blocks, strict=True):
        for stack, target in enumerate(whole):
            here = size[members[:, 0]] == stack
            at = members[here]
            target[owner[at][:, :, None], place[at][:, :, None], place[at][:, None, :]] = blocks[here]
    return tuple(
        Stack(
            rows=members,
            y=y[members],
            x=x[members],
            v=v,
            same=np.array(
                [level[members][:, :, None] == level[members][:, None, :] for level in levels], dtype=np.float64
            ).reshape(len(levels), *v.shape),
        )
        for members, v in zip(rows, whole, strict=True)
    )


def estimates(variances: Floats, stacks: tuple[Stack, ...]) -> Estimates:
    """Coefficients and both log-likelihoods at given variances of the levels."""
    p = stacks[0].x.shape[2]
    information, right, log_det, weights = np.zeros((p, p)), np.zeros(p), 0.0, []
    for stack in stacks:
        whole = stack.v + np.tensordot(variances, stack.same, axes=1)
        try:
            root = np.linalg.inv(np.linalg.cholesky(whole))
        except np.linalg.LinAlgError:
            raise Refusal("MS418", ratio=_farthest(stacks)) from None
        log_det -= 2.0 * float(np.log(np.diagonal(root, axis1=1, axis2=2)).sum())
        inverse = root.transpose(0, 2, 1) @ root
        weights.append(inverse)
        wx = inverse @ stack.x
        information += np.einsum("nip,niq->pq", stack.x, wx)
        right += np.einsum("nip,ni->p", wx, stack.y)
    beta = np.asarray(np.linalg.solve(information, right), dtype=np.float64)
    residuals = tuple(stack.y - stack.x @ beta for stack in stacks)
    quadratic = float(sum(np.einsum("ni,nij,nj", r, w, r) for r, w in zip(residuals, weights, strict=True)))
    k = sum(stack.y.size for stack in stacks)
    log_information = float(np.linalg.slogdet(information)[1])
    return Estimates(
        height_ml=-0.5 * (k * LOG_2PI + log_det + quadratic),
        height_reml=-0.5 * ((k - p) * LOG_2PI + log_det + log_information + quadratic),
        beta=beta,
        information=information,
        weights=tuple(weights),
        residuals=residuals,
        quadratic=quadratic,
    )


def _farthest(stacks: tuple[Stack, ...]) -> float:
    """How many standard errors an effect lies from where effects are measured."""
    return max(float((np.abs(each.y) / np.sqrt(np.diagonal(each.v, axis1=1, axis2=2))).max()) for each in stacks)


def surface(variances: Floats, stacks: tuple[Stack, ...], *, restricted: bool) -> Surface:
    """Log-likelihood with its slopes in the variances of the levels (Harville's equations).

    With W the inverse of the whole covariance, G_c the groups of level c, P = W − WX(X'WX)⁻¹X'W and u = Py:
    slope = −½[tr(W G_c) − u'G_c u] and curvature ½ tr(W G_c W G_d) − u'G_c P G_d u; if restricted, P stands for W in
    the traces.
    """
    fit = estimates(variances, stacks)
    count, p = len(variances), fit.beta.size
    inner = np.linalg.inv(fit.information)
    trace, both, pull = np.zeros(count), np.zeros((count, count)), np.zeros(count)
    cross, onto = np.zeros((count, count)), np.zeros((count, p))
    one, two = np.zeros((count, p, p)), np.zeros((count, count, p, p))
    for stack, w, r in zip(stacks, fit.weights, fit.residuals, strict=True):
        wx, u = w @ stack.x, np.einsum("nij,nj->ni", w, r)
        gw = stack.same @ w
        gwx = stack.same @ wx
        gu = np.einsum("cnij,nj->cni", stack.same, u)
        wgu = np.einsum("nij,cnj->cni", w, gu)
        wgwx = w @ gwx
        trace += np.einsum("cnii->c", gw)
        both += np.einsum("cnij,dnji->cd", gw, gw)
        pull += np.einsum("cni,ni->c", gu, u)
        cross += np.einsum("cni,dni->cd", gu, wgu)
        onto += np.einsum("nip,cni->cp", wx, gu)
        one += np.einsum("nip,cniq->cpq", wx, gwx)
        two += np.einsum("cnip,dniq->cdpq", gwx, wgwx)
    curvature = cross - onto @ inner @ onto.T
    if restricted:
        share = inner @ one
        trace = trace - np.einsum("cpp->c", share)
        both = both - 2.0 * np.einsum("pq,cdqp->cd", inner, two) + np.einsum("cpq,dqp->cd", share, share)
    height = fit.height_reml if restricted else fit.height_ml
    return Surface(height=height, gradient=0.5 * (pull - trace), hessian=0.5 * both - curvature, information=0.5 * both)
