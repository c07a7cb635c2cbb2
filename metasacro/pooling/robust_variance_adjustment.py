"""The small-sample adjustment CR2, and how variable the adjusted variance is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.multilevel_likelihood import Estimates, Stack

#: An eigenvalue below this share of what it could be without coefficients is 0: the cluster alone determines a
#: coefficient in that direction. (A share of the largest would take all for real where the cluster has that one only.)
_ZERO = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VarianceMoments:
    """Degrees of freedom of a robust variance, if the working model is right."""

    df: float  #: of a chi-square (one contrast) or a Wishart distribution (several) with the same first two moments


def adjustments(stacks: tuple[Stack, ...], fit: Estimates, variances: Floats) -> tuple[Floats, ...]:
    """CR2: for each stack the matrices A_j, (n, m, m), that make the variance unbiased under the working model.

    A_j = D'B⁻¹ᐟ²D with D'D = M_j, the working covariance, and B = D(M_j − X_j(X'WX)⁻¹X_j')D'; the inverse root is the
    symmetric one, over the eigenvalues that are not 0.
    """
    inner = np.linalg.inv(fit.information)
    found = []
    for stack in stacks:
        whole = working_covariance(stack, variances)
        lower = np.linalg.cholesky(whole)
        upper = lower.transpose(0, 2, 1)
        left = whole - stack.x @ inner @ stack.x.transpose(0, 2, 1)
        values, vectors = np.linalg.eigh(upper @ left @ lower)
        kept = values > _ZERO * np.linalg.eigvalsh(whole)[:, -1:] ** 2
        root = np.where(kept, 1.0 / np.sqrt(np.where(kept, values, 1.0)), 0.0)
        found.append(lower @ (vectors * root[:, None, :]) @ vectors.transpose(0, 2, 1) @ upper)
    return tuple(found)


def working_covariance(stack: Stack, variances: Floats) -> Floats:
    """Covariance of the effects of each cluster under the model, (n, m, m)."""
    return np.asarray(stack.v + np.tensordot(variances, stack.same, axes=1), dtype=np.float64)


def moments_of_variance(
    stacks: tuple[Stack, ...], fit: Estimates, variances: Floats, sides: tuple[Floats, ...], contrast: Floats
) -> VarianceMoments:
    """Satterthwaite (one row of `contrast`) or Hotelling (several) degrees of freedom of the robust variance.

    With a_j = A_j W_j X_j (X'WX)⁻¹C', residuals e = (I − H)y and P_ij = the covariance of a_i'e_i and a_j'e_j, which is
    [i = j] a_i'M_i a_i − a_i'X_i (X'WX)⁻¹ X_j'a_j: one contrast has df (Σ P_ii)²/Σ P_ij², several have
    q(q + 1)/Σ [(tr P_ij)² + tr(P_ij²)] after scaling to unit variance. The double sum is taken over clusters without
    forming their pairs.
    """
    q, p = contrast.shape
    inner = np.linalg.inv(fit.information)
    target = contrast @ inner @ contrast.T
    scale = np.linalg.inv(np.linalg.cholesky(target))
    contrast = scale @ contrast
    root = np.linalg.cholesky(inner)
    own, pairs = np.zeros((q, q)), np.zeros((q, p, q, p))
    total = 0.0
    for stack, w, side in zip(stacks, fit.weights, sides, strict=True):
        a = side.transpose(0, 2, 1) @ w @ stack.x @ inner @ contrast.T
        spread = a.transpose(0, 2, 1) @ working_covariance(stack, variances) @ a
        shared = a.transpose(0, 2, 1) @ stack.x @ root
        overlap = shared @ shared.transpose(0, 2, 1)
        pairs += np.einsum("nsa,ntb->satb", shared, shared)
        own += (spread - overlap).sum(axis=0)
        total += _weight(spread - overlap) - _weight(overlap)
    total += float((pairs**2).sum() + np.einsum("satb,tasb->", pairs, pairs))
    if q == 1:
        return VarianceMoments(df=2.0 * float(own[0, 0]) ** 2 / total)
    return VarianceMoments(df=q * (q + 1.0) / total)


def _weight(blocks: Floats) -> float:
    """Σ [(tr P)² + tr(P²)]."""
    return float((np.einsum("nss->n", blocks) ** 2).sum() + np.einsum("nst,nts->", blocks, blocks))
