"""Fits of many rows, not compiled: every number by its formula, whichever τ² is asked for."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from metasacro.numerics import loops
from metasacro.numerics.arrays import Booleans, Floats
from metasacro.tau2 import row_fits
from metasacro.tau2.registry import ESTIMATORS
from tests.tau2.test_lane_search import tables

Y = np.concatenate([tables(1)[0], tables(4)[0][:5]])
V = np.concatenate([tables(1)[1], tables(4)[1][:5]])
N = len(Y)
ALL = np.ones((1, 5), dtype=np.bool_)
SOME = np.random.default_rng(6).random((N, 5)) < 0.7
SOME[1], SOME[17], SOME[4] = False, [False, False, True, False, False], True
GIVEN = np.linspace(-0.5, 2.0, N)
FIELDS = row_fits.RowFits._fields[:-1]


@pytest.fixture
def interpreted(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:

    def as_it_is(loop: Callable[..., None]) -> Callable[..., None]:
        def run(*of: Any) -> None:
            kinds = [table.dtype for table in of if isinstance(table, np.ndarray)]
            assert kinds == [np.float64, np.float64, np.bool_, np.float64, np.float64, np.bool_]  # for machine code
            loop(*of)

        return run

    monkeypatch.setattr(row_fits, "compiled", as_it_is)
    monkeypatch.setattr(
        row_fits, "math", SimpleNamespace(nan=math.nan, isnan=math.isnan, sqrt=np.sqrt)
    )  # as machine code: √−1 is nan
    return monkeypatch


def by_formulas(kind: str, y: Floats, v: Floats, given: float) -> list[float]:
    k, nan = float(y.size), float("nan")
    if kind == "given":
        tau2, se = max(given, 0.0), nan
    else:
        found = ESTIMATORS[kind].function(y, v) if k >= 2 else None
        tau2, se = (float(found.tau2), float(found.se)) if found else (0.0, nan)
    se = nan if kind == "EE" else se
    if k == 0:
        return [0.0, tau2 if kind in ("given", "EE") else nan, nan, nan, 0.0, 0.0, nan, nan]
    w, w0 = 1.0 / (v + tau2), 1.0 / v
    mean, mean0 = (w * y).sum() / w.sum(), (w0 * y).sum() / w0.sum()
    if k == 1:
        return [1.0, tau2 if kind in ("given", "EE") else nan, nan, mean, w.sum(), 0.0, nan, nan]
    typical = (k - 1.0) * w0.sum() / (w0.sum() ** 2 - (w0**2).sum())
    return [k, tau2, se, mean, w.sum(), (w * (y - mean) ** 2).sum(), (w0 * (y - mean0) ** 2).sum(), typical]


@pytest.mark.parametrize("kind", ["REML", "ML", "DL", "EE", "given"])
@pytest.mark.parametrize(
    "of", [(Y, V, ALL), (Y, V, SOME), (Y[:1], V, SOME), (Y, V[:1], ALL), (1e5 * Y - 3e7, 1e10 * V, SOME)]
)
def test_every_number_by_its_formula(
    interpreted: pytest.MonkeyPatch, kind: str, of: tuple[Floats, Floats, Booleans]
) -> None:
    unit = 1e10 if of[1].max() > 1e6 else 1.0
    with np.errstate(all="ignore"):
        found = row_fits.row_fits(kind, of, N, tau2=unit * GIVEN if kind == "given" else None)
    y, v, keep = (np.broadcast_to(table, (N, 5)) for table in of)
    for row in range(N):
        expected = by_formulas(kind, y[row, keep[row]], v[row, keep[row]], float(unit * GIVEN[row]))
        for field, there in zip(FIELDS, expected, strict=True):
            assert float(getattr(found, field)[row]) == pytest.approx(there, rel=1e-8, abs=1e-12, nan_ok=True), field
    assert found.settled.all()


def test_only_what_its_lane_does_not_prove_is_searched_alone(interpreted: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    alone = row_fits.maximum_of_row
    interpreted.setattr(row_fits, "maximum_of_row", lambda row, *of: (asked.append(row), alone(row, *of))[1])
    with np.errstate(all="ignore"):
        row_fits.row_fits("REML", (Y, V, ALL), N)
        assert asked == [7, 17]
        row_fits.row_fits("ML", (Y, V, SOME), N)
        assert {1, 17} & set(asked[2:]) == set()  # fewer than two cohorts
        asked.clear()
        row_fits.row_fits("ML", (*tables(7), ALL), 16)
        assert asked == [1, 4, 9, 11, 12]
        asked.clear()
        found = row_fits.row_fits(
            "REML", (np.array([[0.0, 3.0], [0.0, 3.0]]), np.array([[1e-3, 1.0], [1e-8, 1.0]]), ALL[:, :2]), 2
        )
        assert (asked, found.settled.tolist()) == ([1], [True, True])  # variances too far apart
        assert found.tau2 == pytest.approx([4.0, 4.0], rel=1e-3)


def test_only_the_lanes_of_a_search_that_failed_are_weighed_again(interpreted: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    plain = row_fits.evaluated
    interpreted.setattr(row_fits, "evaluated", lambda *of: (asked.append(of[-1]), plain(*of))[1])
    with np.errstate(all="ignore"):
        for seed, kind, expected in (
            (2, "REML", [True]),
            (1, "REML", [True] * 2),
            (1, "ML", [False] * 2),
            (1, "DL", []),
        ):
            row_fits.row_fits(kind, (*tables(seed), ALL), 16)
            assert asked == expected
            asked.clear()


def test_a_given_variance_that_is_not_above_0_counts_as_none(interpreted: pytest.MonkeyPatch) -> None:
    with np.errstate(all="ignore"):
        found = row_fits.row_fits("given", (Y[:2], V[:2], ALL), 2, tau2=np.array([-1.0, 0.0]))
        none = row_fits.row_fits("EE", (Y[:2], V[:2], ALL), 2)
    assert found.tau2.tolist() == [0.0, 0.0]
    assert found.q.tolist() == none.q.tolist() == none.q0.tolist()


@pytest.mark.parametrize("kind", ["REML", "ML", "DL", "EE", "given"])
def test_cohorts_too_far_apart_for_lanes_are_left(interpreted: pytest.MonkeyPatch, kind: str) -> None:
    """Where a variance, or τ², is that of nobody, in units of the least variance; 1e78 of them are not too many."""
    y = np.array([[0.1, 0.9, 0.4]] * 6) * np.array([[1.0], [1.0], [1.0], [1e50], [1.0], [1e-3]])
    v = np.array([[0.04, 0.09, 0.05]] * 6) * np.array([[1.0], [1.0], [1.0], [1.0], [1.0], [1e-80]])
    v[1, 1], v[0, 1], v[2, 1] = 1e-84, 4e-80, 1e76
    given = np.array([0.1, 0.1, 0.1, 0.1, 1e81, 1e-10])
    with np.errstate(all="ignore"):
        settled = row_fits.row_fits(kind, (y, v, ALL[:, :3]), 6, tau2=given if kind == "given" else None).settled
    estimated, assumed = kind in ("REML", "ML", "DL"), kind == "given"
    assert settled.tolist() == [True, False, True, not estimated, not assumed, True]


def test_which_batches_are_fitted_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "find_spec", lambda name: name)  # as where numba is installed
    monkeypatch.setattr(loops, "LARGE", 50)
    assert row_fits.in_lanes(50, 1_000)
    assert not row_fits.in_lanes(50, 1_001)
    assert not row_fits.in_lanes(49, 5)
