"""What statsmodels answers: its meta-analysis of effects, its logistic regression, its intervals of a proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.second_opinion.question import Opinion, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.second_opinion.question import Question

#: Estimator here → the name of statsmodels'.
ESTIMATORS = {"DL": "chi2", "PM": "iterated", "EB": "iterated", "EE": "chi2"}

#: Its Paule–Mandel iteration stops at this absolute distance of Q from its expectation; asked for less it passes the
#: root by rounding and answers 0 (0.15).
NEAR = 1e-7

_NONE = {
    "tau2_lower": "statsmodels has no interval of τ²",
    "tau2_upper": "statsmodels has no interval of τ²",
    "i2_lower": "statsmodels has no interval of I²",
    "i2_upper": "statsmodels has no interval of I²",
    "se_tau2": "statsmodels has no standard error of τ²",
}


def by_statsmodels(questions: Sequence[Question]) -> Opinion:
    """Answers to all questions."""
    import statsmodels

    return Opinion(
        program="statsmodels",
        version=str(statsmodels.__version__),
        replies={question.key: _counts(question) if question.counts else _scores(question) for question in questions},
    )


def _scores(question: Question) -> Reply:
    """`combine_effects`; Q and weights also where it lacks the estimator, because they do not depend on it."""
    import numpy as np
    from scipy import stats
    from statsmodels.stats.meta_analysis import combine_effects

    if question.k < 2:
        return Reply(values={}, reasons={"*": "statsmodels pools two cohorts or more"})
    y, v = np.array(question.first), np.array(question.second)
    method = question.method
    if method not in ESTIMATORS:
        with np.errstate(invalid="ignore"):  # the root of a negative τ², of which nothing is read here
            q = float(combine_effects(y, v, method_re="chi2").q)
        values = {"q": q, "q_p": float(stats.chi2.sf(q, question.k - 1))}
        return Reply(values=values, reasons=_reasons(f"statsmodels has no {method}, but DL and PM"))
    with np.errstate(invalid="ignore"):  # the same; such an answer is left out below
        found = combine_effects(y, v, method_re=ESTIMATORS[method], atol=NEAR, maxiter=10_000)
    q, df = float(found.q), question.k - 1.0
    values = {"q": q, "q_p": float(stats.chi2.sf(q, df))}
    if method != "EE" and not found.tau2 > 0:
        return Reply(values=values, reasons=_reasons("statsmodels does not cut τ² at 0, where it ends here"))
    estimate = float(found.mean_effect_fe if method == "EE" else found.mean_effect_re)
    wald = float(found.sd_eff_w_fe if method == "EE" else found.sd_eff_w_re)
    knapp = float(found.sd_eff_w_fe_hksj if method == "EE" else found.sd_eff_w_re_hksj)
    se = {"knha": knapp, "adhoc": max(wald, knapp)}.get(question.test, wald)
    shape = stats.norm() if question.test == "z" else stats.t(df)
    reach = float(shape.ppf(0.5 + 0.5 * question.level)) * se
    weights = np.asarray(found.weights_rel_fe if method == "EE" else found.weights_rel_re, dtype=float)
    values |= {
        "estimate": estimate,
        "se": se,
        "lower": estimate - reach,
        "upper": estimate + reach,
        "statistic": estimate / se,
        "p_value": 2.0 * float(shape.sf(abs(estimate) / se)),
        **{f"weight:{place}": float(share) for place, share in enumerate(weights, start=1)},
    }
    if method != "EE":
        values["tau2"] = float(found.tau2)
    if method in ("DL", "EE"):  # its I² is by Q, which is ours under these two only
        values["i2"] = max(0.0, float(found.i2))
    return Reply(values=values, reasons=_reasons("statsmodels does not compute it"))


def _reasons(rest: str) -> dict[str, str]:
    return {**_NONE, "*": rest}


def _counts(question: Question) -> Reply:
    """Exact intervals; where τ² is 0 the model is one logistic regression, of which statsmodels has its own fit."""
    import numpy as np
    import statsmodels.api as sm
    from statsmodels.stats.proportion import proportion_confint

    x, n = np.array(question.first), np.array(question.second)
    alpha = 1.0 - question.level
    lower, upper = proportion_confint(x, n, alpha=alpha, method="beta")
    values: dict[str, float] = {}
    for place, (low, high) in enumerate(zip(lower, upper, strict=True), start=1):
        values |= {f"exact_lower:{place}": float(low), f"exact_upper:{place}": float(high)}
    low, high = proportion_confint(x.sum(), n.sum(), alpha=alpha, method="beta")
    values |= {"exact_lower": float(low), "exact_upper": float(high)}
    reasons = _reasons("statsmodels fits no binomial–normal model by maximum likelihood")
    tau2 = next((number.value for number in question.numbers if number.name == "tau2"), None)
    if tau2 == 0:
        fitted = sm.GLM(np.column_stack([x, n - x]), np.ones((len(x), 1)), family=sm.families.Binomial()).fit(tol=1e-14)
        estimate, se = float(fitted.params[0]), float(fitted.bse[0])
        values |= {"estimate": estimate, "se": se, "statistic": estimate / se}
        values["q"] = float(fitted.deviance)
        reasons["*"] = "a logistic regression has no such number"
    return Reply(values=values, reasons=reasons)
