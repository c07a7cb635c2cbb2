"""Every question of the public kernel, each asked of a table of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

import metasacro as ms
from metasacro.diagnostics.baujat import baujat
from metasacro.diagnostics.best_linear_prediction import best_linear_prediction
from metasacro.diagnostics.deeks import deeks_test
from metasacro.diagnostics.harbord import harbord_test
from metasacro.diagnostics.macaskill import macaskill_test
from metasacro.diagnostics.peters import peters_test
from metasacro.pooling.registry import PREDICTIONS, TESTS
from metasacro.tau2.registry import ESTIMATORS

Ask = Callable[..., Any]


def _labels(yi: Any) -> list[str]:
    return [f"c{i // 2}" for i in range(np.size(yi))]


def _pooled(method: str, test: str) -> Ask:
    return lambda yi, vi: ms.random_effects(yi, vi, method=method, test=test)


def _of_answer(question: Ask, **options: Any) -> Ask:
    """A question put to a pooled answer, asked of the table behind it."""
    return lambda yi, vi: question(ms.random_effects(yi, vi, test="z"), **options)


#: Asked of effects and variances.
EFFECTS: dict[str, Ask] = {
    **{f"random_effects, {method}": _pooled(method, "adhoc") for method in ESTIMATORS},
    **{f"random_effects, {test}": _pooled("REML", test) for test in TESTS},
    "common_effect": ms.common_effect,
    "meta_regression": lambda yi, vi: ms.random_effects(yi, vi, mods=[[float(i)] for i in range(np.size(yi))]),
    "bayesian_random_effects": lambda yi, vi: ms.bayesian_random_effects(yi, vi, scale=0.5),
    "fail_safe_n, Rosenthal": lambda yi, vi: ms.fail_safe_n(yi, vi),
    "fail_safe_n, Orwin": lambda yi, vi: ms.fail_safe_n(yi, vi, kind="Orwin"),
    "fail_safe_n, Rosenberg": lambda yi, vi: ms.fail_safe_n(yi, vi, kind="Rosenberg"),
    "fail_safe_n, Fisher": lambda yi, vi: ms.fail_safe_n(yi, vi, kind="Fisher"),
    "gosh": lambda yi, vi: ms.gosh(yi, vi, method="DL"),
    "cluster_averages": lambda yi, vi: ms.cluster_averages(yi, vi, cluster=_labels(yi)),
    "multilevel": lambda yi, vi: ms.multilevel(yi, vi, groups={"lab": _labels(yi), "row": range(np.size(yi))}),
    "robust_variance": lambda yi, vi: ms.robust_variance(ms.random_effects(yi, vi, test="z"), cluster=_labels(yi)),
    "subgroups, separate": lambda yi, vi: ms.subgroups(yi, vi, _labels(yi), test="z"),
    "subgroups, common": lambda yi, vi: ms.subgroups(yi, vi, _labels(yi), test="z", tau2="common"),
    "fit_statistics": _of_answer(ms.fit_statistics),
    "likelihood_ratio_test": lambda yi, vi: ms.likelihood_ratio_test(
        ms.random_effects(yi, vi, method="ML", test="z"), ms.common_effect(yi, vi)
    ),
    "regression_predictions": lambda yi, vi: ms.regression_predictions(
        ms.random_effects(yi, vi, mods=[[1.0, float(i)] for i in range(np.size(yi))])
    ),
    "leave_one_out": _of_answer(ms.leave_one_out),
    "cumulative": lambda yi, vi: ms.cumulative(ms.random_effects(yi, vi, test="z"), range(np.size(yi))),
    "influence": _of_answer(ms.influence),
    "baujat": _of_answer(baujat),
    "best_linear_prediction": _of_answer(best_linear_prediction),
    "regression_test, lm": _of_answer(ms.regression_test, model="lm"),
    "regression_test, rma": _of_answer(ms.regression_test),
    "rank_test": _of_answer(ms.rank_test),
    "trim_and_fill, L0": _of_answer(ms.trim_and_fill),
    "trim_and_fill, R0": _of_answer(ms.trim_and_fill, estimator="R0"),
    "pet_peese": _of_answer(ms.pet_peese),
    "henmi_copas": _of_answer(ms.henmi_copas),
    "excess_significance": _of_answer(ms.excess_significance),
    **{f"prediction_interval, {key}": _of_answer(ms.prediction_interval, convention=key) for key in PREDICTIONS},
    "kenward_roger": _of_answer(ms.kenward_roger),
}

#: Asked of events and people of one group.
COUNTS: dict[str, Ask] = {
    "binomial_normal": ms.binomial_normal,
    "beta_binomial": ms.beta_binomial,
    **{
        f"proportion_interval, {key}": (lambda xi, ni, key=key: ms.proportion_interval(xi, ni, method=key))
        for key in ("CP", "WS", "WSCC", "AC", "SA", "SACC")
    },
    **{
        f"effect_sizes, {key}": (lambda xi, ni, key=key: ms.effect_sizes(key, xi=xi, ni=ni))
        for key in ("PR", "PLN", "PLO", "PAS", "PFT", "PRZ")
    },
}

#: Asked of events and people of two groups.
TABLES: dict[str, Ask] = {
    **{
        f"mantel_haenszel, {key}": (lambda key=key, **table: ms.mantel_haenszel(key, **table))
        for key in ("OR", "RR", "RD")
    },
    "peto": ms.peto,
    **{
        f"binomial_normal_two_groups, {key}": (
            lambda key=key, **table: ms.binomial_normal_two_groups(**table, model=key)
        )
        for key in ("UM.FS", "CM.EL", "CM.AL")
    },
    **{
        f"effect_sizes, {key}": (lambda key=key, **table: ms.effect_sizes(key, **table))
        for key in ("OR", "RR", "RD", "AS", "PETO", "PHI", "YUQ", "YUY", "OR2DL")
    },
    "harbord_test": harbord_test,
    "peters_test": peters_test,
    "macaskill_test": macaskill_test,
    "deeks_test": deeks_test,
}

#: Asked of events and person-time of two groups.
RATES: dict[str, Ask] = {
    "poisson_normal": lambda **table: ms.poisson_normal(table["x1i"], table["t1i"]),
    "poisson_normal_two_groups": ms.poisson_normal_two_groups,
    **{
        f"mantel_haenszel, {key}": (lambda key=key, **table: ms.mantel_haenszel(key, **table)) for key in ("IRR", "IRD")
    },
    **{
        f"effect_sizes, {key}": (lambda key=key, **table: ms.effect_sizes(key, **table))
        for key in ("IRR", "IRD", "IRSD")
    },
}


def nans(answer: object, at: str = "") -> Iterator[str]:
    """Where in an answer a nan or an infinite number stands."""
    if is_dataclass(answer) and not isinstance(answer, type):
        for field in fields(answer):
            yield from nans(getattr(answer, field.name), f"{at}.{field.name}")
    elif isinstance(answer, dict):
        for key, value in answer.items():
            yield from nans(value, f"{at}[{key}]")
    elif isinstance(answer, (list, tuple)):
        for i, value in enumerate(answer):
            yield from nans(value, f"{at}[{i}]")
    elif isinstance(answer, (float, np.floating)):
        if not np.isfinite(answer):
            yield f"{at} is {answer}"
    elif isinstance(answer, np.ndarray) and answer.dtype.kind == "f" and not np.isfinite(answer).all():
        yield f"{at} holds {answer[~np.isfinite(answer)][:3]}"
