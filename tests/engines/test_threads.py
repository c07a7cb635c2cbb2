"""Threads: answers in order, whatever takes how long, and a clean end in between."""

from __future__ import annotations

import time

import pytest

from metasacro.engines.threads import on_cores


def test_answers_come_in_the_order_of_the_pieces() -> None:
    def late(piece: int) -> int:
        time.sleep(0.02 if piece % 3 == 0 else 0)
        return piece

    assert list(on_cores(4)(late, range(20))) == list(range(20))


def test_nothing_to_do_is_done() -> None:
    assert list(on_cores(2)(abs, [])) == []


def test_a_fault_in_a_piece_is_not_lost() -> None:
    with pytest.raises(ZeroDivisionError):
        list(on_cores(2)(lambda piece: 1 / piece, [1, 0, 1]))


def test_an_interrupt_gives_what_was_finished() -> None:
    """Ctrl-C reaches whoever waits for the next piece."""

    def interrupted(piece: int) -> int:
        if piece == 7:
            raise KeyboardInterrupt
        return piece

    assert list(on_cores(1)(interrupted, range(20))) == list(range(7))


def test_pieces_wait_until_there_is_room() -> None:
    """A long job is not put into memory at once."""
    begun: list[int] = []
    answers = on_cores(2)(lambda piece: begun.append(piece) or piece, range(1_000))
    assert next(answers) == 0
    time.sleep(0.05)
    assert len(begun) < 10
    assert list(answers) == list(range(1, 1_000))
