"""How moderators and groups may be written, and where a bound of a variance leaves 0."""

import numpy as np
import pytest
from scipy import stats

from metasacro.pooling.multilevel import multilevel
from metasacro.pooling.multilevel_arguments import multilevel_data
from metasacro.pooling.multilevel_likelihood import surface
from metasacro.problems import Refusal
from tests.pooling.test_multilevel import EACH, STUDY, THREE_LEVELS, V, X, Y


def test_numbers_within_studies_are_other_groups_in_each_of_them() -> None:
    within = [STUDY[:row].count(label) for row, label in enumerate(STUDY)]
    numbered = multilevel(Y, V, groups={"study": STUDY, "effect": within}, profile=False)
    plain = multilevel(Y, V, groups=THREE_LEVELS, profile=False)
    assert numbered.log_likelihood == plain.log_likelihood
    assert [(level.name, level.groups) for level in numbered.levels] == [("study", 5), ("study/effect", 12)]


def test_a_moderator_without_a_name_is_numbered_and_its_unit_is_free() -> None:
    plain = multilevel(Y, V, groups=STUDY, mods=X, profile=False).coefficients
    small = multilevel(Y, V, groups=STUDY, mods={"x": [1e-15 * x for x in X]}, profile=False).coefficients
    assert (plain.names, small.names) == (("intercept", "x1"), ("intercept", "x"))
    assert small.estimate[1] == pytest.approx(1e15 * plain.estimate[1], rel=1e-7)


def test_a_moderator_that_is_missing_is_named_by_row() -> None:
    with pytest.raises(Refusal, match="MS473: `mods` is missing in rows 2"):
        multilevel(Y, V, groups=STUDY, mods=[1.0, None, *X[2:]])


def test_effects_that_are_too_far_apart_say_how_far() -> None:
    y, v = 1e8 * np.array(Y), 1e-4 * np.array(V)
    far = (np.abs(y - y.mean()) / np.sqrt(v)).max()
    with pytest.raises(Refusal, match="MS418: effects lie up to " + f"{far:.0e}".replace("+", r"\+")):
        multilevel(y, v, groups=STUDY, profile=False)


def test_a_level_at_which_no_variance_is_just_excluded_has_a_lower_bound_above_0() -> None:
    """The likelihood at 0 has dropped by a little more than the level allows."""
    data = multilevel_data(Y, V, EACH, None, True)
    none = surface(np.zeros(1), data.stacks, restricted=True).height
    dropped = 2 * ((multilevel(Y, V, groups=EACH, profile=False).log_likelihood or 0.0) - none)
    interval = multilevel(Y, V, groups=EACH, level=float(stats.chi2.cdf(dropped - 0.1, 1))).tau2_interval
    assert interval is not None
    fallen = 2 * (none + dropped / 2 - surface(np.array([interval.lower]), data.stacks, restricted=True).height)
    assert interval.lower > 0
    assert fallen == pytest.approx(dropped - 0.1, rel=1e-7)
