"""Pieces of a long job."""

import pytest

from metasacro.numerics.pieces import in_turn, slices, stopped


@pytest.mark.parametrize(
    ("count", "size", "expected"),
    [(5, 2, [(0, 2), (2, 4), (4, 5)]), (4, 2, [(0, 2), (2, 4)]), (1, 9, [(0, 1)]), (0, 3, [])],
)
def test_slices_cover_everything_once(count: int, size: int, expected: list[tuple[int, int]]) -> None:
    assert slices(count, size) == expected


def test_answers_come_in_turn_and_not_before_they_are_asked_for() -> None:
    asked: list[int] = []
    answers = in_turn(lambda piece: asked.append(piece) or -piece, [3, 1])
    assert asked == []
    assert next(answers) == -3
    assert asked == [3]
    assert list(answers) == [-1]


def test_thousands_are_set_apart_by_spaces() -> None:
    assert stopped(1_234_567, 20_000_000) == {"done": "1 234 567", "planned": "20 000 000"}
