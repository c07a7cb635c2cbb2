"""`resolved`: what a person has decided about a finding is kept, told, and hides nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from metasacro.commands.main import metasacro
from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.evidence.resolution import RESOLVABLE_ERRORS
from metasacro.integrity.examination import check, examine
from metasacro.problems import CATALOGUE, Severity
from metasacro.records.folder import EvidenceError, load

RECORDS = Path(__file__).resolve().parents[1] / "records"
Evidence = Callable[[Path, str], EvidenceBase]

RECORD = """\
study: smith2020
label: Smith 2020
citation: smith2020
seen: full text
cohorts:
  - {{cohort: all, n: 27, where: Table 1}}
results:
  - outcome: leak
    cohort: all
    of: 27
    unit: patients
    where: Table 2
    levels:
      - {{level: none, count: 20, percent: 70}}
      - {{level: some, count: {some}, percent: 26}}
overlaps:
  - {{study: jones2021, reason: the same centre}}
{resolved}"""


@pytest.fixture
def folder(tmp_path: Path, evidence: Evidence) -> Callable[..., EvidenceBase]:
    """The good folder with a record that decides about its findings."""

    def reading(some: int = 7, resolved: str = "") -> EvidenceBase:
        evidence(RECORDS / "good", "none")
        text = RECORD.format(some=some, resolved=resolved)
        (tmp_path / "studies" / "smith2020.yaml").write_text(text, encoding="utf-8")
        return load("studies")

    return reading


def test_a_decision_keeps_the_finding(folder: Callable[..., EvidenceBase]) -> None:
    """It is told with its reason, who decided and when, and is no longer open."""
    decided = "resolved:\n  - {code: MS221, reason: the counts are used, by: A. Reader, date: 2024-05-01}\n"
    (found,) = examine(folder(resolved=decided)).findings
    assert (found.code, found.severity) == ("MS221", Severity.RESOLVED)
    assert found.decision == "the counts are used (A. Reader, 2024-05-01)"
    assert examine(folder(resolved=decided)).open == ()


def test_a_decision_can_be_about_one_place(folder: Callable[..., EvidenceBase]) -> None:
    """`about` has words of the trail; elsewhere the finding stays open, and a decision about nothing is a note."""
    right = "resolved:\n  - {code: MS221, about: leak · none, reason: the counts are used}\n"
    assert [found.severity for found in examine(folder(resolved=right)).findings] == [Severity.RESOLVED]
    wrong = "resolved:\n  - {code: MS221, about: some, reason: the counts are used}\n"
    assert sorted(found.code for found in examine(folder(resolved=wrong)).findings) == ["MS220", "MS221"]


def test_a_contradiction_that_stops_a_record_can_be_decided(folder: Callable[..., EvidenceBase]) -> None:
    """Levels that do not add up refuse the record, unless a person says why they stand."""
    with pytest.raises(EvidenceError, match="MS207"):
        folder(some=6)
    decided = "resolved:\n  - {code: MS207, reason: the paper prints 26 of 27}\n  - {code: MS221, reason: same}\n"
    evidence = folder(some=6, resolved=decided)
    assert [(found.code, found.severity) for found in evidence.problems] == [("MS207", Severity.RESOLVED)]
    assert {found.severity for found in check(evidence)} == {Severity.RESOLVED}


def test_what_nothing_can_be_computed_from_cannot_be_decided(folder: Callable[..., EvidenceBase]) -> None:
    """More events than patients stay an error whatever is written."""
    decided = "resolved:\n  - {code: MS201, reason: it is printed so}\n"
    more = "characteristics:\n  - {name: pain, cohort: all, events: 28, of: 27, unit: patients, where: Table 2}\n"
    with pytest.raises(EvidenceError, match="MS201"):
        folder(resolved=decided + more)


def test_only_contradictions_can_be_decided() -> None:
    """Whatever makes a file unreadable is not a matter of opinion."""
    assert all(code.startswith("MS2") and CATALOGUE[code].severity is Severity.ERROR for code in RESOLVABLE_ERRORS)


def test_check_prints_open_and_decided_findings(folder: Callable[..., EvidenceBase]) -> None:
    """Cautions go to stderr and change no exit code; how many there are is told."""
    folder()
    done = CliRunner().invoke(metasacro, ["check", "studies"])
    assert done.exit_code == 0
    assert "caution[MS221]: 70 % is not 20 of 27, which is 74.07 %" in done.stderr
    assert "questions of integrity: 1 caution, 0 notes, 0 resolved" in done.stdout
    folder(resolved="resolved:\n  - {code: MS221, reason: the counts are used}\n")
    done = CliRunner().invoke(metasacro, ["check", "studies"])
    assert done.exit_code == 0
    assert "resolved[MS221]: 70 % is not 20 of 27, which is 74.07 %" in done.stderr
    assert "   = the counts are used" in done.stderr
    assert "questions of integrity: 0 cautions, 0 notes, 1 resolved" in done.stdout


def test_a_finding_of_the_protocol_is_decided_in_the_protocol(folder: Callable[..., EvidenceBase]) -> None:
    """Its own `resolved` settles it; a decision about nothing is a note there too."""
    folder()
    path = Path("studies/protocol.yaml")
    text = path.read_text(encoding="utf-8").replace("studies: 2, reports: 2", "studies: 3, reports: 2")
    path.write_text(text, encoding="utf-8")
    assert [found.code for found in examine(load("studies")).open] == ["MS221", "MS290", "MS293"]
    decisions = [(code, "the third study has no record yet") for code in ("MS290", "MS293", "MS292")]
    written = "".join(f"  - {{code: {code}, reason: {reason}}}\n" for code, reason in decisions)
    path.write_text(f"{text}resolved:\n{written}", encoding="utf-8")
    assert [(found.code, str(found.severity)) for found in examine(load("studies")).findings] == [
        ("MS221", "caution"),
        ("MS290", "resolved"),
        ("MS293", "resolved"),
        ("MS220", "note"),
    ]
