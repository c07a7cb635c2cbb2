"""Every choice of the protocol knows the line on which it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro.evidence.protocol import Protocol
from metasacro.problems import Location
from metasacro.records.folder import load

GOOD = Path(__file__).parent / "good"


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return load(GOOD).protocol


def told(location: Location | None) -> str:
    """The line from the value on."""
    assert location is not None
    assert Path(location.file).name == "protocol.yaml"
    return location.text[location.column - 1 :].split(",")[0]


def test_a_choice_leads_to_its_value(protocol: Protocol) -> None:
    """To the method, the number or the name, not to the block that holds it."""
    choices = (protocol.index_study, protocol.tau2, protocol.test, protocol.conversion)
    assert [told(choice.location) for choice in choices] == [choice.value for choice in choices]
    assert [told(number.location) for number in (protocol.level, protocol.correlation)] == ["0.95", "0.5"]
    assert told(protocol.time.location) == protocol.time.target.text


def test_a_set_leads_to_its_records(protocol: Protocol) -> None:
    """Sets, the panel and decisions about overlaps."""
    sets = (protocol.main, protocol.extended)
    assert [told(group.location) for group in sets] == ["[smith2020]", "[jones2021]"]
    assert told(protocol.panel.location) == "[pain]"
    assert [told(decision.location) for decision in protocol.overlaps] == ["smith2020"]


def test_a_default_has_no_line(protocol: Protocol) -> None:
    """This protocol names no prediction interval."""
    assert protocol.prediction.location is None
