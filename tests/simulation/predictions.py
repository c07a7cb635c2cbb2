"""Where the true effect of one more cohort lies: prediction intervals that let τ² vary as the data leave it open."""

from __future__ import annotations

import numpy as np

from metasacro.pooling.binomial_normal_prediction import binomial_normal_prediction, speaks
from metasacro.pooling.confidence_distribution import nagashima
from metasacro.pooling.prediction_conventions import NormalFit
from tests.simulation.design import Cell
from tests.simulation.outcomes import Key, Outcomes, covered
from tests.simulation.rates import true_and_counted
from tests.simulation.scores import normal_changes


def outcomes_of_predicted_scores(cell: Cell, block: int) -> Outcomes:
    """Nagashima's interval for normal changes."""
    yi, vi, new = normal_changes(cell, block)
    use, none = np.ones_like(yi), np.full(len(yi), np.nan)
    k = use.sum(axis=-1)
    fit = NormalFit(yi=yi, vi=vi, use=use, estimate=none, tau2=none, variance=none, q=none, k=k, se=none, df=none)
    bounds = nagashima(fit)
    return {
        Key("normal", "prediction coverage", "REML", "NNF"): covered(new, bounds.lower, bounds.upper),
        Key("normal", "prediction width", "REML", "NNF"): bounds.upper - bounds.lower,
    }


def outcomes_of_predicted_rates(cell: Cell, block: int) -> Outcomes:
    """The interval of counts, and how often it says that a new rate may be anything, which covers."""
    x, n, true, _ = true_and_counted(cell, block)
    lower, upper = binomial_normal_prediction(x, n)
    some = (x.sum(axis=-1) > 0) & (x.sum(axis=-1) < n.sum(axis=-1))
    nothing = some & ~speaks(lower, upper)
    method, test = "binomial-normal", "CD"
    inside = np.where(nothing, 1.0, covered(true[:, 0], lower, upper))
    return {
        Key("rates", "prediction coverage", method, test): inside,
        Key("rates", "prediction coverage where there is one", method, test): np.where(nothing, np.nan, inside),
        Key("rates", "prediction says nothing", method, test): np.where(some, nothing, np.nan),
    }
