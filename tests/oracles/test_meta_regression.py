"""Meta-regressions against metafor's `rma` with `mods`."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from formulaic import Formula

from metasacro.pooling.meta_regression import PooledRegression, meta_regression
from metasacro.pooling.meta_regression_design import design_of
from metasacro.problems import Refusal
from tests.tolerances import ITERATED

#: What R loses to cancellation in QE (`test_qe_is_right_to_the_last_digits` shows which side is right).
CANCELLED = 1e-7

METHODS = ["REML", "DL", "ML", "EB", "PM", "SJ", "HE", "EE"]

Case = dict[str, Any]


def cases_of(oracle: Callable[[str], Any], method: str) -> list[Case]:
    return [c for c in oracle("metareg") if c["options"].get("mods") and c["options"]["method"] == method]


def arguments(case: Case) -> tuple[list[float], list[float], str, dict[str, Any]]:
    """Effects, variances, our formula and the columns; `class` may not be a name in Python."""
    data = {("klass" if name == "class" else name): column for name, column in case["inputs"]["data"].items()}
    formula = case["options"]["mods"].replace("(class)", "(klass)").replace("^", "**")
    return data.pop("yi"), data.pop("vi"), re.sub(r"factor\(", "C(", formula), data


def fit(case: Case) -> PooledRegression:
    """Our answer; a column that metafor drops is dropped after MS490 has named it."""
    yi, vi, formula, data = arguments(case)
    options = {"method": case["options"]["method"], "test": case["options"]["test"], "level": case["options"]["level"]}
    if not any("Redundant" in warning for warning in case["warnings"]):
        return meta_regression(yi, vi, formula, data=data, **options)
    with pytest.raises(Refusal, match="MS490") as refused:
        meta_regression(yi, vi, formula, data=data, **options)
    matrix = Formula(formula).get_model_matrix(pd.DataFrame(data))
    named = re.findall(r"`(.+?)`", str(refused.value))
    return meta_regression(yi, vi, pd.DataFrame(matrix).drop(columns=named), **options)


def agree(actual: float | None, expected: float | None, rel: float, what: str, floor: float = 0.0) -> None:
    assert actual == (None if expected is None else pytest.approx(expected, rel=rel, abs=floor)), what


@pytest.mark.parametrize("method", METHODS)
def test_meta_regressions_agree_with_metafor(oracle: Callable[[str], Any], method: str) -> None:
    cases = cases_of(oracle, method)
    assert len(cases) > 20
    for case in cases:
        found, expected, at = fit(case), case["expected"], case["id"]
        least = min(case["inputs"]["data"]["vi"])
        for i, line in enumerate(found.coefficients):
            agree(line.estimate, expected["b"][i], ITERATED, at)
            agree(line.se, expected["se"][i], ITERATED, at)
            agree(line.statistic, expected["stat"][i], ITERATED, at)
            agree(line.p_value, expected["pval"][i], ITERATED, at)
            agree(line.interval.lower, expected["ci_lb"][i], ITERATED, at)
            agree(line.interval.upper, expected["ci_ub"][i], ITERATED, at)
        assert found.tau2 is not None
        agree(found.df, expected["ddf"][0], 0, at)
        agree(found.tau2, expected["tau2"], ITERATED, at, floor=1e-10 * least)
        agree(found.se_tau2, expected["se_tau2"], ITERATED, at)
        agree(found.i2, expected["I2"] / 100, ITERATED, at, floor=1e-10)
        agree(found.h2, expected["H2"], ITERATED, at)
        agree(found.q, expected["QE"], ITERATED, at)
        agree(found.q_p, expected["QEp"], CANCELLED, at)
        agree(found.omnibus.statistic, expected["QM"], ITERATED, at)
        agree(found.omnibus.p_value, expected["QMp"], CANCELLED, at)
        assert [found.omnibus.df, found.omnibus.residual_df] == expected["QMdf"], at
        if found.r2 is None:
            assert expected["R2"] == 0 or found.tau2 == 0, at
        else:
            agree(found.r2, expected["R2"] / 100, ITERATED, at, floor=1e-10)
        agree_lists(found.vif, [entry["vif"][0] for entry in expected["vif"]], at)


def agree_lists(actual: tuple[float, ...], expected: list[float], at: str) -> None:
    assert list(actual) == pytest.approx(expected, rel=ITERATED), at


@pytest.mark.parametrize("method", [method for method in METHODS if method != "EE"])
def test_the_interval_of_residual_tau2_agrees_with_metafor(oracle: Callable[[str], Any], method: str) -> None:
    compared = 0
    for case in cases_of(oracle, method):
        if "confint_QP" not in case["expected"]:
            continue
        found, expected, at = fit(case), case["expected"]["confint_QP"], case["id"]
        for interval, of, unit in ((found.tau2_interval, "tau2", 1), (found.i2_interval, "I2", 100)):
            assert interval is not None
            pair = (interval.lower, interval.upper)
            assert pair == pytest.approx([bound / unit for bound in expected[of][1:]], rel=CANCELLED), at
        compared += 1
    assert compared > 15


def exact_qe(y: list[float], v: list[float], x: np.ndarray) -> float:
    """The weighted residual sum of squares in fractions: no rounding until the end."""
    rows = [[Fraction(value) for value in row] for row in x.tolist()]
    effects, weights = [Fraction(value) for value in y], [1 / Fraction(value) for value in v]
    p = len(rows[0])
    left = [[sum(w * r[i] * r[j] for w, r in zip(weights, rows, strict=True)) for j in range(p)] for i in range(p)]
    right = [sum(w * r[i] * e for w, r, e in zip(weights, rows, effects, strict=True)) for i in range(p)]
    for i in range(p):
        for j in range(i + 1, p):
            share = left[j][i] / left[i][i]
            left[j] = [a - share * b for a, b in zip(left[j], left[i], strict=True)]
            right[j] -= share * right[i]
    b = [Fraction(0)] * p
    for i in reversed(range(p)):
        b[i] = (right[i] - sum((left[i][j] * b[j] for j in range(i + 1, p)), Fraction(0))) / left[i][i]
    fitted = [sum((a * c for a, c in zip(r, b, strict=True)), Fraction(0)) for r in rows]
    return float(sum(w * (e - f) ** 2 for w, e, f in zip(weights, effects, fitted, strict=True)))


def test_qe_is_right_to_the_last_digits(oracle: Callable[[str], Any]) -> None:
    for case in cases_of(oracle, "EE"):
        yi, vi, formula, data = arguments(case)
        if "year" in formula and len(yi) < 40:
            found = meta_regression(yi, vi, formula, data=data, method="EE")
            assert found.q == pytest.approx(exact_qe(yi, vi, design_of(formula, data, len(yi)).x), rel=1e-12)
