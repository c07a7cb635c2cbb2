"""Processes: the answers of one core, in order, also where a process is lost or the user stops the job."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from metasacro.engines.processes import _leave_interrupts, on_processes
from metasacro.records import known_files
from metasacro.records.folder import read_folder

STUDIES = Path(__file__).parents[2] / "studies"


def number_and_process(piece: int) -> tuple[int, int]:
    return piece, os.getpid()


def lost_once(piece: tuple[int, int]) -> int:
    """The seventh piece kills whoever does it, unless that is the process that asked."""
    number, asker = piece
    if number == 7 and os.getpid() != asker:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_answers_come_in_the_order_of_the_pieces_and_from_elsewhere() -> None:
    answers = list(on_processes(2)(number_and_process, range(20)))
    assert [number for number, _ in answers] == list(range(20))
    assert os.getpid() not in {process for _, process in answers}


def test_beside_other_threads_nothing_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of a process with threads may hold a lock for ever: new processes are started instead."""
    asked: list[str] = []
    start = multiprocessing.get_context

    def noted(method: str) -> object:
        asked.append(method)
        return start("fork")

    monkeypatch.setattr(multiprocessing, "get_context", noted)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert list(on_processes(2)(abs, [-1, 2])) == [1, 2]
    assert asked == ["spawn"]


@pytest.mark.parametrize("cores", [1, 2])
def test_a_single_piece_is_done_here(cores: int) -> None:
    assert list(on_processes(cores)(number_and_process, [5])) == [(5, os.getpid())]
    assert list(on_processes(cores)(number_and_process, [])) == []
    assert list(on_processes(1)(number_and_process, [1, 2])) == [(1, os.getpid()), (2, os.getpid())]


def test_the_pieces_of_a_lost_process_are_done_here() -> None:
    assert list(on_processes(2)(lost_once, [(number, os.getpid()) for number in range(12)])) == list(range(12))


def test_a_fault_in_a_piece_is_not_lost() -> None:
    with pytest.raises(TypeError):
        list(on_processes(2)(abs, [1, "two", 3]))  # type: ignore[list-item]


def stopping_at_three(piece: tuple[int, int]) -> int:
    """The fourth piece presses Ctrl-C, when the first three must have been told, and has no answer for long after."""
    number, asker = piece
    if number == 3:
        time.sleep(1.0)
        os.kill(asker, signal.SIGINT)
        time.sleep(1.0)
    return number


def test_an_interrupt_gives_what_was_finished() -> None:
    """Ctrl-C reaches whoever waits for the next answer."""
    assert list(on_processes(2)(stopping_at_three, [(number, os.getpid()) for number in range(20)])) == [0, 1, 2]


def test_a_process_that_works_for_another_leaves_interrupts_to_it() -> None:
    """An interrupt reaches it too, and does not end it with a traceback."""
    before = signal.getsignal(signal.SIGINT)
    try:
        _leave_interrupts()
        os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_large_folder_reads_the_same_on_all_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    here = read_folder(STUDIES, "studies")
    monkeypatch.setattr(known_files, "PIECE", 10_000)
    assert read_folder(STUDIES, "studies", spread=on_processes(2)) == here


def test_a_reading_that_was_stopped_is_no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_files, "PIECE", 10_000)
    with pytest.raises(KeyboardInterrupt):
        read_folder(STUDIES, "studies", spread=lambda work, pieces: map(work, list(pieces)[:1]))
