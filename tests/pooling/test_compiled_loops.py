"""A compiled loop and the array form beside it are one formula."""

from __future__ import annotations

from dataclasses import fields
from inspect import getmembers

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.diagnostics.gosh import gosh
from metasacro.numerics import loops
from metasacro.numerics.arrays import Booleans, Floats
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.student import student_two_sided
from metasacro.pooling.pooled import PooledBatch
from metasacro.pooling.random_effects import random_effects_batch
from metasacro.tau2.restricted_likelihood import restricted_log_likelihood, restricted_slopes
from metasacro.tau2.weighted_residuals import cohorts

pytest.importorskip("numba")

#: Both forms round; on sets without a flat likelihood they agree to this.
EQUAL = 1e-10

#: What measures a difference from 0 is compared on the scale of its own row.
SIGNED = {"estimate", "lower", "upper", "prediction_lower", "prediction_upper"}


#: Two answers at once, each of which is told by itself as well.
PAIRS = ("interval", "i_squared", "prediction")

#: What a batch tells: its fields, and what it computes when it is asked for.
TOLD = (
    *(field.name for field in fields(PooledBatch) if field.name not in ("weighed", "level", "typical")),
    *(name for name, told in getmembers(PooledBatch) if isinstance(told, property) and name not in PAIRS),
)


@pytest.fixture(params=["REML", "ML", "DL", "EE", "PM"])
def method(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def both(y: Floats, v: Floats, keep: Booleans | None, method: str, test: str) -> tuple[PooledBatch, PooledBatch]:
    """The batch by compiled loops, and by arrays."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loops, "LARGE", 0)
        swift = random_effects_batch(y, v, keep=keep, method=method, test=test)
        patch.setattr(loops, "LARGE", 10**12)
        return swift, random_effects_batch(y, v, keep=keep, method=method, test=test)


def assert_equal(y: Floats, v: Floats, keep: Booleans | None, method: str, test: str = "knha") -> None:
    swift, plain = both(y, v, keep, method, test)
    k = v.shape[-1]
    least = np.where(True if keep is None else keep, np.broadcast_to(v, plain.weights.shape), np.inf).min(axis=-1)
    whole = (np.abs(np.broadcast_to(y, plain.weights.shape)).max(axis=-1)) + np.sqrt(least)
    for name in TOLD:
        here, there = getattr(swift, name), getattr(plain, name)
        assert here.shape == there.shape, name
        assert (np.isnan(here) == np.isnan(there)).all(), name
        size = np.abs(there) if there.dtype != np.bool_ else 0.0
        if name in SIGNED:
            size = size + whole
        if name == "tau2":
            size = size + least  # tau2 enters as vi + tau2
        if name in {"i2", "p_value", "q_p", "statistic", "h2", "weights", "hk_factor", "q"}:
            size = size + 1e-6 * k  # what is within rounding of 0
        finite = np.isfinite(there)
        assert (finite == np.isfinite(here)).all(), name
        apart = np.abs(np.subtract(here[finite], there[finite], dtype=np.float64))
        assert (apart <= EQUAL * np.broadcast_to(size, there.shape)[finite]).all(), name


def test_ordinary_batches(method: str) -> None:
    rng = np.random.default_rng(5)
    for k in (1, 2, 3, 10, 40):
        v = rng.uniform(0.01, 0.6, (2000, k))
        y = rng.normal(0.0, np.sqrt(v + rng.choice([0.0, 0.01, 1.0], (2000, 1))))
        for keep in (None, rng.random((2000, k)) < 0.6):
            for test in ("z", "adhoc"):
                assert_equal(y, v, keep, method, test)


def test_one_table_for_all_masks(method: str) -> None:
    rng = np.random.default_rng(6)
    assert_equal(rng.normal(size=7), rng.uniform(0.1, 1.0, 7), rng.random((3, 50, 7)) < 0.5, method)


@settings(max_examples=150, deadline=None)  # the first example compiles
@given(
    st.lists(st.tuples(st.integers(-40, 40), st.floats(-3, 1)), min_size=1, max_size=8),
    st.integers(-30, 30),
    st.integers(0, 255),
)
def test_hard_sets(rows: list[tuple[int, float]], power: int, mask: int) -> None:
    """Ties, gaps, two maxima, one cohort or none, tiny and huge units."""
    steps, logs = np.array(rows).T
    unit = 4.0**power
    y, v = steps * 0.3 * unit, 10.0**logs * unit * unit
    keep = (mask >> np.arange(len(rows))) & 1 == 1
    for key in ("REML", "ML", "DL"):
        swift, plain = both(y[None], v[None], keep[None], key, "adhoc")
        if not keep.any() or keep.sum() < 2:
            assert np.isnan(swift.tau2[0])
            continue
        there = float(plain.tau2[0])
        yc, vc, use = cohorts(y[None], v[None], keep[None])
        sums = restricted_slopes(np.array([there]), yc, vc, use)
        s = there + float(v[keep].min())
        bend = abs(float(sums.d[0] - 2.0 * sums.c[0])) * s / float(sums.a[0] + sums.b[0])
        near = abs(float(swift.tau2[0]) - there) <= EQUAL * s / max(min(bend, 1.0), 1e-6)
        heights = [restricted_log_likelihood(batch.tau2, yc, vc, use)[0] for batch in (swift, plain)]
        tie = key != "DL" and abs(heights[0] - heights[1]) <= EQUAL
        assert near or tie
        assert swift.converged[0]
        assert plain.converged[0]


def test_the_restricted_likelihood_is_nowhere_higher() -> None:
    """Variances over four decades, heavy tails: where there are several maxima the highest is taken, by both forms."""
    rng = np.random.default_rng(8)
    y, v = rng.standard_t(1.2, (1500, 5)), 10.0 ** rng.uniform(-3, 1, (1500, 5))
    for batch in both(y, v, None, "REML", "knha"):
        yc, vc, use = cohorts(y, v)
        best = restricted_log_likelihood(batch.tau2, yc, vc, use)
        assert batch.converged.all()
        for tau2 in np.concatenate([[0.0], np.geomspace(1e-5, 1e5, 1_000)]):
            assert (restricted_log_likelihood(np.full(len(y), tau2), yc, vc, use) <= best + 1e-9).all()


def test_tails_of_whole_degrees_of_freedom() -> None:
    """Far tails, large degrees of freedom and `nan` as by the general functions."""
    rng = np.random.default_rng(9)
    df = np.concatenate([rng.integers(1, 300, 4000).astype(float), [np.inf, np.inf, np.nan, 1.0]])
    t = np.concatenate([rng.choice([0.0, 0.1, 1.0, 10.0, 1000.0], 4000), [1.0, 30.0, 1.0, np.inf]])
    q = np.where(np.isfinite(df), df, 1.0) * rng.choice([0.0, 0.1, 1.0, 5.0], df.size)
    for function, x, of in ((student_two_sided, t, df), (chi_square_upper, q, np.where(np.isinf(df), 2.0, df))):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loops, "LARGE", 0)
            swift = function(x, of)
            patch.setattr(loops, "LARGE", 10**12)
            assert swift == pytest.approx(function(x, of), rel=EQUAL, nan_ok=True)


def test_an_answer_does_not_depend_on_its_neighbours(method: str) -> None:
    """Rows are fitted side by side; whichever rows these are, each answer is the same to the last bit."""
    rng = np.random.default_rng(10)
    v = rng.uniform(0.01, 0.6, (1000, 7))
    y = rng.normal(0.0, np.sqrt(v + rng.choice([0.0, 0.01, 1.0], (1000, 1))))
    keep = rng.random((1000, 7)) < 0.7
    some = rng.permutation(1000)[:333]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loops, "LARGE", 0)
        whole = random_effects_batch(y, v, keep=keep, method=method, test="knha")
        part = random_effects_batch(y[some], v[some], keep=keep[some], method=method, test="knha")
    for name in TOLD:
        if name not in {"lower", "upper", "prediction_lower", "prediction_upper"}:  # as those they are made of
            assert np.array_equal(getattr(whole, name)[some], getattr(part, name), equal_nan=True), name


def test_common_effects_of_all_subsets() -> None:
    """The loop of GOSH and its array form."""
    rng = np.random.default_rng(11)
    y, v = rng.normal(size=13), rng.uniform(0.01, 0.5, 13)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loops, "LARGE", 0)
        swift = gosh(y, v, method="EE")
        patch.setattr(loops, "LARGE", 10**12)
        plain = gosh(y, v, method="EE")
    for name in ("packed", "k", "estimate", "tau2", "i2", "h2", "q"):
        assert getattr(swift, name) == pytest.approx(getattr(plain, name), rel=EQUAL, abs=EQUAL, nan_ok=True)
