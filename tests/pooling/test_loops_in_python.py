"""The compiled loops as plain Python: what a machine without numba's compiler would run, and what coverage sees."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from metasacro.diagnostics import gosh, permutation_statistics
from metasacro.diagnostics.permutation_statistics import Rearranged
from metasacro.numerics import loops, whole_tails
from metasacro.numerics.arrays import Booleans, Floats
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.student import student_two_sided
from metasacro.pooling import inverse_variance
from metasacro.pooling.random_effects import random_effects_batch
from metasacro.tau2 import analyses, highest_maximum_loop, lane_search, row_fits
from metasacro.tau2.registry import ESTIMATORS

pytest.importorskip("numba")  # without it no batch is given to a loop

#: Both forms round.
EQUAL = 1e-10
FIELDS = ("estimate", "se", "tau2", "se_tau2", "q", "i2", "lower", "upper", "p_value", "prediction_lower", "weights")


@pytest.fixture
def interpreted(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Every batch goes to a loop, and the loop is not compiled."""
    for module in (inverse_variance, analyses, row_fits, whole_tails, permutation_statistics, gosh):
        monkeypatch.setattr(module, "compiled", lambda loop: loop)
    as_machine_code = SimpleNamespace(nan=math.nan, isnan=math.isnan, sqrt=np.sqrt)  # √−1 is nan
    monkeypatch.setattr(row_fits, "math", as_machine_code)
    monkeypatch.setattr(loops, "LARGE", 0)
    return monkeypatch


def batch(seed: int, rows: int, k: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    v = 10.0 ** rng.uniform(-2, 0, (rows, k))
    return rng.normal(0.0, np.sqrt(v + rng.choice([0.0, 0.05, 1.0], (rows, 1)))), v


def assert_both_forms_agree(
    patch: pytest.MonkeyPatch, y: Floats, v: Floats, keep: Booleans | None, method: str
) -> None:
    with np.errstate(all="ignore"):  # as machine code: 0/0 is nan
        looped = random_effects_batch(y, v, keep=keep, method=method, test="knha")
    patch.setattr(loops, "LARGE", 10**12)
    plain = random_effects_batch(y, v, keep=keep, method=method, test="knha")
    patch.setattr(loops, "LARGE", 0)
    for field in FIELDS:
        there = getattr(plain, field)
        assert getattr(looped, field) == pytest.approx(there, rel=1e-8, abs=EQUAL, nan_ok=True), field


@pytest.mark.parametrize("method", ["REML", "ML", "DL", "PM", "EE"])
@pytest.mark.parametrize("k", [1, 2, 3, 9])
def test_pooled_batches(interpreted: pytest.MonkeyPatch, method: str, k: int) -> None:
    y, v = batch(5, 12, k)
    assert_both_forms_agree(interpreted, y, v, None, method)
    assert_both_forms_agree(interpreted, y, v, np.random.default_rng(2).random(v.shape) < 0.6, method)


@pytest.mark.parametrize("method", ["REML", "ML", "DL", "PM", "EE"])
def test_rows_too_wide_for_sixteen_side_by_side(interpreted: pytest.MonkeyPatch, method: str) -> None:
    """Each analysis then has a loop of its own; a cohort that outweighs all, one alone, and none at all among them."""
    interpreted.setattr(row_fits, "_WIDE", 2)
    y, v = batch(6, 9, 4)
    v[0, 2] = 1e-9
    keep = np.random.default_rng(2).random(v.shape) < 0.6
    keep[1], keep[2] = False, [False, True, False, False]
    assert_both_forms_agree(interpreted, y, v, None, method)
    assert_both_forms_agree(interpreted, y, v, keep, method)


@pytest.mark.parametrize("method", ["REML", "ML", "DL", "EE"])
def test_cohorts_too_far_apart_to_stand_side_by_side(interpreted: pytest.MonkeyPatch, method: str) -> None:
    """One that weighs 1e85 times what the others do, or effects that many standard errors apart."""
    y, v = batch(9, 8, 4)
    v[0, 2], v[3, 1], y[5] = 1e-90, 1e-85, 1e45 * y[5]
    assert_both_forms_agree(interpreted, y, v, None, method)
    v[3, 1] = 1e-120
    with np.errstate(all="ignore"):
        looped = random_effects_batch(y, v, tau2=np.full(8, 0.1))
    interpreted.setattr(loops, "LARGE", 10**12)
    assert looped.estimate == pytest.approx(random_effects_batch(y, v, tau2=np.full(8, 0.1)).estimate, rel=1e-8)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_searches_that_cut_many_cells(interpreted: pytest.MonkeyPatch, method: str) -> None:
    """Heavy tails and variances over four decades, where a likelihood has several maxima."""
    rng = np.random.default_rng(8)
    y, v = rng.standard_t(1.2, (60, 5)), 10.0 ** rng.uniform(-3, 1, (60, 5))
    assert_both_forms_agree(interpreted, y, v, None, method)


@pytest.mark.parametrize("method", ["REML", "ML", "DL"])
def test_estimators_by_themselves(interpreted: pytest.MonkeyPatch, method: str) -> None:
    """The same fits where no pooled effect is asked for."""
    y, v = batch(7, 20, 4)
    with np.errstate(all="ignore"):
        looped = ESTIMATORS[method].function(y, v, None)
    interpreted.setattr(loops, "LARGE", 10**12)
    plain = ESTIMATORS[method].function(y, v, None)
    assert looped.tau2 == pytest.approx(plain.tau2, rel=1e-8, abs=EQUAL)
    assert looped.se == pytest.approx(plain.se, rel=1e-8)
    assert looped.converged.all()


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_what_no_loop_ends_is_answered_by_the_array_form(interpreted: pytest.MonkeyPatch, method: str) -> None:
    """One step for the sixteen side by side and one for each alone settle few rows, and change no answer."""
    interpreted.setattr(lane_search, "_ROUNDS", 1)
    interpreted.setattr(highest_maximum_loop, "_STEPS", 1)
    y, v = batch(5, 20, 5)
    with np.errstate(all="ignore"):
        settled = row_fits.row_fits(method, analyses.tables(y, v, None, (20,)), 20).settled
    assert not settled.all()
    assert settled.any()
    assert_both_forms_agree(interpreted, y, v, None, method)


def test_tails_of_whole_degrees_of_freedom(interpreted: pytest.MonkeyPatch) -> None:
    df = np.array([1.0, 2.0, 3.0, 7.0, 10.0, 199.0, 201.0, 2.5, np.inf, np.nan, 4.0, 5.0])
    t = np.array([0.0, 1.0, -2.0, 30.0, 1000.0, 3.0, 2.0, 1.0, 1.96, 1.0, np.inf, np.nan])
    for function, x in ((student_two_sided, t), (chi_square_upper, np.abs(t))):
        of = np.where(np.isinf(df), 2.0, df) if function is chi_square_upper else df
        looped = function(x, of)
        interpreted.setattr(loops, "LARGE", 10**12)
        assert looped == pytest.approx(function(x, of), rel=EQUAL, nan_ok=True)
        interpreted.setattr(loops, "LARGE", 0)


def test_a_tail_that_a_sum_cannot_give_is_left_to_the_general_function() -> None:
    for tail in (whole_tails.student_tail, whole_tails.chi_square_tail):
        assert math.isnan(tail(1.0, 0.0))
        assert math.isnan(tail(1.0, 201.0))
        assert math.isnan(tail(math.nan, 3.0))
    assert math.isnan(whole_tails.chi_square_tail(1000.0, 3.0))
    assert whole_tails.student_tail(math.inf, 3.0) == 0.0
    assert whole_tails.student_tail(-1.0, 1.0) == pytest.approx(0.5, rel=1e-14)
    assert whole_tails.chi_square_tail(2.0, 2.0) == pytest.approx(math.exp(-1.0), rel=1e-14)


@pytest.mark.parametrize("method", ["EE", "DL", "REML", "ML"])
@pytest.mark.parametrize("p", [1, 2, 3])
def test_rearranged_fits(interpreted: pytest.MonkeyPatch, method: str, p: int) -> None:
    y = np.array([0.31, 0.92, 0.43, 0.15, 0.58, -0.12])
    v = np.array([0.04, 0.09, 0.05, 0.02, 0.06, 0.03])
    dose = np.array([1.0, 4.0, 2.0, 1.0, 3.0, 0.0])
    design = np.column_stack([np.ones(6), dose, dose**2])[:, :p]
    order = np.random.default_rng(3).permuted(np.tile(np.arange(6), (12, 1)), axis=1)
    model = Rearranged(design=design, tested=tuple(range(p)), method=method, test="knha")
    looped = model.statistics(y[None], v[None], order)
    interpreted.setattr(loops, "LARGE", 10**12)
    plain = model.statistics(y[order], v[order])
    assert looped.coefficients == pytest.approx(plain.coefficients, rel=1e-8)
    assert looped.omnibus == pytest.approx(plain.omnibus, rel=1e-8)


def test_common_effects_of_all_subsets(interpreted: pytest.MonkeyPatch) -> None:
    """The third effect is the weighted mean of the first two, so that Q of the three is that of the two."""
    y, v = np.array([0.0, 0.6, 0.4, 0.9]), np.array([0.2, 0.1, 0.05, 0.3])
    looped = gosh.gosh(y, v, method="EE")
    assert (looped.estimate[[2, 6]], looped.q[[2, 6]]) == (pytest.approx([0.4, 0.4]), pytest.approx([1.2, 1.2]))
    assert (looped.h2[2], looped.i2[2], looped.h2[6], looped.i2[6]) == pytest.approx((1.2, 1 / 6, 0.6, 0.0))
    interpreted.setattr(loops, "LARGE", 10**12)
    plain = gosh.gosh(y, v, method="EE")
    for field in ("packed", "k", "estimate", "tau2", "i2", "h2", "q"):
        assert getattr(looped, field) == pytest.approx(getattr(plain, field), rel=EQUAL, abs=EQUAL, nan_ok=True), field
