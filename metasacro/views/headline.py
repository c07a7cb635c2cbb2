"""The words above and below a pooled table: what was asked, how it was answered, how far it can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.views.numbers import fixed, level_name, many, p_value, percent, significant

if TYPE_CHECKING:
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis

#: Test → how the heading names it.
TESTS = {
    "z": "normal",
    "t": "t",
    "knha": "Hartung–Knapp",
    "adhoc": "Hartung–Knapp never narrower than Wald",
}


#: Convention of the prediction interval → how the line below a table names it.
PREDICTIONS = {
    "metafor": "with the test’s error",
    "S": "with τ² as known",
    "V": "of Veroniki",
    "HTS": "of Higgins, Thompson and Spiegelhalter",
    "HK": "of Hartung and Knapp",
    "HK-PR": "of Partlett and Riley",
    "KR": "of Kenward and Roger",
    "KR-PR": "of Kenward and Roger with one df less",
    "NNF": "over all τ² (Nagashima)",
    "CD": "over all τ² (likelihood)",
}


def size_line(analysis: Analysis) -> str:
    """`6 cohorts of 5 studies, 376 patients`."""
    cohorts = many(len(analysis.rows), "cohort")
    studies = f" of {many(analysis.studies, 'study')}" if analysis.studies != len(analysis.rows) else ""
    extended = {"main": "", "extended": " · extended set", "all": " · main and extended sets"}
    return f"{cohorts}{studies}, {many(analysis.n, 'patient')}{extended[analysis.settings.study_set]}"


def model_line(analysis: Analysis) -> str:
    """Model, estimator of τ², test, and what was assumed."""
    settings = analysis.settings
    if analysis.outcome.measure == "PLO":
        pooled = analysis.pooled
        if pooled is not None and pooled.exact is not None:
            why = "one cohort, no model" if pooled.k == 1 else "no model can be fitted"
            return f"proportion PLO · {why}: exact interval"
        return f"proportion PLO · binomial–normal model, ML, zero events kept{_test_used(pooled)}"
    model = "common effect" if settings.method == "EE" else f"random effects, {settings.method}"
    assumed = any(getattr(row, "correlation_assumed", False) for row in analysis.rows)
    correlation = f" · baseline–follow-up r = {settings.correlation:g} assumed" if assumed else ""
    return f"mean change MC · {model} · {TESTS[settings.test]}{correlation}"


def _test_used(pooled: Pooled | None) -> str:
    """The test behind a pooled rate; Hartung–Knapp does not exist for this model."""
    if pooled is None or pooled.interval is None:
        return ""
    instead = " (Hartung–Knapp does not exist here, MS430)" if pooled.test != "z" else ""
    df = f" on {pooled.df:g} df" if pooled.df else ""
    profile = "profile likelihood, " if pooled.interval_method == "profile" else ""
    return f" · {profile}{TESTS[pooled.test]}{df}{instead}"


def heterogeneity_line(pooled: Pooled, measure: str) -> str:
    """τ² with its interval, I², Q, and the prediction interval's convention and df."""
    parts = []
    if pooled.tau2 is not None and pooled.method != "EE":
        interval = pooled.tau2_interval
        known = f" [{significant(interval.lower)}, {significant(interval.upper)}]" if interval else ""
        unit = " (log odds)" if measure == "PLO" else ""
        parts.append(f"τ² {significant(pooled.tau2)}{known}{unit}")
        if measure == "PLO" and pooled.tau2 > 0:
            parts.append("the pooled rate is the median cohort’s")
    if pooled.i2 is not None:
        basis = "Q" if pooled.method == "EE" else "τ²"
        parts.append(f"I² {percent(pooled.i2, 0)} % ({basis}-based)")
    elif measure == "PLO" and pooled.tau2 is not None:
        parts.append("I² not defined (MS429)")
    if pooled.q is not None and pooled.q_p is not None and pooled.q_df:
        name = "LR" if measure == "PLO" else "Q"
        parts.append(f"{name} {fixed(pooled.q)}, {pooled.q_df:g} df, {p_value(pooled.q_p)}")
    if pooled.prediction is not None:
        df = f"t, {pooled.prediction_df:g} df" if pooled.prediction_df else "normal"
        parts.append(f"prediction {PREDICTIONS[pooled.prediction_method]}, {df}")
    return " · ".join(parts)


def interval_title(analysis: Analysis) -> str:
    """`95 % CI`."""
    return f"{level_name(analysis.settings.level)} CI"


def weights_of(pooled: Pooled | None, k: int) -> list[float]:
    """The weight of each row as a fraction (for rates, its share of the information); 0 where there is none."""
    if pooled is None or pooled.weights is None:
        return [0.0] * k
    return [float(weight) for weight in pooled.weights]
