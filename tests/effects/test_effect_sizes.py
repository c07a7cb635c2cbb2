"""Effects from the columns of a table."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.effects.registry import INTERVALS, MEASURES, RECOVERIES
from metasacro.problems import Refusal
from tests.tolerances import CLOSED

#: Morris 2008, through metafor 3.8.1.
MORRIS = {
    "m1i": [38.5, 26.8, 0.7, 75.9, 36.0],
    "sd1i": [11.6, 4.1, 0.1, 4.4, 4.6],
    "m2i": [30.6, 23.5, 0.5, 53.4, 35.6],
    "sd2i": [15, 3.1, 0.1, 14.5, 4.7],
    "ni": [20, 50, 9, 10, 14],
    "ri": [0.47, 0.64, 0.77, 0.89, 0.44],
}

GOOD: dict[str, dict[str, Any]] = {
    "MC": MORRIS,
    "MN": {"mi": [1, 2], "sdi": [1, 1], "ni": [9, 9]},
    "PLO": {"xi": [1, 2], "ni": [9, 9]},
    "PR": {"xi": [1, 2], "ni": [9, 9]},
}


def test_mean_change_of_morris() -> None:
    effects = effect_sizes("MC", **MORRIS)
    assert effects.yi.tolist() == pytest.approx([7.9, 3.3, 0.2, 22.5, 0.4], rel=CLOSED)
    assert effects.vi.tolist() == pytest.approx([9.8, 0.2030, 0.0005, 11.6046, 1.7303], abs=5e-5)


def test_the_sd_of_a_change_in_the_cochrane_handbook() -> None:
    """Handbook 5.1, 16.4.6.4: SDs 2.38 and 2.21, r = .68, n = 10 give an SE of .583."""
    effects = effect_sizes("MC", m1i=[6.5], sd1i=[2.21], m2i=[7.0], sd2i=[2.38], ni=[10], ri=0.68)
    assert float(effects.vi[0]) ** 0.5 == pytest.approx(0.583, abs=5e-4)


@pytest.mark.parametrize(
    ("r", "se"), [(0, 0.924), (0.3, 0.834), (0.5, 0.769), (0.7, 0.697), (0.8, 0.658), (0.9, 0.617)]
)
def test_the_pain_change_of_gupta_2014_over_the_correlation_grid(r: float, se: float) -> None:
    effects = effect_sizes("MC", m1i=[2.9286], sd1i=[4.540], m2i=[9.0], sd2i=[1.565], ni=[27], ri=r)
    assert float(effects.vi[0]) ** 0.5 == pytest.approx(se, abs=5e-4)


@pytest.mark.parametrize(
    ("to", "rows"), [("only0", "1"), ("all", "1, 2"), ("if0all", "1, 2")], ids=["only0", "all", "if0all"]
)
def test_what_is_added_is_said(to: str, rows: str) -> None:
    effects = effect_sizes("PLO", xi=[0, 3], ni=[10, 10], to=to)
    assert [c.code for c in effects.cautions] == ["MS358"]
    assert f"(rows {rows})" in effects.cautions[0].message
    assert float(effects.yi[0]) == pytest.approx(np.log(0.5 / 10.5), rel=CLOSED)


def test_nothing_is_added_without_an_empty_cell() -> None:
    assert effect_sizes("PLO", xi=[1, 3], ni=[10, 10], to="if0all").cautions == ()


def test_non_events_may_stand_for_people() -> None:
    by_people = effect_sizes("PR", xi=[1, 3], ni=[10, 10])
    by_non_events = effect_sizes("PR", xi=[1, 3], mi=[9, 7])
    assert by_people.yi.tolist() == by_non_events.yi.tolist()
    assert by_non_events.ni.tolist() == [10, 10]


@pytest.mark.parametrize(
    ("code", "measure", "change"),
    [
        ("MS350", "SMCX", {}),
        ("MS351", "MC", {"ri": None}),
        ("MS352", "MN", {"xi": [1, 2]}),
        ("MS353", "MN", {"mi": [1, float("nan")]}),
        ("MS353", "MN", {"mi": [1, float("inf")]}),
        ("MS354", "MN", {"sdi": [1, 0]}),
        ("MS354", "MN", {"sdi": [1, -3.1]}),
        ("MS354", "PLO", {"ni": [9, 0], "xi": [1, 0]}),
        ("MS355", "PLO", {"xi": [1, 10]}),
        ("MS355", "PLO", {"xi": [-1, 2]}),
        ("MS356", "MC", {"ri": [0.47, 0.64, 1.2, 0.89, 0.44]}),
        ("MS357", "MN", {"mi": [1, 2, 3]}),
        ("MS359", "PLO", {"xi": [0, 2], "to": "none"}),
        ("MS359", "PR", {"xi": [9, 2], "to": "none"}),
        ("MS359", "PR", {"xi": [9, 2], "add": 0.0}),
        ("MS360", "PLO", {"to": "some"}),
        ("MS360", "PLO", {"add": -1.0}),
        ("MS401", "MC", {"sd1i": 2.0, "sd2i": 2.0, "ri": 1.0}),
    ],
)
def test_columns_that_cannot_be_are_refused(code: str, measure: str, change: dict[str, Any]) -> None:
    columns = {**GOOD.get(measure, {}), **change}
    with pytest.raises(Refusal, match=code):
        effect_sizes(measure, **{name: value for name, value in columns.items() if value is not None})


def test_a_refusal_names_rows_and_guesses_the_measure() -> None:
    with pytest.raises(Refusal, match=r"rows 2"):
        effect_sizes("MN", mi=[1, 2], sdi=[1, -1], ni=[9, 9])
    with pytest.raises(Refusal, match="did you mean `PLO`"):
        effect_sizes("plo", xi=[1], ni=[2])


def test_results_are_read_only_and_labelled() -> None:
    effects = effect_sizes("MN", mi=[1, 2], sdi=1, ni=[9, 9], labels=["a", "b"])
    assert effects.labels == ("a", "b")
    with pytest.raises(ValueError, match="read-only"):
        effects.yi[0] = 3
    with pytest.raises(Refusal, match="MS357"):
        effect_sizes("MN", mi=[1, 2], sdi=1, ni=[9, 9], labels=["a"])


@settings(deadline=None)  # the first call loads scipy, and two cores may be busy
@given(st.floats(0.01, 100), st.floats(-0.99, 0.99))
def test_a_change_of_units_scales_effects_and_squares_on_variances(c: float, r: float) -> None:
    before = effect_sizes("MC", m1i=[3.0], sd1i=[2.0], m2i=[9.0], sd2i=[1.0], ni=[25], ri=r)
    after = effect_sizes("MC", m1i=[c * 3.0], sd1i=[c * 2.0], m2i=[c * 9.0], sd2i=[c * 1.0], ni=[25], ri=r)
    assert float(after.yi[0]) == pytest.approx(c * float(before.yi[0]), rel=CLOSED)
    assert float(after.vi[0]) == pytest.approx(c * c * float(before.vi[0]), rel=CLOSED)


@settings(deadline=None)  # the first call loads scipy, and two cores may be busy
@given(st.integers(1, 99))
def test_a_logit_changes_its_sign_when_events_and_non_events_are_swapped(x: int) -> None:
    one, other = (effect_sizes("PLO", xi=[count], ni=[100]) for count in (x, 100 - x))
    assert float(one.yi[0]) == pytest.approx(-float(other.yi[0]), rel=CLOSED, abs=1e-15)
    assert float(one.vi[0]) == pytest.approx(float(other.vi[0]), rel=CLOSED)


def test_every_record_stands_under_its_own_key_in_the_registry() -> None:
    """The table names places; a wrong one would answer with another measure."""
    for registry in (MEASURES, INTERVALS, RECOVERIES):
        assert [registry[key].key for key in registry] == list(registry)
