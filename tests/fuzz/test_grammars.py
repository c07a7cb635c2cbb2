"""Almost valid files keep every promise: a bounded, repeatable run of the grammars over every target."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.grammars import COMMANDS, GRAMMARS
from tests.fuzz.registry import TARGETS

#: The same examples in every run; `make fuzz` is where other ones are tried.
BOUNDED = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
#: Examples of a reader, which take milliseconds, and of a command.
OF_READER, OF_COMMAND = 60, 4


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_reader_gives_a_value_or_coded_problems(name: str) -> None:
    """What a reader makes of almost valid files is typed, coded, safe, and has the file's own numbers."""
    _try(name, GRAMMARS[name], 20 if name == "span" else OF_READER)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_ends_as_promised(name: str) -> None:
    """A command on a folder with a mutated record ends with a promised code, and its outputs are safe."""
    _try(name, COMMANDS[name], OF_COMMAND)


def test_every_target_has_a_grammar() -> None:
    """None is left to the coverage-guided run alone."""
    assert {*GRAMMARS, *COMMANDS} == set(TARGETS)


def _try(name: str, inputs: st.SearchStrategy[bytes], most: int) -> None:
    @settings(BOUNDED, max_examples=most)
    @given(data=inputs)
    def keeps_every_promise(data: bytes) -> None:
        TARGETS[name].run(data)

    keeps_every_promise()
