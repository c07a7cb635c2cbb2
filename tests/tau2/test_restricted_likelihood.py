"""Likelihoods of τ² and their slopes, by dense matrices, beside a design and without."""

import numpy as np
import pytest

from metasacro.numerics.arrays import Floats
from metasacro.tau2 import restricted_likelihood as likelihood
from tests.tau2.test_projection import DESIGNS, ONE, projected

Y = np.array([[0.31, 1.92, 0.43, -0.85, 0.7], [-0.8, 2.1, 0.0, 0.4, -1.2]])
V = np.array([[0.04, 0.09, 0.05, 0.02, 0.07], [0.5, 0.01, 0.2, 0.11, 0.03]])
USE = np.ones((2, 5))
TAU2 = np.array([0.3, 0.02])
MASK = np.array([True, True, False, True, True])
FORMS = pytest.mark.parametrize("restricted", [True, False], ids=["restricted", "full"])


def dense(y: Floats, v: Floats, tau2: float, x: Floats | None, restricted: bool) -> tuple[list[float], float]:
    """A, B, C, D, and the logarithm of the likelihood."""
    w, x = 1.0 / (v + tau2), np.ones((len(y), 1)) if x is None else x
    p = np.diag(w) - w[:, None] * x @ np.linalg.inv(x.T * w @ x) @ (x.T * w)
    of = p if restricted else np.diag(w)
    height = -0.5 * (np.log(v + tau2).sum() + y @ p @ y + (np.linalg.slogdet(x.T * w @ x)[1] if restricted else 0.0))
    return [float(y @ p @ p @ y), float(np.trace(of)), float(y @ p @ p @ p @ y), float((of * of).sum())], float(height)


@FORMS
@DESIGNS
def test_slopes_score_and_height(x: Floats | None, restricted: bool) -> None:
    slopes = likelihood.restricted_slopes if restricted else likelihood.full_slopes
    score = likelihood.restricted_score if restricted else likelihood.full_score
    height = likelihood.restricted_log_likelihood if restricted else likelihood.full_log_likelihood
    rows = (Y, V, USE, *(() if x is None else (np.stack([x, x]),)))
    expected = [dense(y, v, t, x, restricted) for y, v, t in zip(Y, V, TAU2, strict=True)]
    told = np.array(slopes(TAU2, *rows)).T
    assert told == pytest.approx(np.array([sums for sums, _ in expected]), rel=1e-12)
    assert score(TAU2, *rows) == pytest.approx([sums[0] - sums[1] for sums, _ in expected], rel=1e-12)
    assert height(TAU2, *rows) == pytest.approx([height for _, height in expected], rel=1e-12)
    deep = [row[None] for row in rows]
    assert np.array(slopes(TAU2[None], *deep))[:, 0].tolist() == np.array(slopes(TAU2, *rows)).tolist()
    assert height(TAU2[None], *deep).tolist() == [height(TAU2, *rows).tolist()]


@FORMS
@DESIGNS
def test_who_takes_no_part_has_no_share_in_them(x: Floats | None, restricted: bool) -> None:
    slopes = likelihood.restricted_slopes if restricted else likelihood.full_slopes
    height = likelihood.restricted_log_likelihood if restricted else likelihood.full_log_likelihood
    rest = () if x is None else (x[None] * MASK[:, None],)
    rows = (np.where(MASK, Y[:1], 0.0), np.where(MASK, V[:1], 1.0), MASK[None].astype(float), *rest)
    sums, expected = dense(Y[0, MASK], V[0, MASK], 0.3, None if x is None else x[MASK], restricted)
    assert np.array(slopes(TAU2[:1], *rows))[:, 0] == pytest.approx(sums, rel=1e-12)
    assert height(TAU2[:1], *rows) == pytest.approx([expected], rel=1e-12)


def test_a_row_without_cohorts_has_no_slopes_and_no_warning() -> None:
    sums = likelihood.restricted_slopes(np.zeros(1), np.zeros((1, 3)), np.ones((1, 3)), np.zeros((1, 3)))
    assert np.isnan(sums.a).all()


@DESIGNS
def test_the_bound_above_which_the_score_is_negative(x: Floats | None) -> None:
    """The larger root of df s² = SS (s + max v − min v), less min v, and no more than 1e-8 of it beyond."""
    p = 1 if x is None else x.shape[1]
    rest = () if x is None else (np.stack([x, x]),)
    squares = np.array([y @ projected(np.ones(5), x) @ y for y in Y])
    least, spread = V.min(axis=1), np.ptp(V, axis=1)
    for df in (5.0 - p, 5.0):
        roots = np.array([np.roots([df, -s, -s * r]).max() for s, r in zip(squares, spread, strict=True)])
        bound, lowest = likelihood.score_negative_above(Y, V, USE, *rest, df=np.full(2, df))
        assert lowest.tolist() == least.tolist()
        assert (bound - (roots - least) > 0.9e-9 * (roots + least)).all()  # more than rounding can move it
        assert bound == pytest.approx(roots - least, rel=1e-8)


def test_the_bound_without_degrees_of_freedom_is_that_of_a_mean() -> None:
    mask = np.tile(MASK, (2, 1)).astype(float)
    y, v = np.where(mask > 0, Y - Y[:, MASK].mean(axis=1, keepdims=True), 0.0), np.where(mask > 0, V, [[99.0], [1e-9]])
    found, least = likelihood.score_negative_above(y, v, mask)
    named, _ = likelihood.score_negative_above(Y[:, MASK], V[:, MASK], USE[:, :4], df=np.full(2, 3.0))
    assert found == pytest.approx(named, rel=1e-12)
    assert least.tolist() == V[:, MASK].min(axis=1).tolist()
    assert likelihood.score_negative_above(0.01 * Y, V, USE)[0].tolist() == [0.0, 0.0]  # never below 0
    deep = likelihood.score_negative_above(y[None], v[None], mask[None])
    assert [each[0].tolist() for each in deep] == [found.tolist(), least.tolist()]
    same = likelihood.score_negative_above(0.0 * ONE.T, 0.0 * ONE.T + 0.5, ONE.T)[0]
    assert same.tolist() == [0.0]
