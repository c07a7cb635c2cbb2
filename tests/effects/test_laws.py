"""Laws that every measure obeys, drawn over the registry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.effects.effect_sizes import EffectSizes, effect_sizes
from metasacro.effects.families import CORRELATION, MEAN, MEANS, PAIRED, PROPORTION, RATE, RATES, RELIABILITY, TABLE
from metasacro.effects.measure import Family
from metasacro.effects.registry import MEASURES

#: Several times the error of one formula: both sides of a law are computed.
LAW = {"rel": 1e-9, "abs": 1e-11}

MEAN_SDS, SIZES, R = st.floats(0.5, 20), st.integers(8, 400), st.floats(-0.9, 0.9)
LOCATION = st.floats(5, 80)
COUNTS = st.integers(1, 200)
TIMES = st.floats(10, 5000)

#: What a plausible row of each family is drawn from.
ROWS: list[tuple[Family, dict[str, st.SearchStrategy[Any]]]] = [
    (MEAN, {"mi": LOCATION, "sdi": MEAN_SDS, "ni": SIZES}),
    (MEANS, dict(zip(MEANS.columns, (LOCATION, MEAN_SDS, SIZES) * 2, strict=True))),
    (PAIRED, dict(zip(PAIRED.columns, (LOCATION, MEAN_SDS, LOCATION, MEAN_SDS, SIZES, R), strict=True))),
    (PROPORTION, {"xi": COUNTS, "mi": COUNTS}),
    (TABLE, dict.fromkeys(TABLE.columns, COUNTS)),
    (RATE, {"xi": COUNTS, "ti": TIMES}),
    (RATES, {"x1i": COUNTS, "t1i": TIMES, "x2i": COUNTS, "t2i": TIMES}),
    (CORRELATION, {"ri": R, "ni": SIZES}),
    (RELIABILITY, {"ai": st.floats(0.2, 0.95), "mi": st.integers(2, 40), "ni": SIZES}),
]


def row(key: str) -> st.SearchStrategy[dict[str, Any]]:
    (drawn,) = [columns for family, columns in ROWS if family is MEASURES[key].family]
    return st.fixed_dictionaries(drawn)


def table(key: str, rows: list[dict[str, Any]], **options: Any) -> EffectSizes:
    columns = {name: [one[name] for one in rows] for name in rows[0]}
    return effect_sizes(key, undefined="keep", **options, **columns)


def same(actual: Any, expected: Any, **loose: float) -> None:
    assert np.asarray(actual).tolist() == pytest.approx(np.asarray(expected).tolist(), nan_ok=True, **{**LAW, **loose})


@pytest.mark.parametrize("key", MEASURES)
@settings(max_examples=6, deadline=None)  # the first call loads scipy
@given(data=st.data())
def test_the_order_of_cohorts_is_their_own_affair(key: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(row(key), min_size=2, max_size=5))
    order = data.draw(st.permutations(range(len(rows))))
    for vtype in MEASURES[key].vtypes:
        plain = table(key, rows, vtype=vtype)
        moved = table(key, [rows[i] for i in order], vtype=vtype)
        same(moved.yi, plain.yi[list(order)])
        same(moved.vi, plain.vi[list(order)])


@pytest.mark.parametrize("key", MEASURES)
@settings(max_examples=6, deadline=None)  # the first call loads scipy
@given(data=st.data())
def test_a_cohort_alone_is_what_it_is_among_others(key: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(row(key), min_size=2, max_size=4))
    together, alone = table(key, rows), table(key, rows[:1])
    same(together.yi[:1], alone.yi)
    same(together.vi[:1], alone.vi)


@pytest.mark.parametrize("key", MEASURES)
@settings(max_examples=6, deadline=None)  # the first call loads scipy
@given(data=st.data())
def test_a_hundred_times_the_people_shrink_the_variance(key: str, data: st.DataObject) -> None:
    one = data.draw(row(key))
    family = MEASURES[key].family
    grown = {"ni", "n1i", "n2i", "ti", "t1i", "t2i", *family.counts} | ({"mi"} if family is PROPORTION else set())
    before = table(key, [one], correct=False)
    after = table(key, [{name: value * (100 if name in grown else 1) for name, value in one.items()}], correct=False)
    if np.isfinite(before.vi[0]) and before.vi[0] > 0:
        assert 0 < after.vi[0] < before.vi[0] / 20


@pytest.mark.parametrize("key", ["MN", "MC", "MD"])
@settings(max_examples=20, deadline=None)  # the first call loads scipy
@given(data=st.data(), c=st.floats(0.001, 1000))
def test_a_change_of_units_scales_effects_by_c_and_variances_by_its_square(
    key: str, data: st.DataObject, c: float
) -> None:
    rows = data.draw(st.lists(row(key), min_size=1, max_size=3))
    scaled = [{n: v * c if n.startswith(("m", "sd")) else v for n, v in one.items()} for one in rows]
    for vtype in MEASURES[key].vtypes:
        plain, other = table(key, rows, vtype=vtype), table(key, scaled, vtype=vtype)
        same(other.yi, c * plain.yi, abs=1e-11 * c)
        same(other.vi, c * c * plain.vi, abs=0)


#: Measures that a change of units leaves as they are.
WITHOUT_UNITS = [
    *("SMD", "SMDH", "SMD1", "SMD1H", "ROM", "CVR", "VR", "RPB", "ZPB", "RBIS", "D2OR", "D2ORN", "CLESN"),
    *("SMN", "SMCC", "SMCR", "SMCRH", "SMCRP", "SMCRPH", "ROMC", "VRC", "CVRC"),
]


@pytest.mark.parametrize("key", WITHOUT_UNITS)
@settings(max_examples=6, deadline=None)  # the first call loads scipy
@given(data=st.data(), c=st.floats(0.001, 1000))
def test_a_unitless_measure_has_no_units(key: str, data: st.DataObject, c: float) -> None:
    one = data.draw(row(key))
    scaled = {n: v * c if n.startswith(("m", "sd")) else v for n, v in one.items()}
    same(table(key, [scaled]).yi, table(key, [one]).yi)
    same(table(key, [scaled]).vi, table(key, [one]).vi)


#: Measures whose sign turns, and whose variance stays, when the two groups change places.
SWAPPED = {
    MEANS: ("MD SMD SMDH ROM CVR VR RPB ZPB RBIS D2OR D2ORN", {"m1i": "m2i", "sd1i": "sd2i", "n1i": "n2i"}),
    TABLE: ("RR OR RD PETO AS PHI YUQ YUY OR2DL OR2DN PBIT RTET", {"ai": "ci", "bi": "di"}),
    RATES: ("IRR IRD IRSD", {"x1i": "x2i", "t1i": "t2i"}),
    PAIRED: ("MC SMCC SMCRP SMCRPH ROMC VRC CVRC", {"m1i": "m2i", "sd1i": "sd2i"}),
}


@pytest.mark.parametrize(("family", "key"), [(f, key) for f in SWAPPED for key in SWAPPED[f][0].split()])
@settings(max_examples=6, deadline=None)  # the first call loads scipy
@given(data=st.data())
def test_swapping_the_arms_turns_the_sign(family: Family, key: str, data: st.DataObject) -> None:
    one = data.draw(row(key))
    there = SWAPPED[family][1]
    names = {**there, **{other: name for name, other in there.items()}}
    turned = {names.get(name, name): value for name, value in one.items()}
    for vtype in MEASURES[key].vtypes:
        plain, swapped = table(key, [one], vtype=vtype), table(key, [turned], vtype=vtype)
        same(swapped.yi, -plain.yi)
        same(swapped.vi, plain.vi)


@pytest.mark.parametrize("key", ["OR", "PETO", "PHI", "YUQ", "YUY", "OR2DL", "PBIT", "RD", "AS", "RTET"])
@settings(max_examples=6, deadline=None)  # the first call loads scipy
@given(data=st.data())
def test_counting_non_events_instead_turns_the_sign(key: str, data: st.DataObject) -> None:
    one = data.draw(row(key))
    turned = {"ai": one["bi"], "bi": one["ai"], "ci": one["di"], "di": one["ci"]}
    same(table(key, [turned]).yi, -table(key, [one]).yi)
    same(table(key, [turned]).vi, table(key, [one]).vi)


@settings(max_examples=20, deadline=None)  # the first call loads scipy
@given(row("SMD"))
def test_a_t_a_p_value_and_a_d_give_the_difference_of_the_means_back(one: dict[str, Any]) -> None:
    sizes = {name: one[name] for name in ("n1i", "n2i")}
    d = float(effect_sizes("SMD", correct=False, **one).yi[0])
    t = d / (1 / one["n1i"] + 1 / one["n2i"]) ** 0.5
    expected = effect_sizes("SMD", **one)
    for way in ({"di": d}, {"ti": t}):
        other = effect_sizes("SMD", **way, **sizes)
        same(other.yi, expected.yi)
        same(other.vi, expected.vi)


def test_a_signed_p_value_gives_the_t_back() -> None:
    from scipy import stats

    p = float(2 * stats.t.sf(2.5, 30))
    by_t, by_p = (effect_sizes("SMD", n1i=16, n2i=16, **way) for way in ({"ti": -2.5}, {"pi": -p}))
    same(by_p.yi, by_t.yi)
    by_t, by_p = (effect_sizes("SMCC", ni=31, **way) for way in ({"ti": 2.5}, {"pi": p}))
    same(by_p.vi, by_t.vi)
