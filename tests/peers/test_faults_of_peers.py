"""Faults that were reproduced in other Python packages: each is an input, what it gave elsewhere, and what is right.

The packages, in the versions named, ran the same input. A fault is told by its facts only.
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import metasacro as ms
from metasacro.problems import Refusal
from tests.tolerances import CLOSED, ITERATED

#: Nielweise 2007: bloodstream infections among patients with treated and with plain catheters.
TREATED = "0/116 1/44 2/208 0/130 5/151 1/98 1/174 1/74 1/97 1/113 0/66 0/70 3/188 6/187 0/118 0/252 1/345 4/64"
PLAIN = "3/117 3/35 9/195 7/136 6/157 4/139 3/177 2/39 19/103 2/122 7/64 1/58 5/175 11/180 0/105 1/262 3/362 1/69"
#: Pritz 1997: vasospasm, with cohorts in which everyone was helped.
PRITZ = "16/17 10/12 4/8 43/58 10/10 25/42 13/14 12/12 22/41 4/5 5/6 18/23 58/68 6/10"


def counts(text: str) -> tuple[list[int], list[int]]:
    pairs = [tuple(map(int, pair.split("/"))) for pair in text.split()]
    return [x for x, _ in pairs], [n for _, n in pairs]


def codes(answer: object) -> list[str]:
    return [note.code for note in getattr(answer, "cautions", ())]


def test_a_moment_estimate_below_0_is_0() -> None:
    """statsmodels 0.15.0: τ² of DL −0.0359, a mean of 0.1288 and I² of −31584 %; the mean is 0.1016."""
    yi, vi = [0.10, 0.12, 0.09, 0.11, 0.10], [0.04, 0.05, 0.03, 0.06, 0.02]
    pooled = ms.random_effects(yi, vi, method="DL", test="knha")
    w = 1 / np.array(vi)
    assert pooled.tau2 == 0
    assert pooled.i2 == 0
    assert pooled.estimate == pytest.approx((w * yi).sum() / w.sum(), rel=CLOSED)
    assert round(float(pooled.estimate), 4) == 0.1016
    assert pooled.interval is not None


def test_every_interval_of_a_hartung_knapp_answer_is_of_its_t_distribution() -> None:
    """pimeta 1.1.0: `predict` used the normal distribution, 0.026 to 0.827; t gives −0.161 to 0.814."""
    pooled = ms.random_effects([0.1, 0.9, 0.4, 0.2], [0.04, 0.09, 0.05, 0.02], test="knha")
    assert pooled.interval is not None
    assert pooled.prediction is not None
    assert (round(pooled.interval.lower, 3), round(pooled.interval.upper, 3)) == (-0.161, 0.814)
    assert pooled.prediction.lower < pooled.interval.lower
    assert (pooled.df, pooled.prediction_df) == (3, 3)


@pytest.mark.parametrize("measure", ["PLO", "PLN", "PFT", "PAS", "PR"])
def test_0_of_n_and_n_of_n_have_effects(measure: str) -> None:
    """pimeta 1.1.0: 0 of 20 as a logit ended in a domain error, n of n in a division by 0."""
    effects = ms.effect_sizes(measure, xi=[0, 5, 20], ni=[20, 20, 20])
    assert np.isfinite(effects.yi).all()
    assert (effects.vi > 0).all()


def test_the_binomial_normal_model_takes_cohorts_of_events_only() -> None:
    """pimeta 1.1.0: the model crashed wherever x was 0 or n; Pritz 1997 has both 10 of 10 and 12 of 12."""
    pooled = ms.binomial_normal(*counts(PRITZ))
    assert pooled.k == 14
    assert pooled.estimate == pytest.approx(1.376594, abs=3e-6)


def test_the_two_group_model_takes_a_trial_without_events() -> None:
    """pimeta 1.1.0: the model of Nielweise 2007 ended in an error of matrix shapes."""
    (a, n1), (c, n2) = counts(TREATED), counts(PLAIN)
    pooled = ms.binomial_normal_two_groups(ai=a, n1i=n1, ci=c, n2i=n2)
    assert pooled.estimate is not None
    assert pooled.k == 17
    assert "MS450" in codes(pooled)


def test_moderators_may_be_written_as_a_formula_or_as_columns() -> None:
    """pimeta 1.1.0: the call that its manual shows was refused, because rows and columns were turned around."""
    yi, vi = [0.1, 0.9, 0.4, 0.2, 0.5], [0.04, 0.09, 0.05, 0.02, 0.03]
    dose, risk = [1.0, 2.0, 3.0, 4.0, 5.0], [0.3, 0.1, 0.2, 0.4, 0.1]
    formula = ms.random_effects(yi, vi, mods="~ dose + risk", data={"dose": dose, "risk": risk})
    matrix = ms.random_effects(yi, vi, mods=np.column_stack([np.ones(5), dose, risk]))
    found, wanted = ([each.estimate for each in answer.coefficients] for answer in (formula, matrix))
    assert found == pytest.approx(wanted, rel=CLOSED)


def test_a_table_without_events_keeps_its_row_or_is_named() -> None:
    """pimeta 1.1.0: of two tables one effect came back, without a warning, so that labels no longer stood beside it."""
    table = {"ai": [0, 2], "bi": [20, 18], "ci": [0, 5], "di": [20, 15]}
    kept = ms.effect_sizes("OR", **table)
    assert kept.yi.size == 2
    left_out = ms.effect_sizes("OR", **table, drop00=True)
    assert np.isnan(left_out.yi).tolist() == [True, False]
    assert [note.message for note in left_out.cautions if note.code == "MS364"] != []


def test_the_interval_of_tau2_has_no_ceiling() -> None:
    """pimeta 1.1.0: the upper bound of Q-profile was cut off at 100 without a word; it is 325."""
    bounds = ms.random_effects([0.1, 0.9], [0.04, 0.09]).tau2_interval
    assert bounds is not None
    assert bounds.upper == pytest.approx(325.8, abs=0.05)


def test_ratios_are_pooled_as_logarithms() -> None:
    """metapipe 0.1.0: odds ratios were averaged as they are, 0.593 for 0.489, and 0.093 for 0.385 in Nielweise 2007."""
    effects = ms.effect_sizes("OR", ai=[1, 10, 30], bi=[99, 90, 70], ci=[20, 12, 28], di=[80, 88, 72])
    pooled = ms.random_effects(effects.yi, effects.vi, method="DL")
    assert pooled.estimate is not None
    assert round(float(np.exp(pooled.estimate)), 3) == 0.489
    (a, n1), (c, n2) = counts(TREATED), counts(PLAIN)
    others = [[n - x for x, n in zip(*group, strict=True)] for group in ((a, n1), (c, n2))]
    effects = ms.effect_sizes("OR", ai=a, bi=others[0], ci=c, di=others[1])
    pooled = ms.random_effects(effects.yi, effects.vi, method="DL")
    assert pooled.estimate is not None
    assert round(float(np.exp(pooled.estimate)), 3) == 0.385


def test_a_risk_difference_exists_without_events() -> None:
    """metapipe 0.1.0: an error as soon as one trial had no event; PythonMeta 1.26: the whole analysis was given up."""
    table = {"ai": [0, 2], "bi": [20, 18], "ci": [0, 5], "di": [20, 15]}
    effects = ms.effect_sizes("RD", **table)
    assert effects.yi[0] == 0
    pooled = ms.mantel_haenszel("RD", **table)
    assert pooled.k == 2
    assert pooled.estimate == pytest.approx(-0.075, rel=CLOSED)


@pytest.mark.parametrize("method", ["REML", "DL", "PM", "ML"])
def test_one_study_has_no_heterogeneity_to_invent(method: str) -> None:
    """PyMARE 0.0.13 and mixmetapy 0.1.1: REML of one study gave τ² = 0.02 and a larger error; others crashed."""
    pooled = ms.random_effects([0.3], [0.04], method=method, test="z")
    assert (pooled.estimate, pooled.se, pooled.tau2) == (0.3, pytest.approx(0.2, rel=CLOSED), None)
    assert "MS420" in codes(pooled)


def test_one_study_prints_nothing() -> None:
    """mixmetapy 0.1.1: about 60,000 lines of a linear-algebra library on standard output."""
    code = "import metasacro as ms; ms.random_effects([0.3], [0.04]); ms.multilevel([0.3], [0.04], groups=['a'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("test", ["z", "t", "knha", "adhoc"])
def test_identical_effects_have_an_interval_or_a_reason(test: str) -> None:
    """PyMARE 0.0.13: an interval of nan. statsmodels 0.15.0: τ² = −0.049 and an error 5 times too small."""
    pooled = ms.random_effects([0.3] * 4, [0.04, 0.09, 0.02, 0.05], test=test)
    assert pooled.tau2 == 0
    assert pooled.interval is not None
    assert np.isfinite([pooled.interval.lower, pooled.interval.upper]).all()
    wald = (1 / np.array([0.04, 0.09, 0.02, 0.05])).sum() ** -0.5
    assert pooled.se == pytest.approx(0.0 if test == "knha" else wald, rel=CLOSED)
    assert test != "knha" or codes(pooled) != []


@pytest.mark.parametrize("method", ["REML", "ML", "PM", "EB"])
def test_an_estimate_does_not_depend_on_its_units(method: str) -> None:
    """PyMetaAnalysis 0.9.0: τ² 20 % too high in units of 1e-6, as if converged; metapipe 0.1.0: 2.2 times."""
    small = ms.random_effects([1e-6, 3e-6, 2e-6], [1e-13, 2e-13, 1e-13], method=method)
    plain = ms.random_effects([1.0, 3.0, 2.0], [0.1, 0.2, 0.1], method=method)
    assert small.tau2 is not None
    assert plain.tau2 is not None
    assert small.tau2 * 1e12 == pytest.approx(plain.tau2, rel=ITERATED)
    if method == "REML":
        assert small.tau2 == pytest.approx(8.346e-13, rel=1e-3)


@pytest.mark.parametrize("variance", [-0.09, 0.0, float("nan"), float("inf")])
def test_a_variance_that_cannot_be_is_an_error(variance: float) -> None:
    """pimeta, PyMARE and mixmetapy pooled negative variances without a word; statsmodels answered nan to one of 0."""
    with pytest.raises(Refusal, match=r"MS401.*rows 2"):
        ms.random_effects([0.1, 0.5, 0.3], [0.04, variance, 0.02])


def test_an_infinite_effect_is_not_missing() -> None:
    """pimeta 1.1.0: dropped as if it were missing; PyMARE 0.0.13: nan."""
    with pytest.raises(Refusal, match=r"MS402.*rows 2"):
        ms.random_effects([0.1, float("inf"), 0.3], [0.04, 0.05, 0.02])


def test_no_rows_are_an_error() -> None:
    """PyMARE 0.0.13: an estimate of 0; statsmodels 0.15.0: nan."""
    with pytest.raises(Refusal, match="MS403"):
        ms.random_effects([], [])


@pytest.mark.parametrize("method", ["REML", "ML", "PM"])
def test_i2_belongs_to_the_tau2_beside_it(method: str) -> None:
    """PyMARE 0.0.13 and metapipe 0.1.0: I² of Q beside τ² of another method, up to 100 % apart, unsaid."""
    yi, vi = [0.1, 0.9, 0.4, 0.2], [0.04, 0.09, 0.05, 0.02]
    pooled, w = ms.random_effects(yi, vi, method=method), 1 / np.array(vi)
    typical = 3 * w.sum() / (w.sum() ** 2 - (w**2).sum())
    assert pooled.tau2 is not None
    assert pooled.i2 == pytest.approx(pooled.tau2 / (pooled.tau2 + typical), rel=CLOSED)
    assert pooled.i2_definition


def test_importing_loads_nothing_that_is_not_declared() -> None:
    """zepid 0.9.1: `import` failed where a part of setuptools was missing that it did not name."""
    code = "import metasacro, sys; sys.exit('pkg_resources' in sys.modules or 'setuptools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
