"""A problem is a value with its message filled in."""

from __future__ import annotations

import pytest

from metasacro.problems import CATALOGUE, Location, Refusal, Severity, caution, problem


def test_a_problem_takes_message_and_severity_from_the_catalogue() -> None:
    """And keeps what only the caller knows."""
    found = problem("MS130", Location(file="a.yaml", line=3), trail="smith2020", hint="add it", cohort="all")
    assert found.message == "the record has no cohort `all`"
    assert found.severity is Severity.ERROR
    assert (found.trail, found.hint, str(found.location)) == ("smith2020", "add it", "a.yaml:3:1")


def test_a_caution_takes_its_message_from_the_catalogue() -> None:
    """It travels with a number, so it has no place."""
    assert caution("MS439", earliest="1 day", latest="6 months").message == "no follow-up between 1 day and 6 months"


def test_a_refusal_names_its_code() -> None:
    """`except Refusal` gives the code to look up."""
    refusal = Refusal("MS139", outcome="pian")
    assert refusal.code == "MS139"
    assert str(refusal) == "MS139: the protocol asks for the outcome `pian`, which it does not define"


def test_a_field_that_is_forgotten_is_our_fault() -> None:
    """A message is never printed with a hole in it."""
    with pytest.raises(KeyError):
        problem("MS130")


def test_the_catalogue_cannot_be_changed() -> None:
    """Nobody adds a code while the program runs."""
    with pytest.raises(TypeError):
        CATALOGUE["another"] = CATALOGUE["MS900"]  # type: ignore[index]


@pytest.mark.parametrize(("severity", "word"), [(Severity.ERROR, "error"), (Severity.NOTE, "note")])
def test_a_severity_prints_as_a_word(severity: Severity, word: str) -> None:
    """Meaning is never only in colour."""
    assert str(severity) == word
