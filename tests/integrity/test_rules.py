"""Every rule has a record that it has something to say about, to the letter, and one that it passes.

`tests/records/doubtful/MS221.yaml` stands in the good folder in place of `smith2020.yaml`, `MS270.jones2021.yaml` in
place of `jones2021.yaml`, `MS290.protocol.yaml` in place of the protocol; `tests/records/sound/MS221.yaml` is the same
record with other numbers. Expected messages are written with `--accept`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.integrity.examination import examine
from metasacro.integrity.rule import Rule, StudyRule
from metasacro.integrity.rule_list import RULES
from metasacro.problems import CATALOGUE, Problem, Severity
from metasacro.render.terminal.console import console_for
from metasacro.render.terminal.glyphs import UNICODE
from metasacro.render.terminal.problems import print_problems

Evidence = Callable[[Path, str], EvidenceBase]

RECORDS = Path(__file__).resolve().parents[1] / "records"
DOUBTFUL, SOUND = RECORDS / "doubtful", RECORDS / "sound"
#: The first code of integrity, below which a record is refused while it is read, and the first of `metasacro overlap`.
FIRST, AFTER = "MS220", "MS294"
CODES = sorted(code for code in CATALOGUE if FIRST <= code < AFTER)
RULE_OF = {code: rule for rule in RULES for code in rule.codes}


def printed(problems: Iterable[Problem]) -> str:
    stream = io.StringIO()
    print_problems(problems, console_for(stream, width=80), UNICODE)
    return stream.getvalue()


def answers(rule: Rule, evidence: EvidenceBase) -> Iterator[Problem | None]:
    if isinstance(rule, StudyRule):
        yield from rule.ask(evidence.studies["smith2020"])
    else:
        yield from rule.ask(evidence)


@pytest.mark.parametrize("code", CODES)
def test_a_doubtful_record_is_told_so(code: str, evidence: Evidence, request: pytest.FixtureRequest) -> None:
    """The finding is printed as the committed text says: message, place, trail and assumptions."""
    expected = DOUBTFUL / f"{code}.txt"
    actual = printed(examine(evidence(DOUBTFUL, code)).findings)
    if request.config.getoption("--accept"):
        expected.write_text(actual, encoding="utf-8")
    assert expected.read_text(encoding="utf-8") == actual


@pytest.mark.parametrize("code", CODES)
def test_a_doubtful_record_has_one_fault(code: str, evidence: Evidence) -> None:
    """Each triggers its own rule and no other."""
    assert [found.code for found in examine(evidence(DOUBTFUL, code)).findings] == [code]


@pytest.mark.parametrize("code", CODES)
def test_a_sound_record_passes(code: str, evidence: Evidence) -> None:
    """The same record with other numbers leaves nothing open."""
    assert examine(evidence(SOUND, code)).open == ()


@pytest.mark.parametrize("code", sorted(RULE_OF))
def test_a_sound_record_was_asked(code: str, evidence: Evidence) -> None:
    """It passes because the rule found agreement, not because it had nothing to ask."""
    found = list(answers(RULE_OF[code], evidence(SOUND, code)))
    assert found != []
    assert set(found) == {None}


def test_every_code_belongs_to_a_rule() -> None:
    """MS220 is about decisions, which no rule makes."""
    assert sorted(RULE_OF) == [code for code in CODES if code != "MS220"]
    assert len(RULE_OF) == sum(len(rule.codes) for rule in RULES)


def test_no_record_is_left_over() -> None:
    """Each file belongs to a code."""
    named = {path.name.partition(".")[0] for folder in (DOUBTFUL, SOUND) for path in folder.iterdir()}
    assert sorted(named) == CODES


@pytest.mark.parametrize("code", CODES)
def test_no_finding_stops_a_record(code: str) -> None:
    """What does not add up is a caution or a note; only a person decides that it is an error."""
    assert CATALOGUE[code].severity in (Severity.CAUTION, Severity.NOTE)


#: Words about motives, which numbers do not show.
MOTIVES = ("fraud", "fabricat", "misconduct", "fake", "dishonest", "suspicious")


@pytest.mark.parametrize("code", CODES)
def test_no_finding_accuses(code: str) -> None:
    """It says what is inconsistent, and names no motive."""
    entry = CATALOGUE[code]
    words = f"{entry.message} {entry.why} {entry.fix}".lower()
    assert [word for word in MOTIVES if word in words] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_a_rule_asks_a_question(rule: Rule) -> None:
    """In a sentence that a reader of the list understands."""
    assert rule.question.endswith("?")
