"""Parts of a movement: they add up, and they are fair."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.synthesis.change.shares import shares

#: An answer for every combination of up to five changes, two numbers each.
GAMES = st.integers(1, 5).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(st.floats(-100, 100), st.floats(-1, 1)), min_size=2**count, max_size=2**count),
    )
)


def index(made: frozenset[int]) -> int:
    return sum(1 << i for i in made)


@given(GAMES, st.booleans())
@settings(deadline=None, max_examples=60)
def test_parts_add_up_to_the_whole(game: tuple[int, list[tuple[float, float]]], sampled: bool) -> None:
    """Exact or sampled, whatever the answers in between are: to 1e-9."""
    count, answers = game
    found = shares(count, lambda made: answers[index(made)], most_exact=0 if sampled else 8)
    assert found is not None
    for at in (0, 1):
        whole = answers[-1][at] - answers[0][at]
        assert math.isclose(math.fsum(part[at] for part in found.parts), whole, abs_tol=1e-9)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=6))
def test_changes_that_do_not_meet_have_their_own_effect(effects: list[float]) -> None:
    found = shares(len(effects), lambda made: (math.fsum(effects[i] for i in made),))
    assert found is not None
    for part, effect in zip(found.parts, effects, strict=True):
        assert math.isclose(part[0], effect, abs_tol=1e-9)


def test_what_only_two_do_together_is_halved() -> None:
    """And a third that does nothing has nothing."""
    found = shares(3, lambda made: (6.0 if {0, 1} <= made else 0.0,))
    assert found is not None
    assert [round(part[0], 12) for part in found.parts] == [3.0, 3.0, 0.0]


def test_the_textbook_game_of_gloves() -> None:
    """One left glove (0), two right ones (1, 2); a pair is worth 1: 2/3, 1/6, 1/6."""
    found = shares(3, lambda made: (1.0 if 0 in made and len(made) > 1 else 0.0,))
    assert found is not None
    assert [round(part[0], 12) for part in found.parts] == [round(2 / 3, 12), round(1 / 6, 12), round(1 / 6, 12)]


def test_sampled_parts_lie_within_their_errors() -> None:
    """Of the same game, where the exact parts are known."""
    exact = shares(3, lambda made: (1.0 if 0 in made and len(made) > 1 else 0.0,))
    drawn = shares(3, lambda made: (1.0 if 0 in made and len(made) > 1 else 0.0,), most_exact=2)
    assert exact is not None
    assert drawn is not None
    assert drawn.orders == 64
    for true, part, error in zip(exact.parts, drawn.parts, drawn.errors, strict=True):
        assert abs(true[0] - part[0]) <= 4 * error[0]


def test_without_an_answer_in_between_there_are_no_parts() -> None:
    for most in (0, 8):
        assert shares(2, lambda made: None if made == {0} else (1.0,), most_exact=most) is None
