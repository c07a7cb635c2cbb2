"""statsmodels' own meta-analysis of the same rows.

Where it can be compared: its common effect, and its Paule–Mandel and DerSimonian–Laird τ² where Q exceeds its df.
Left out: I² and τ² where Q is below its df (0.15 does not truncate at 0), prediction intervals and REML (it has none).
"""

from typing import Any

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from metasacro import pool
from metasacro.pooling.pooled import Pooled
from tests.synthesis.shipped import analysis, evidence

YI, VI = analysis("pain").effects.yi, analysis("pain").effects.vi


def ours(**asked: Any) -> Pooled:
    found = pool(evidence(), "pain", **asked).pooled
    assert found is not None
    return found


@pytest.mark.parametrize(("method", "theirs", "tolerance"), [("DL", "chi2", 1e-12), ("PM", "iterated", 1e-6)])
def test_tau2_and_the_random_effect_agree(method: str, theirs: str, tolerance: float) -> None:
    """Its Paule–Mandel iteration stops at an absolute 1e-5 on Q unless told otherwise; where rounding carries it past
    the root, from 1e-8 on these data, 0.15 answers 0."""
    found = combine_effects(YI, VI, method_re=theirs, atol=1e-7, maxiter=1000)
    assert ours(method=method, test="z").tau2 == pytest.approx(found.tau2, rel=tolerance)
    assert ours(method=method, test="z").estimate == pytest.approx(found.mean_effect_re, rel=tolerance)
    assert ours(method=method, test="z").se == pytest.approx(found.sd_eff_w_re, rel=tolerance)


def test_the_common_effect_agrees() -> None:
    found = combine_effects(YI, VI, method_re="chi2")
    assert ours(method="EE", test="z").estimate == pytest.approx(found.mean_effect_fe, rel=1e-12)
    assert ours(method="EE", test="z").se == pytest.approx(found.sd_eff_w_fe, rel=1e-12)


def test_the_hartung_knapp_standard_error_agrees() -> None:
    found = combine_effects(YI, VI, method_re="chi2")
    assert ours(method="DL", test="knha").se == pytest.approx(found.sd_eff_w_re_hksj, rel=1e-12)


def test_q_agrees() -> None:
    assert ours().q == pytest.approx(combine_effects(YI, VI, method_re="chi2").q, rel=1e-12)


def test_a_pool_of_proportions_without_heterogeneity_is_one_logistic_regression() -> None:
    """Any pain relief: τ² is 0, so that the answer is the intercept of a binomial GLM over all patients."""
    import statsmodels.api as sm

    from tests.synthesis.shipped import analysis

    found = analysis("response")
    events = np.array([[row.events, row.n - row.events] for row in found.rows])  # type: ignore[union-attr] # rows of counts
    fitted = sm.GLM(events, np.ones((len(events), 1)), family=sm.families.Binomial()).fit(tol=1e-14)
    assert found.pooled is not None
    assert found.pooled.tau2 == 0
    assert found.pooled.estimate == pytest.approx(fitted.params[0], rel=1e-8)
    assert found.pooled.se == pytest.approx(fitted.bse[0], rel=1e-6)
