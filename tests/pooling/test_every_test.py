"""The intervals of a sweep are those of one analysis at a time."""

import numpy as np
import pytest

from metasacro.pooling.every_test import intervals_of_every_test
from metasacro.pooling.random_effects import random_effects_batch
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.tau2.every_estimator_loop import SAME_AS
from metasacro.tau2.registry import ESTIMATORS, WEIGHTED

METHODS = [key for key in ESTIMATORS if key not in WEIGHTED]
Y, V = [0.31, 1.92, 0.43, -0.85, 0.7], [0.04, 0.09, 0.05, 0.02, 0.4]
KEEP = np.array([[0, 0, 0, 1, 1], [1, 1, 1, 1, 1], [1, 0, 1, 0, 0], [0, 1, 1, 0, 1], [1, 0, 1, 0, 1]], dtype=bool)


@pytest.mark.parametrize("level", [None, 0.8])
def test_every_estimator_and_test(level: float | None) -> None:
    tests, options = list(TESTS), {} if level is None else {"level": level}
    estimates, halves = intervals_of_every_test(Y, V, keep=KEEP, methods=METHODS, tests=tests, **options)
    for at, method in enumerate(METHODS):
        for row, test in enumerate(tests):
            batch = random_effects_batch(Y, V, keep=KEEP, method=method, test=test, **options)
            assert estimates[at] == pytest.approx(batch.estimate, rel=1e-9), method
            assert halves[at, row] == pytest.approx((batch.upper - batch.lower) / 2, rel=1e-9), (method, test)


def test_estimators_of_one_equation_are_solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is not asked for where the first has answered."""
    second, first = next(iter(SAME_AS.items()))
    monkeypatch.setattr("metasacro.pooling.every_test.ESTIMATORS", {first: ESTIMATORS[first]})
    estimates, _ = intervals_of_every_test(Y, V, keep=KEEP, methods=[first, second], tests=["z"])
    assert estimates[0].tolist() == estimates[1].tolist()


def test_each_row_may_have_its_own_effects() -> None:
    rng = np.random.default_rng(4)
    y, v = rng.normal(size=KEEP.shape) + 1e9, rng.uniform(0.1, 1.0, KEEP.shape)
    estimates, halves = intervals_of_every_test(y, v, keep=KEEP.tolist(), methods=["DL"], tests=["knha", "z"])
    for i, there in enumerate(KEEP):
        alone, half = intervals_of_every_test(
            y[i][there], v[i][there], keep=np.ones((1, there.sum())), methods=["DL"], tests=["knha", "z"]
        )
        assert estimates[0, i] - 1e9 == pytest.approx(alone[0, 0] - 1e9, abs=1e-6)
        assert halves[0, :, i] == pytest.approx(half[0, :, 0], rel=1e-6)
