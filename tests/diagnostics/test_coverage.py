"""Coverage by simulation."""

import numpy as np
import pytest

from metasacro.diagnostics import coverage as module
from metasacro.diagnostics.coverage import chunk_counts, chunks_of, combined, coverage, coverage_design
from metasacro.numerics import loops
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal

V = np.array([0.04, 0.09, 0.05, 0.02, 0.06])


def test_chunks_in_any_order_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 300)
    design = coverage_design(V, mu=0.2, tau2=0.05)
    parts = [chunk_counts(design, 1000, 7, chunk) for chunk in range(chunks_of(1000))]
    assert [part.replicates for part in parts] == [300, 300, 300, 100]
    whole = coverage(V, mu=0.2, tau2=0.05, replicates=1000, seed=7)
    assert combined(design, reversed(parts)) == combined(design, parts) == whole
    assert coverage(V, mu=0.2, tau2=0.05, replicates=1000, seed=8) != whole


def test_replicates_are_those_of_one_fit_after_the_other() -> None:
    found = coverage(V, mu=0.2, tau2=0.05, replicates=200, seed=3)
    generator = np.random.default_rng(np.random.SeedSequence(3, spawn_key=(0,)))
    y = 0.2 + np.sqrt(0.05 + V) * generator.standard_normal((200, 5))
    fits = [random_effects(row, V) for row in y]
    assert found.covered == np.mean([fit.interval.lower <= 0.2 <= fit.interval.upper for fit in fits])
    assert found.bias == pytest.approx(np.mean([fit.estimate for fit in fits]) - 0.2, rel=1e-9)
    assert found.unconfirmed == 0


def test_a_known_truth_is_covered_as_often_as_it_says() -> None:
    """Fixed true effects and the normal test with tau2 = 0 estimated as 0: exactly 95 %, but for 4 errors."""
    found = coverage(V, tau2=0.0, method="EE", test="z", replicates=20_000, seed=5)
    assert found.covered == pytest.approx(0.95, abs=4 * found.error)


def test_compiled_loops_count_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    plain = coverage(V, tau2=0.05, replicates=2000, seed=1)
    monkeypatch.setattr(loops, "LARGE", 0)
    swift = coverage(V, tau2=0.05, replicates=2000, seed=1)
    assert (swift.covered, swift.zero, swift.predicted) == (plain.covered, plain.zero, plain.predicted)
    assert swift.width == pytest.approx(plain.width, rel=1e-10)


@pytest.mark.parametrize(("change", "code"), [({"tau2": -1.0}, "MS466"), ({"replicates": 0}, "MS329")])
def test_what_cannot_be_is_refused(change: dict[str, float], code: str) -> None:
    asked = {"tau2": 0.1, "replicates": 10, "seed": 1, **change}
    with pytest.raises(Refusal, match=code):
        coverage(V, **asked)  # type: ignore[arg-type]  # what a caller without types can give
