"""What the program answers to every question of the table: {(part, row, column): value}."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import numpy as np

from metasacro.effects import back_transformation, freeman_tukey_back
from metasacro.effects.clopper_pearson import clopper_pearson
from metasacro.effects.effect_sizes import effect_sizes
from metasacro.moments.luo import luo_mean
from metasacro.moments.shi import shi_sd
from metasacro.moments.wan import wan_sd
from metasacro.pooling.heterogeneity import cochran_q
from metasacro.pooling.mantel_haenszel import mantel_haenszel
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.peto import peto
from metasacro.pooling.random_effects import random_effects
from metasacro.tau2.q_profile import q_profile_bounds
from metasacro.tau2.registry import ESTIMATORS, WEIGHTED
from tests.digits import inputs
from tests.digits.designs import Design, effects, variances
from tests.digits.references import MODELS, Key, estimators_for, label

#: Where each function of the tails lives.
HOME = {
    "normal_two_sided": "normal",
    "normal_quantile": "normal",
    "student_two_sided": "student",
    "student_quantile": "student",
    "chi_square_upper": "chi_square",
    "chi_square_quantile": "chi_square",
    "f_upper": "fisher_f",
    "beta_quantile": "beta",
    "log_binomial_coefficient": "binomial",
}


def of_design(design: Design) -> Iterator[tuple[Key, float]]:
    """τ² and its error by every estimator, and the pooled answers."""
    y, v, key = design.yi, design.vi, design.key
    for method in estimators_for(y.size):
        weights: dict[str, Any] = {"weights": design.weights} if method in WEIGHTED else {}
        spread = ESTIMATORS[method].function(y, v, **weights)
        yield ("tau2", method, key), float(spread.tau2)
        yield ("tau2", f"{method}, SE", key), float(spread.se)
    for method in MODELS:
        for name, value in pooled(y, v, method):
            yield ("pooled", f"{method}: {name}", key), value
    q, _, p = cochran_q(y, v)
    yield ("pooled", "Q", key), float(q)
    yield ("pooled", "P of Q", key), float(p)
    low, high, _ = q_profile_bounds(y, v)
    yield ("pooled", "Q-profile lower", key), float(low)
    yield ("pooled", "Q-profile upper", key), float(high)


def pooled(y: np.ndarray, v: np.ndarray, method: str) -> Iterator[tuple[str, float]]:
    """As `random_effects` answers with three tests."""
    by = {test: random_effects(y, v, method=method, test=test) for test in ("z", "knha", "adhoc")}
    z, knha = by["z"], by["knha"]
    yield "estimate", z.estimate
    for test, answer in by.items():
        yield f"SE {test}", answer.se
    for test in ("z", "knha"):
        yield f"lower {test}", by[test].interval.lower
        yield f"upper {test}", by[test].interval.upper
        yield f"P {test}", by[test].p_value
    yield "I²", z.i2
    yield "H²", z.h2
    if knha.prediction is not None:
        yield "prediction lower", knha.prediction.lower
        yield "prediction upper", knha.prediction.upper


def of_tails() -> Iterator[tuple[Key, float]]:
    for name, rows in inputs.TAILS.items():
        function = getattr(import_module(f"metasacro.numerics.{HOME[name]}"), name)
        for row in rows:
            yield ("tails", name, label(row)), float(function(*row))


def of_effects() -> Iterator[tuple[Key, float]]:
    for measure, rows in inputs.EFFECTS.items():
        for row in rows:
            columns = {name: [value] for name, value in zip(inputs.COLUMNS[measure].split(), row, strict=True)}
            sizes = effect_sizes(measure, **columns)
            yield ("effects", f"{measure}: effect", label(row)), float(sizes.yi[0])
            yield ("effects", f"{measure}: variance", label(row)), float(sizes.vi[0])
    for name, rows in inputs.BACK.items():
        home = freeman_tukey_back if name == "share_of_double_arcsine" else back_transformation
        for row in rows:
            yield ("effects", name, label(row)), float(getattr(home, name)(*row))
    for x, n in inputs.SHARES:
        low, high = clopper_pearson(x, n)
        yield ("effects", "Clopper–Pearson: lower", label((x, n))), float(low)
        yield ("effects", "Clopper–Pearson: upper", label((x, n))), float(high)


def of_medians() -> Iterator[tuple[Key, float]]:
    for row in inputs.MEDIANS:
        n, low, q1, median, q3, high = row
        extremes, quartiles = {"min": low, "max": high}, {"q1": q1, "q3": q3}
        for formula, values in (
            ("Luo, extremes", luo_mean(n, median, **extremes)),
            ("Luo, quartiles", luo_mean(n, median, **quartiles)),
            ("Luo, both", luo_mean(n, median, **extremes, **quartiles)),
            ("Wan, extremes", wan_sd(n, **extremes)),
            ("Wan, quartiles", wan_sd(n, **quartiles)),
            ("Shi, both", shi_sd(n, **extremes, **quartiles)),
        ):
            yield ("medians", formula, label(row)), float(values)


def of_counts() -> Iterator[tuple[Key, float]]:
    for name, rows in inputs.TABLES.items():
        columns = [list(column) for column in zip(*rows, strict=True)]
        answers = {f"Mantel–Haenszel {measure}": mantel_haenszel(measure, *columns) for measure in ("OR", "RR", "RD")}
        for method, answer in {**answers, "Peto": peto(*columns)}.items():
            yield ("counts", f"{method}: estimate", name), answer.estimate
            yield ("counts", f"{method}: SE", name), answer.se


def of_regressions() -> Iterator[tuple[Key, float]]:
    for name, design in inputs.regressions().items():
        for method in MODELS:
            fit = meta_regression(effects(15), variances(15), design, method=method, test="z")
            yield ("regression", f"{method}: τ²", name), float(fit.tau2 or 0.0)
            for j, line in enumerate(fit.coefficients):
                yield ("regression", f"{method}: b{j}", name), line.estimate
                yield ("regression", f"{method}: SE of b{j}", name), line.se


def of_the_rest() -> Iterator[tuple[Key, float]]:
    """All but the pooled designs."""
    for part in (of_tails, of_effects, of_medians, of_counts, of_regressions):
        yield from part()
