"""Laws of every question of the kernel: units, order, and what a pooled answer becomes when it is pooled again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from inspect import getmembers

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import metasacro as ms
from metasacro.effects import back_transformation as back
from metasacro.problems import Refusal
from metasacro.tau2.registry import ESTIMATORS
from tests.laws.answers import EFFECTS
from tests.tolerances import CLOSED

#: Fields in units of the effect. Beside them stand those of a cohort's own effect (BLUP) and of residuals.
OF_EFFECT = {"estimate", "se", "lower", "upper", "theta", "target", "limit", "intercept", "intercept_se", "yi"}
OF_EFFECT |= {f"{of}{what}" for of in ("effect", "deviation") for what in ("", "_se", "_lower", "_upper")}
OF_EFFECT |= {f"{of}{what}" for of in ("residual", "deleted_residual") for what in ("", "_se")}
OF_EFFECT |= {"prediction_lower", "prediction_upper"}

#: Fields in units of a variance.
OF_VARIANCE = {"tau2", "tau2_del", "se_tau2", "vi", "variance", "covariance", "blocks", "typical"}

#: Intervals whose bounds are not in units of the effect. Those of a level are of its variance.
INTERVALS = {"i2_interval": 0, "h2_interval": 0, "tau2_interval": 2, "levels": 2}

#: Heights of a density and what is made of them change with units by a constant; PEESE's slope is on variances.
EXEMPT = {"cautions", "level", "ml", "reml", "log_likelihood", "deviance", "aic", "bic", "aicc", "peese"}

#: Rows are told apart by their place: an order of publication, a moderator. A prior on τ is in units of its own.
BY_PLACE, WITH_A_PRIOR = {"cumulative", "meta_regression"}, {"bayesian_random_effects"}

#: A few times what a search leaves.
LAW = 2e-6

#: Four effects to a hundredth, and variances; not all alike.
TABLES = st.lists(st.tuples(st.integers(-300, 300), st.integers(2, 60)), min_size=4, max_size=4).filter(
    lambda rows: len({y for y, _ in rows}) > 2
)


def columns(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    y, v = np.array(rows, dtype=float).T
    return y / 100.0, v / 100.0


def numbers(answer: object, at: str = "", bounds: int = 1) -> Iterator[tuple[str, int, np.ndarray]]:
    """(where, power of the unit, numbers) of an answer; `bounds` is the power of an interval here."""
    if is_dataclass(answer) and not isinstance(answer, type):
        computed = [name for name, of in getmembers(type(answer)) if isinstance(of, property)]
        for name in (*(each.name for each in fields(answer)), *computed):
            if name not in EXEMPT:
                inside = INTERVALS.get(name, bounds)
                yield from numbers(getattr(answer, name), f"{at}.{name}", inside)
    elif isinstance(answer, tuple):
        for i, value in enumerate(answer):
            yield from numbers(value, f"{at}.{i}", bounds)
    elif isinstance(answer, (float, np.ndarray)) and np.asarray(answer).dtype.kind == "f":
        name = next(part for part in reversed(at.split(".")) if not part.isdigit())
        power = 1 if name in OF_EFFECT else 2 if name in OF_VARIANCE else 0
        yield at, bounds if name in ("lower", "upper") and bounds != 1 else power, np.asarray(answer, dtype=float)


def asked(question: str, y: np.ndarray, v: np.ndarray) -> list[tuple[str, int, np.ndarray]] | str:
    """All numbers of the answer, or the code of the refusal."""
    try:
        return list(numbers(EFFECTS[question](y, v)))
    except Refusal as reason:
        return reason.code


@pytest.mark.parametrize("question", [name for name in EFFECTS if name not in WITH_A_PRIOR])
@settings(max_examples=4, deadline=None)  # the time of a call is that of the machine
@given(rows=TABLES, power=st.sampled_from([-4, -1, 2, 5]))
def test_units_scale_effects_by_c_and_variances_by_its_square(
    question: str, rows: list[tuple[int, int]], power: int
) -> None:
    """Every number of every answer: its name says how often the unit is in it, and nothing else depends on units."""
    y, v = columns(rows)
    c = 10.0**power
    before, after = asked(question, y, v), asked(question, c * y, c * c * v)
    if isinstance(before, str) or isinstance(after, str):
        assert before == after
        return
    assert [at for at, *_ in before] == [at for at, *_ in after]
    for (at, times, one), (_, _, other) in zip(before, after, strict=True):
        unit = c**times
        assert other / unit == pytest.approx(one, rel=LAW, abs=LAW, nan_ok=True), at


def together(answer: list[tuple[str, int, np.ndarray]]) -> dict[str, np.ndarray]:
    """The numbers of each name in order of size, whichever cohort they are of."""
    found: dict[str, list[np.ndarray]] = {}
    for at, _, values in answer:
        found.setdefault(".".join(part for part in at.split(".") if not part.isdigit()), []).append(values.ravel())
    return {at: np.sort(np.concatenate(values)) for at, values in found.items()}


@pytest.mark.parametrize("question", [name for name in EFFECTS if name not in BY_PLACE])
@settings(max_examples=4, deadline=None)  # the time of a call is that of the machine
@given(rows=TABLES)
def test_the_order_of_cohorts_does_not_matter(question: str, rows: list[tuple[int, int]]) -> None:
    """Turned around, pairs stay pairs for methods with clusters; the numbers of cohorts are the same set."""
    y, v = columns(rows)
    before, after = asked(question, y, v), asked(question, y[::-1], v[::-1])
    if isinstance(before, str) or isinstance(after, str):
        assert before == after
        return
    sets = [together(answer) for answer in (before, after)]
    for at, one in sets[0].items():
        assert sets[1][at] == pytest.approx(one, rel=LAW, abs=LAW, nan_ok=True), at


@pytest.mark.parametrize("method", ESTIMATORS)
@settings(max_examples=10, deadline=None)  # the time of a call is that of the machine
@given(rows=TABLES)
def test_a_pooled_answer_pooled_alone_is_itself(method: str, rows: list[tuple[int, int]]) -> None:
    pooled = ms.random_effects(*columns(rows), method=method, test="z")
    again = ms.random_effects([pooled.estimate], [pooled.se**2], method=method, test="z")
    assert (again.estimate, again.se) == pytest.approx((pooled.estimate, pooled.se), rel=CLOSED)
    assert again.interval is not None
    assert pooled.interval is not None
    assert again.interval.upper == pytest.approx(pooled.interval.upper, rel=CLOSED, abs=CLOSED)


@settings(max_examples=20, deadline=None)  # the time of a call is that of the machine
@given(rows=TABLES)
def test_common_effects_pool_in_parts_as_they_do_at_once(rows: list[tuple[int, int]]) -> None:
    y, v = columns(rows)
    whole, parts = ms.common_effect(y, v), [ms.common_effect(y[part], v[part]) for part in (slice(2), slice(2, 4))]
    again = ms.common_effect([part.estimate for part in parts], [part.se**2 for part in parts])
    assert (again.estimate, again.se) == pytest.approx((whole.estimate, whole.se), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("method", ["EE", "REML", "ML"])
@settings(max_examples=10, deadline=None)  # the time of a call is that of the machine
@given(rows=TABLES, far=st.integers(-300, 300))
def test_a_cohort_of_endless_variance_leaves_the_answer_as_it_was(
    method: str, rows: list[tuple[int, int]], far: int
) -> None:
    y, v = columns(rows)
    before = ms.random_effects(y, v, method=method, test="z")
    after = ms.random_effects([*y, far / 10], [*v, 1e14], method=method, test="z")
    assert (after.estimate, after.se) == pytest.approx((before.estimate, before.se), rel=1e-5, abs=1e-6)


@settings(max_examples=20, deadline=None)  # the time of a call is that of the machine
@given(rows=TABLES, rho=st.sampled_from([0.0, 0.3, 0.8]))
def test_averages_of_clusters_are_their_own_averages(rows: list[tuple[int, int]], rho: float) -> None:
    y, v = columns(rows)
    once = ms.cluster_averages(y, v, cluster=list("aabb"), rho=rho)
    twice = ms.cluster_averages(once.yi, once.vi, cluster=list("ab"), rho=rho)
    assert twice.yi == pytest.approx(once.yi, rel=CLOSED, abs=CLOSED)
    assert twice.vi == pytest.approx(once.vi, rel=CLOSED)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("PLO", back.share_of_log_odds),
        ("PLN", back.ratio),
        ("PAS", back.share_of_arcsine),
        ("PRZ", back.share_of_probit),
    ],
)
@given(x=st.integers(1, 400), rest=st.integers(1, 400))
def test_a_share_comes_back_from_its_transform(key: str, change: object, x: int, rest: int) -> None:
    effects = ms.effect_sizes(key, xi=[x], ni=[x + rest])
    assert callable(change)
    assert float(change(effects.yi)[0]) == pytest.approx(x / (x + rest), rel=1e-10)
