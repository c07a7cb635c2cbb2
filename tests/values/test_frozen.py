"""Frozen classes are the standard library's in all that a caller can see."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """With every kind of field."""

    a: int
    b: str = "b"
    c: list[int] = dataclasses.field(default_factory=list)
    d: int = dataclasses.field(default=0, repr=False, compare=False)
    e: int = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "e", self.a + 1)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """The same by the standard library."""

    a: int
    b: str = "b"
    c: list[int] = dataclasses.field(default_factory=list)
    d: int = dataclasses.field(default=0, repr=False, compare=False)
    e: int = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "e", self.a + 1)


@dataclass(frozen=True, slots=True)
class Point:
    """Positional, and hashed."""

    x: int
    y: int = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrays:
    """Compared by identity."""

    values: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Point):
    """Inherits fields."""

    z: int = 3


def test_a_value_has_the_standard_librarys_fields_words_and_copies() -> None:
    ours, theirs = Ours(a=1, c=[2]), Theirs(a=1, c=[2])
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert dataclasses.replace(Point(1), y=5) == Point(1, 5)
    assert copy.copy(ours) == ours
    assert [field.name for field in dataclasses.fields(Ours)] == [field.name for field in dataclasses.fields(Theirs)]
    assert Ours.__match_args__ == Theirs.__match_args__ == ()
    assert Ours.__dataclass_params__.frozen  # type: ignore[attr-defined] # typeshed does not list it
    assert not hasattr(ours, "__dict__")


def test_defaults_are_made_anew_and_what_follows_is_filled_in() -> None:
    one, other = Ours(a=1), Ours(a=2)
    assert one.c is not other.c
    assert (one.e, other.e, one.d) == (2, 3, 0)


@pytest.mark.parametrize("wrong", [{}, {"a": 1, "z": 2}, {"a": 1, "e": 2}])
def test_what_is_missing_or_unknown_is_refused_from_the_first_value_on(wrong: dict[str, Any]) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Fresh:
        """Made for the first time here."""

        a: int
        e: int = dataclasses.field(init=False, default=3)

    with pytest.raises(TypeError):
        Fresh(**wrong)
    assert Fresh(a=1).e == 3


def test_values_are_equal_by_their_compared_fields_and_class_alone() -> None:
    assert Ours(a=1, d=1) == Ours(a=1, d=2)
    assert Ours(a=1) != Ours(a=2)
    assert Ours(a=1) != Theirs(a=1)
    assert hash(Point(1)) == hash(Point(1, 2)) == hash((1, 2))
    assert Arrays(values=[1]) != Arrays(values=[1])
    assert len({Arrays(values=[1]), Arrays(values=[1])}) == 2


def test_nothing_can_be_changed_or_taken_away() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
        Point(1).x = 2  # type: ignore[misc] # the mistake that is tested
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
        del Point(1).x  # type: ignore[misc] # the mistake that is tested


def test_a_value_goes_through_a_pickle() -> None:
    assert pickle.loads(pickle.dumps(Point(1, 7))) == Point(1, 7)


def test_a_class_that_inherits_fields_is_the_standard_librarys() -> None:
    assert Whole(1, 5, z=4) == Whole(1, 5, z=4)
    assert (Whole(1).y, Whole(1).z) == (2, 3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Whole(1).z = 2  # type: ignore[misc] # the mistake that is tested


def test_a_class_keeps_the_methods_that_it_defines() -> None:
    @dataclass(frozen=True, slots=True)
    class Loud:
        """Says itself."""

        x: int

        def __repr__(self) -> str:
            return "!"

        def __hash__(self) -> int:
            return 7

    assert (repr(Loud(1)), hash(Loud(1))) == ("!", 7)
