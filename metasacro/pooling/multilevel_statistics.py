"""Fit statistics and heterogeneity of a multilevel model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.pooling.fit_statistics import FitStatistics, criteria
from metasacro.pooling.multilevel_likelihood import LOG_2PI, estimates

if TYPE_CHECKING:
    from metasacro.pooling.multilevel_arguments import MultilevelData
    from metasacro.pooling.multilevel_likelihood import Estimates


def fit_statistics(data: MultilevelData, fit: Estimates) -> tuple[FitStatistics, FitStatistics]:
    """Under the likelihood and under the restricted likelihood; the number of observations is k and k − p."""
    k, p = data.design.shape
    parameters = p + len(data.names)
    saturated = -0.5 * (k * LOG_2PI + _log_determinant(data))
    return (
        criteria(fit.height_ml, 2.0 * (saturated - fit.height_ml), parameters, k),
        criteria(fit.height_reml, -2.0 * fit.height_reml, parameters, k - p),
    )


def sampling_information(data: MultilevelData) -> tuple[float, float]:
    """Q, the residual sum of squares weighted by the sampling covariance alone, and the typical sampling variance.

    typical = (k − p)/tr(P), P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹
    """
    k, p = data.design.shape
    common = estimates(np.zeros(len(data.names)), data.stacks)
    trace, squared = 0.0, np.zeros((p, p))
    for stack, inverse in zip(data.stacks, common.weights, strict=True):
        trace += float(np.einsum("nii->", inverse))
        wx = inverse @ stack.x
        squared += np.einsum("nip,niq->pq", wx, wx)
    trace -= float(np.trace(np.linalg.solve(common.information, squared)))
    return common.quadratic, (k - p) / trace if k > p else 0.0


def _log_determinant(data: MultilevelData) -> float:
    """Of the sampling covariance."""
    return float(sum(np.linalg.slogdet(blocks)[1].sum() for blocks in data.covariance.blocks))
