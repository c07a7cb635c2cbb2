"""Medians pooled as they are, and as converted means, against metamedian."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, gamma, lognorm, norm, weibull_min

from metasacro import random_effects
from metasacro.moments.conversion import mean_sd
from metasacro.moments.quantile_estimation import fitted_distribution
from metasacro.moments.summary import five_numbers
from metasacro.numerics.standard_error import standard_error
from metasacro.pooling.linear_combination import combined_median
from metasacro.pooling.median_of_medians import median_of_medians, weighted_median_of_medians
from metasacro.pooling.pooled_median import PooledMedian
from metasacro.pooling.quantile_medians import CANDIDATES, qe_median_differences, qe_medians
from tests.oracles.median_cases import column, kind_of
from tests.tolerances import CLOSED

Oracle = Callable[[str], Any]

ARGUMENTS = {"min": "mini", "q1": "q1i", "med": "mediani", "q3": "q3i", "max": "maxi", "mean": "mi", "sd": "sdi"}


def group(case: dict[str, Any], which: str) -> dict[str, list[float]]:
    """The columns of one group under our names."""
    names = [name.partition(".") for name in case["inputs"]["data"]]
    return {ARGUMENTS[name]: column(case, f"{name}.{g}") for name, _, g in names if g == which and name in ARGUMENTS}


def pooled_by(case: dict[str, Any], *, exact: bool) -> PooledMedian:
    """The (weighted) median of medians that a case asks for."""
    data, options = case["inputs"]["data"], case["options"]
    if "yi" in data:
        yi, wi = np.array(column(case, "yi")), np.array(column(case, "wi"))
    else:
        yi, wi = typical(case, "g1"), np.array(column(case, "n.g1"))
        if "n.g2" in data:
            yi, wi = yi - typical(case, "g2"), wi + np.array(column(case, "n.g2"))
    if options.get("weighted", options.get("median_method") == "wm"):
        return weighted_median_of_medians(yi, wi, exact=exact)
    return median_of_medians(yi, exact=exact)


def typical(case: dict[str, Any], which: str) -> Any:
    """Medians, or means where no median was printed."""
    medians, means = np.array(column(case, f"med.{which}")), np.array(column(case, f"mean.{which}"))
    return np.where(np.isnan(medians), means, medians)


def of_kinds(oracle: Oracle, *kinds: str) -> list[dict[str, Any]]:
    """The cases whose kind begins so; the data of most of them may not be redistributed."""
    cases = [case for case in oracle("medians") if kind_of(case).startswith(kinds)]
    if not cases:
        pytest.skip("these data are only in the full folder of reference numbers (--oracles)")
    return cases


def medians_of_medians(oracle: Oracle) -> list[dict[str, Any]]:
    return [c for c in oracle("medians") if kind_of(c) == "pool.med" or "_mm_" in kind_of(c) or "_wm_" in kind_of(c)]


def test_the_median_of_medians_agrees_with_metamedian(oracle: Oracle) -> None:
    """Estimates; intervals with the normal approximation, and the exact weighted ones."""
    cases = medians_of_medians(oracle)
    assert len(cases) > 15
    for case in cases:
        approximate, expected = case["options"]["norm.approx"], case["expected"]
        pooled = pooled_by(case, exact=not approximate)
        if expected is None:
            assert "Not enough studies" in case["error"]
            assert (pooled.interval, [c.code for c in pooled.cautions]) == (None, ["MS330"]), case["id"]
            continue
        assert pooled.estimate == pytest.approx(expected["pooled.est"][0], rel=CLOSED), case["id"]
        assert pooled.interval is not None
        assert pooled.interval.lower == pytest.approx(expected["ci.lb"][0], rel=CLOSED), case["id"]
        if approximate or pooled.coverage is None:
            assert pooled.interval.upper == pytest.approx(expected["ci.ub"][0], rel=CLOSED), case["id"]


def test_the_exact_interval_of_metamedian_ends_one_cohort_too_low(oracle: Oracle) -> None:
    """It states the coverage of ours; its own bounds have less, where the order statistics are counted."""
    differing = 0
    for case in medians_of_medians(oracle):
        if case["options"]["norm.approx"] or case["expected"] is None:
            continue
        pooled = pooled_by(case, exact=True)
        if pooled.coverage is None or pooled.interval is None:
            continue
        assert pooled.coverage == pytest.approx(case["expected"]["cov.level"][0], rel=CLOSED), case["id"]
        yi = np.sort(column(case, "yi") if "yi" in case["inputs"]["data"] else differences(case))
        low, high = np.searchsorted(yi, case["expected"]["ci.lb"][0], "right"), place(yi, case["expected"]["ci.ub"][0])
        theirs = float(binom.cdf(high - 1, yi.size, 0.5) - binom.cdf(low - 1, yi.size, 0.5))
        if pooled.interval.upper > case["expected"]["ci.ub"][0]:
            assert theirs < pooled.coverage, case["id"]
            differing += 1
    assert differing >= 2


def place(values: Any, value: float) -> int:
    """Rank of a value, the last of equal ones."""
    return int(np.searchsorted(values, value * (1 + 1e-12), "right"))


def differences(case: dict[str, Any]) -> Any:
    return typical(case, "g1") - (typical(case, "g2") if "n.g2" in case["inputs"]["data"] else 0.0)


def test_the_combined_median_agrees_with_metamedian(oracle: Oracle) -> None:
    cases = of_kinds(oracle, "pool_cd")
    assert len(cases) == 4
    for case in cases:
        pooled = combined_median(column(case, "n.g1"), **group(case, "g1"), model=case["options"]["cd_method"])
        expected = case["expected"]
        assert pooled.vi == pytest.approx(expected["vi"], rel=CLOSED)
        assert pooled.estimate == pytest.approx(expected["pooled.est"][0], rel=CLOSED)
        assert pooled.se**2 == pytest.approx(expected["pooled.est.var"][0], rel=CLOSED)
        assert pooled.interval.lower == pytest.approx(expected["ci.lb"][0], rel=CLOSED)
        assert pooled.interval.upper == pytest.approx(expected["ci.ub"][0], rel=CLOSED)
        if pooled.tau2 is not None:
            assert pooled.tau2 == pytest.approx(expected["tausq.est"][0], rel=CLOSED)


#: Cohorts (rows from 0) with scores in the hundreds, at which metamedian's fits of group 1 end at the edge of a box.
AT_THE_EDGE = {("dat.ck", 3), ("dat.ck", 13), ("dat.ck", 15)}


def test_variances_of_medians_are_those_of_metamedian(oracle: Oracle) -> None:
    """Within its coarse fits, but for three cohorts."""
    cases = [case for case in of_kinds(oracle, "pool_qe") if "locshift" not in case["id"]]
    for case in cases:
        if "n.g2" in case["inputs"]["data"]:
            effects = qe_median_differences(
                column(case, "n.g1"),
                column(case, "n.g2"),
                group1=group(case, "g1"),
                group2=group(case, "g2"),
                single_family="single" in case["id"],
            )
        else:
            effects = qe_medians(column(case, "n.g1"), **group(case, "g1"))
        assert effects.yi == pytest.approx(case["expected"]["yi"], rel=CLOSED)
        for row, theirs in enumerate(case["expected"]["vi"]):
            if (case["dataset"], row) not in AT_THE_EDGE:
                assert effects.vi[row] == pytest.approx(theirs, rel=1.5e-2), (case["id"], row)


def test_where_a_variance_of_metamedian_is_apart_its_distribution_fits_worse(oracle: Oracle) -> None:
    """Of all members of the four families whose median has that variance, none comes as near to the quantiles."""
    for case in of_kinds(oracle, "pool_qe_one"):
        if case["dataset"] != "dat.ck":
            continue
        columns, sizes = group(case, "g1"), column(case, "n.g1")
        for row in (3, 13):
            quantiles = np.array([columns[name][row] for name in ("q1i", "mediani", "q3i")])
            density = 1.0 / np.sqrt(4.0 * sizes[row] * case["expected"]["vi"][row])
            summary = five_numbers(int(sizes[row]), quantiles[1], q1=quantiles[0], q3=quantiles[2])
            ours = fitted_distribution(summary, CANDIDATES).criterion
            assert min(squares_at(family, density, quantiles) for family in CANDIDATES) > 1.5 * ours


def squares_at(family: str, density: float, quantiles: Any) -> float:
    """Least sum of squares of a family's members with this density at their median; the shape is searched on a grid."""
    p = np.array([0.25, 0.5, 0.75])
    if family == "normal":
        centred = quantiles - quantiles.mean()
        return float(((norm.ppf(p) / (np.sqrt(2 * np.pi) * density) - centred) ** 2).sum())
    shapes = np.exp(np.linspace(-4, 6, 20001))[:, None]
    frozen = {"log-normal": lognorm(shapes), "gamma": gamma(shapes), "Weibull": weibull_min(shapes)}[family]
    scale = frozen.pdf(frozen.ppf(0.5)) / density
    return float(((scale * frozen.ppf(p) - quantiles) ** 2).sum(axis=1).min())


def test_pooled_medians_by_quantile_estimation_are_near_those_of_metamedian(oracle: Oracle) -> None:
    """Same effects, variances a little apart: the pooled medians are less than a tenth of a standard error apart."""
    for case in of_kinds(oracle, "pool_qe_one"):
        effects = qe_medians(column(case, "n.g1"), **group(case, "g1"))
        pooled = random_effects(effects.yi, effects.vi, test="z")
        assert pooled.estimate is not None
        assert abs(pooled.estimate - case["expected"]["b"][0]) < 0.1 * case["expected"]["se"][0], case["id"]
        assert pooled.se == pytest.approx(case["expected"]["se"][0], rel=0.03), case["id"]


def test_means_by_quantile_estimation_are_those_of_metamedian_unless_its_fit_is_worse(oracle: Oracle) -> None:
    """Cohort by cohort. Where the means are apart, ours has the smaller sum of squares (metamedian's is not printed):
    no family's own best fit has metamedian's mean, or it has a larger sum."""
    for case in of_kinds(oracle, "pool_mean_qe_one_naive"):
        columns, apart = group(case, "g1"), 0
        for row, n in enumerate(column(case, "n.g1")):
            if np.isnan(columns["mediani"][row]):
                continue
            q1, median, q3 = (columns[name][row] for name in ("q1i", "mediani", "q3i"))
            fitted = fitted_distribution(five_numbers(int(n), median, q1=q1, q3=q3))
            theirs = case["expected"]["yi"][row]
            if fitted.mean != pytest.approx(theirs, rel=2e-3):
                apart += 1
                same = [c for c in fitted.candidates if c.mean == pytest.approx(theirs, rel=2e-3)]
                assert all(candidate.criterion > fitted.criterion for candidate in same), (case["id"], row)
        assert apart == {"dat.age": 0, "dat.ck": 2}[case["dataset"]], case["id"]


MEANS = {"luo": "luo/wan/shi", "hozo-wan-bland": "hozo/wan/bland", "yang": "yang", "shi_lognormal": "shi-lognormal"}


def converted(case: dict[str, Any], which: str, method: str, se: str) -> tuple[list[float], list[float]]:
    """Means and variances of one group: printed, or converted."""
    means, variances = [], []
    columns = group(case, which)
    for row, n in enumerate(column(case, f"n.{which}")):
        printed = {name: values[row] for name, values in columns.items()}
        if np.isnan(printed["mediani"]):
            means.append(printed["mi"])
            variances.append(printed["sdi"] ** 2 / n)
            continue
        moments = mean_sd(int(n), q1=printed["q1i"], median=printed["mediani"], q3=printed["q3i"], method=method, se=se)
        means.append(moments.mean)
        variances.append(moments.se_mean**2)
    return means, variances


def test_pooled_converted_means_agree_with_metamedian(oracle: Oracle) -> None:
    """Effects and variances to all digits; the pooled answer as far as its loose stopping rule lets it."""
    cases = [case for case in of_kinds(oracle, "pool_mean_") if "_qe_" not in kind_of(case)]
    for case in cases:
        name, groups, se = kind_of(case).removeprefix("pool_mean_").rsplit("_", 2)
        error = "plug-in" if se == "plugin" else se
        means, variances = (np.array(x) for x in converted(case, "g1", MEANS[name], error))
        if groups == "two":
            others, spread = (np.array(x) for x in converted(case, "g2", MEANS[name], error))
            means, variances = means - others, variances + spread
        expected = case["expected"]
        assert means == pytest.approx(expected["yi"], rel=CLOSED, abs=1e-12), case["id"]
        assert variances == pytest.approx(expected["vi"], rel=CLOSED), case["id"]
        pooled = random_effects(means, variances, test="z")
        assert pooled.estimate == pytest.approx(expected["b"][0], rel=1e-5), case["id"]
        assert pooled.se == pytest.approx(expected["se"][0], rel=1e-5), case["id"]
        assert pooled.tau2 == pytest.approx(expected["tau2"], rel=1e-4), case["id"]


def test_median_survival_times_need_only_their_intervals(oracle: Oracle) -> None:
    """A standard error from each printed interval, and random effects: no method of their own."""
    for case in of_kinds(oracle, "survival"):
        effects = []
        for which in ("g1", "g2"):
            median, low, high = (
                np.array(column(case, f"{name}.{which}")) for name in ("med", "med.ci.lb", "med.ci.ub")
            )
            usable = high > low
            error = np.where(usable, standard_error(median, lower=low, upper=np.where(usable, high, low + 1)), np.nan)
            effects.append((median, error**2))
        (first, v1), (second, v2) = effects
        yi, vi = (first, v1) if case["options"]["estimand"] == "median_g1" else (first - second, v1 + v2)
        pooled = random_effects(yi, vi, test="z")
        assert pooled.estimate == pytest.approx(case["expected"]["b"][0], rel=1e-5), case["id"]
