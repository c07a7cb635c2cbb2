"""Back-transformations, recovered errors and intervals of single effects against metafor."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.effects import back_transformation as back
from metasacro.effects.effect_sizes import effect_sizes
from metasacro.effects.freeman_tukey_back import harmonic_mean, share_of_double_arcsine
from metasacro.effects.freeman_tukey_proportion import double_arcsine
from metasacro.effects.recovered_table import recovered_table
from metasacro.numerics.normal import normal_quantile, normal_two_sided
from metasacro.numerics.standard_error import standard_error
from tests.tolerances import CLOSED, TAIL

#: metafor's name → ours.
FUNCTIONS = {
    "transf.ztor": back.correlation_of_z,
    "transf.ztor2": back.squared_correlation_of_z,
    "transf.r2toz": back.z_of_squared_correlation,
    "transf.logit": back.log_odds_of_share,
    "transf.ilogit": back.share_of_log_odds,
    "transf.iprobit": back.share_of_probit,
    "transf.iarcsin": back.share_of_arcsine,
    "transf.iabt": back.alpha_of_logarithm,
    "transf.dtou1": back.nonoverlap,
    "transf.dtocles": back.superiority,
    "transf.dtorpb": back.point_biserial_of_difference,
}


def test_transformations_agree_with_metafor(oracle: Callable[[str], Any]) -> None:
    cases = [c for c in oracle("escalc") if isinstance(c["options"], dict) and "fun" in c["options"]]
    assert len(cases) == len(FUNCTIONS)
    for case in cases:
        values = FUNCTIONS[case["options"]["fun"]](case["inputs"]["data"]["x"])
        assert values.tolist() == pytest.approx(case["expected"]["value"], rel=CLOSED, abs=1e-16), case["id"]


def test_the_double_arcsine_and_its_inverse_agree_with_metafor(oracle: Callable[[str], Any]) -> None:
    (case,) = [c for c in oracle("escalc") if c["id"] == "escalc/transf/pft_ipft"]
    share, n = (np.array(case["inputs"]["data"][name], dtype=float) for name in ("x", "ni"))
    there = double_arcsine(share * n, n)[0]
    assert there.tolist() == pytest.approx(case["expected"]["pft"], rel=CLOSED)
    digits = 1e-14  # 0.0001 comes from 1 minus a cosine
    assert share_of_double_arcsine(there, n).tolist() == pytest.approx(case["expected"]["ipft"], rel=CLOSED, abs=digits)
    pooled = share_of_double_arcsine(there, harmonic_mean(n))
    assert pooled.tolist() == pytest.approx(case["expected"]["ipft_hm"], rel=CLOSED, abs=digits)


def test_errors_from_intervals_tests_and_p_values_agree_with_metafor(oracle: Callable[[str], Any]) -> None:
    (case,) = [c for c in oracle("escalc") if c["id"] == "escalc/conv.wald/a"]
    data = case["inputs"]["data"]
    for i, variance in enumerate(case["expected"]["vi"]):
        given = {"lower": data["lb"][i], "upper": data["ub"][i], "statistic": data["z"][i], "p": data["p"][i]}
        known = {name: value for name, value in given.items() if value is not None}
        error = float(standard_error(data["yi"][i], level=data["lev"][i] / 100, **known))
        assert error**2 == pytest.approx(variance, rel=CLOSED), i


def test_intervals_of_single_effects_agree_with_metafor(oracle: Callable[[str], Any]) -> None:
    cases = [c for c in oracle("escalc") if isinstance(c["options"], dict) and "transf" in c["options"]]
    assert len(cases) == 2
    for case in cases:
        effects = effect_sizes("OR", **case["inputs"]["data"])
        se, expected = np.sqrt(effects.vi), case["expected"]
        change = back.ratio if case["options"]["transf"] == "exp" else back.unchanged
        half = float(normal_quantile(0.975)) * se
        for name, values in (("yi", effects.yi), ("ci_lb", effects.yi - half), ("ci_ub", effects.yi + half)):
            assert change(values).tolist() == pytest.approx(expected[name], rel=CLOSED, abs=CLOSED), name
        if "pval" in expected:
            assert normal_two_sided(effects.yi / se).tolist() == pytest.approx(expected["pval"], rel=TAIL)


def test_tables_recovered_from_margins_agree_with_metafor(oracle: Callable[[str], Any]) -> None:
    (case,) = [c for c in oracle("escalc") if c["id"] == "escalc/conv.2x2/a"]
    data, expected = case["inputs"]["data"], case["expected"]
    for i in range(len(expected["ai"])):
        named = {"odds_ratio": data["or"][i], "phi": data["phi"][i], "chi_square": data["chi2"][i]}
        known = {name: value for name, value in named.items() if value is not None}
        cells = recovered_table(data["ni"][i], data["n1i"][i], data["o1"][i], **known)
        wanted = [expected[name][i] for name in ("ai", "bi", "ci", "di")]
        assert [float(cell) for cell in cells] == pytest.approx(wanted, rel=0, abs=0), i
