"""Scales whose steps no binary fraction is: 0 to 1.2 has twelve tenths, also where 1.2/0.1 is 11.999… in floats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.integrity.examination import examine
from metasacro.integrity.rule_list import RULES
from metasacro.synthesis.single_center.exact_scores import exact_groups
from metasacro.synthesis.single_center.score_groups import score_groups

Evidence = Callable[[Path, str], EvidenceBase]

DOUBTFUL = Path(__file__).resolve().parents[1] / "records" / "doubtful"
MEDIANS = "n: 27, median: 3, q1: 2.4, q3: 5", "n: 27, median: 1, q1: 0, q3: 3"


def retold(code: str, folder: Path, changes: dict[str, str]) -> Path:
    """The doubtful record of a code with some of its text replaced, in a folder of its own."""
    text = (DOUBTFUL / f"{code}.yaml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    folder.mkdir()
    (folder / f"{code}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        (
            "MS280",
            {
                "0-10\n    step: 1\n": "0-1.2\n    step: 0.1\n",
                MEDIANS[0]: "n: 27, median: 0.3, q1: 0.24, q3: 0.5",
                MEDIANS[1]: "n: 27, median: 0.1, q1: 0, q3: 0.3",
            },
        ),
        (
            # Of five values from 0 to 6 with a sum of 15, the squares sum to 81, or to 77 or less: not to 79.
            "MS285",
            {
                "0-4\n    step: 1\n": "0-0.6\n    step: 0.1\n",
                "mean: 2.0, sd: 1.73": "mean: 0.30, sd: 0.292",
                "mean: 1.0, sd: 0.7": "mean: 0.10, sd: 0.071",
            },
        ),
    ],
)
def test_tenths_are_asked_what_whole_points_are(
    code: str, changes: dict[str, str], tmp_path: Path, evidence: Evidence
) -> None:
    """The finding is the one that the same sample in whole points has."""
    cases = retold(code, tmp_path / "cases", changes)
    assert [found.code for found in examine(evidence(cases, code)).findings] == [code]


def test_sound_tenths_are_asked_too(tmp_path: Path, evidence: Evidence) -> None:
    """They pass because samples were found."""
    changes = {
        "0-10\n    step: 1\n": "0-1.2\n    step: 0.1\n",
        MEDIANS[0]: "n: 27, median: 0.3, q1: 0.25, q3: 0.5",
        MEDIANS[1]: "n: 27, median: 0.1, q1: 0, q3: 0.3",
    }
    read = evidence(retold("MS280", tmp_path / "cases", changes), "MS280")
    (rule,) = (rule for rule in RULES if "MS280" in rule.codes)
    answers = list(rule.ask(read.studies["smith2020"]))  # type: ignore[arg-type]  # a rule about a study
    assert (len(answers) >= 2, set(answers)) == (True, {None})


def test_exact_sets_exist_for_tenths(tmp_path: Path, evidence: Evidence) -> None:
    """The reanalysis solves them, instead of calling the medians fitting and leaving the sets out."""
    changes = {
        "0-10\n    step: 1\n": "0-1.2\n    step: 0.1\n",
        MEDIANS[0]: "n: 27, median: 0.3, q1: 0.25, q3: 0.5",
        MEDIANS[1]: "n: 27, median: 0.1, q1: 0, q3: 0.3",
    }
    read = evidence(retold("MS280", tmp_path / "cases", changes), "MS280")
    (group,) = exact_groups(score_groups(read.studies["smith2020"]))
    assert [score.feasible is not None for pair in group.scores for score in pair] == [True, True]
