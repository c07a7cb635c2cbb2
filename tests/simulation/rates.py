"""Pools of counts: what the binomial–normal model and what pooling of transformed proportions make of rare events.

The truth is the rate of a middle cohort, the logit of which is the mean of the true logits.
"""

from __future__ import annotations

import numpy as np

from metasacro.effects.clopper_pearson import clopper_pearson
from metasacro.effects.freeman_tukey_back import harmonic_mean, share_of_double_arcsine
from metasacro.effects.freeman_tukey_proportion import double_arcsine
from metasacro.effects.logit_proportion import log_odds
from metasacro.numerics.binomial import log_binomial_coefficient, logistic
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.numerics.student import student_quantile
from metasacro.pooling.binomial_normal import BinomialNormalBatch, binomial_normal_batch
from metasacro.pooling.binomial_normal_likelihood import likelihood
from metasacro.pooling.prediction import FEWEST, prediction_bounds
from metasacro.pooling.random_effects import random_effects_batch
from tests.simulation.design import BLOCK, Cell, sizes
from tests.simulation.outcomes import Key, Outcomes, covered

#: SDs of the logits from which the highest likelihood at a given mean is sought, beside 0.
SPREADS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)

#: Cells in which it is also asked, for as much work again, whether an interval reaches one half and so says nothing.
ASKED = {(k, 0.5, rate) for k in (2, 3, 4, 5, 6, 8, 10) for rate in (0.01, 0.05)}

#: Nodes of that search: its error in twice the log-likelihood is far below what decides about an interval.
NODES = 21


def outcomes_of_rates(cell: Cell, block: int) -> Outcomes:
    """Counts whose true logits are normal."""
    x, n, true, truth = true_and_counted(cell, block)
    return {
        **binomial_normal_outcomes(cell, x, n, truth, true[:, 0]),
        **logit_outcomes(x, n, truth),
        **freeman_tukey_outcomes(x, n, truth),
    }


def true_and_counted(cell: Cell, block: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Events, people, the true logits with that of one more cohort first, and their mean."""
    random = cell.random(block)
    n = sizes(random, cell.k)
    assert cell.rate is not None
    truth = float(np.log(cell.rate / (1.0 - cell.rate)))
    true = truth + np.sqrt(cell.tau2) * random.standard_normal((BLOCK, cell.k + 1))
    x = random.binomial(n, logistic(true[:, 1:])[0]).astype(float)
    return x, n.astype(float), true, truth


def binomial_normal_outcomes(cell: Cell, x: np.ndarray, n: np.ndarray, truth: float, new: np.ndarray) -> Outcomes:
    """The default model with its intervals. Where no cohort has an event it answers with an exact interval instead,
    which counts as its answer; `model coverage` is of the other replicates alone."""
    k, asked = cell.k, (cell.k, cell.tau2, cell.rate) in ASKED
    some = (x.sum(axis=-1) > 0) & (x.sum(axis=-1) < n.sum(axis=-1))
    fit = binomial_normal_batch(x, n)
    exact = clopper_pearson(x.sum(axis=-1), n.sum(axis=-1))
    rate = logistic(np.float64(truth))[0]
    found: Outcomes = {
        _key("no event"): np.where(some, 0.0, 1.0),
        _key("error"): fit.estimate - truth,
        _key("tau2 error"): fit.tau2 - cell.tau2,
        _key("tau2 zero"): np.where(some, fit.tau2 == 0.0, np.nan),
    }
    for test, df in (("t", k - 1.0), ("z", np.inf)):
        half = student_quantile(0.975, np.array(df)) * fit.se
        lower, upper = logistic(fit.estimate - half)[0], logistic(fit.estimate + half)[0]
        of_model = covered(rate, lower, upper)
        lower, upper = (np.where(some, *pair) for pair in ((lower, exact[0]), (upper, exact[1])))
        found |= {
            _key("coverage", test): covered(rate, lower, upper),
            _key("model coverage", test): of_model,
            _key("rate above", test): np.where(rate > upper, 1.0, 0.0),
            _key("rate below", test): np.where(rate < lower, 1.0, 0.0),
            _key("width", test): upper - lower,
        }
        if asked:
            found[_key("reaches one half", test)] = np.where(some, upper >= 0.5, np.nan)
        if k >= FEWEST:
            bounds = prediction_bounds(fit.estimate, fit.se, fit.tau2, np.full(BLOCK, df), np.full(BLOCK, k))
            found[_key("prediction coverage", test)] = covered(new, *bounds)
    return found | _by_likelihood(x, n, truth, fit, some, covered(rate, *exact), asked=asked)


def _by_likelihood(
    x: np.ndarray,
    n: np.ndarray,
    truth: float,
    fit: BinomialNormalBatch,
    some: np.ndarray,
    exact: np.ndarray,
    *,
    asked: bool,
) -> Outcomes:
    """The interval of all means whose profile likelihood is near the highest: does it hold the true one?

    It does where twice the fall of the log-likelihood from its maximum to the true mean is below the quantile: of χ² on
    1 df ("LR"), or the squared quantile of t on k − 1 df ("LR t").
    """
    quantiles = {
        "LR": float(chi_square_quantile(0.95, 1.0)),
        "LR t": float(student_quantile(0.975, np.array(x.shape[-1] - 1.0))) ** 2,
    }
    found: Outcomes = {}
    fall = _fall(x, n, truth, fit.log_likelihood, some)
    for name, quantile in quantiles.items():
        of_model = np.where(some, fall <= quantile, np.nan)
        found[_key("coverage", name)] = np.where(some, of_model, exact)
        found[_key("model coverage", name)] = of_model
    if asked:
        fall = _fall(x, n, 0.0, fit.log_likelihood, some)
        for name, quantile in quantiles.items():
            reaches = (fit.estimate >= 0.0) | (fall <= quantile)
            found[_key("reaches one half", name)] = np.where(some, reaches, np.nan)
    return found


def _fall(x: np.ndarray, n: np.ndarray, mean: float, highest: np.ndarray, some: np.ndarray) -> np.ndarray:
    """Twice the fall of the log-likelihood from its maximum to the highest with this mean."""
    here = log_binomial_coefficient(x, n).sum(axis=-1)
    here[some] += height_at(mean, x[some], n[some])
    fall: np.ndarray = 2.0 * (highest - here)
    return fall


def height_at(mean: float, x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Highest log-likelihood over tau ≥ 0 at this mean: the best of a few spreads, then Newton's steps."""
    mu = np.full(len(x), mean)
    heights = np.stack([likelihood(mu, np.full(len(x), tau), x, n, NODES).height for tau in (0.0, *SPREADS)])
    best, top = heights.argmax(axis=0), heights.max(axis=0)
    start = np.array((SPREADS[0] / 2.0, *SPREADS))[best]
    tau, low, high = start.copy(), start / 2.5, start * 2.5
    for _ in range(4):
        at = likelihood(mu, tau, x, n, NODES)
        top = np.maximum(top, at.height)
        step = np.where(at.d_tau_tau < 0, -at.d_tau / np.minimum(at.d_tau_tau, -1e-12), 0.3 * tau * np.sign(at.d_tau))
        tau = np.clip(tau + step, low, high)
    highest: np.ndarray = np.maximum(top, likelihood(mu, tau, x, n, NODES).height)
    return highest


def logit_outcomes(x: np.ndarray, n: np.ndarray, truth: float) -> Outcomes:
    """Inverse-variance pooling of logits, a half added to cohorts with no event or only events."""
    add = 0.5 * ((x == 0) | (x == n))
    yi, vi = log_odds(x + add, n + 2.0 * add)
    found: Outcomes = {}
    for method, test in (("REML", "adhoc"), ("DL", "z")):
        batch = random_effects_batch(yi, vi, method=method, test=test)
        name = f"logit + ½, {method}"
        found[Key("rates", "coverage", name, test)] = covered(truth, batch.lower, batch.upper)
        found[Key("rates", "error", name)] = batch.estimate - truth
    return found


def freeman_tukey_outcomes(x: np.ndarray, n: np.ndarray, truth: float) -> Outcomes:
    """Inverse-variance pooling of double arcsines, turned back with the harmonic mean of the sizes."""
    batch = random_effects_batch(*double_arcsine(x, n.astype(float)), method="REML", test="adhoc")
    size = harmonic_mean(n)
    lower, upper = (share_of_double_arcsine(bound, size) for bound in (batch.lower, batch.upper))
    rate = logistic(np.float64(truth))[0]
    return {Key("rates", "coverage", "Freeman–Tukey, REML", "adhoc"): covered(rate, lower, upper)}


def _key(quantity: str, test: str = "") -> Key:
    return Key("rates", quantity, "binomial-normal", test)
