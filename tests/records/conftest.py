"""Records for the tests to break: `read(sd="-3.1")` reads a good record with one field written otherwise."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.evidence.study import Study
from metasacro.problems import Problem
from metasacro.records.file_text import decode
from metasacro.records.folder import read_folder
from metasacro.records.study_text import read_study
from metasacro.render.terminal.console import console_for
from metasacro.render.terminal.glyphs import UNICODE
from metasacro.render.terminal.problems import print_problems

GOOD = Path(__file__).parent / "good"

RECORD = """\
study: {study}
label: {label}
citation: smith2020
seen: {seen}
cohorts:
  - cohort: all
    n: {size}
results:
  - outcome: pain
    cohort: all
    scale: {scale}
    where: Table 2
    baseline: {baseline}
    follow_up:
      - time: {time}
        n: {n}
        mean: {mean}
        sd: {sd}
        p: {p}
{more}"""

USUAL = {
    "study": "smith2020",
    "label": "Smith 2020",
    "seen": "full text",
    "size": "27",
    "scale": "0-10",
    "baseline": "{n: 27, mean: 8.2, sd: 1.9}",
    "time": "1 month",
    "n": "27",
    "mean": "3.1",
    "sd": "2.4",
    "p": "<.001",
    "more": "",
}


def as_printed(problems: Iterable[Problem]) -> str:
    """The problems as the terminal shows them, uncoloured."""
    stream = io.StringIO()
    print_problems(problems, console_for(stream, width=80), UNICODE)
    return stream.getvalue()


@dataclass(frozen=True)
class Reading:
    """What reading gave."""

    study: Study | None
    problems: tuple[Problem, ...]

    @property
    def codes(self) -> list[str]:
        return [found.code for found in self.problems]

    @property
    def printed(self) -> str:
        return as_printed(self.problems)

    @property
    def place(self) -> str:
        """`line:column` of the one problem."""
        (found,) = self.problems
        assert found.location is not None, "every problem of a record has a place"
        return f"{found.location.line}:{found.location.column}"

    @property
    def hint(self) -> str:
        (found,) = self.problems
        return found.hint

    @property
    def message(self) -> str:
        (found,) = self.problems
        return found.message


def record(**changes: str) -> str:
    """A good record in which some fields are written otherwise; `more` is added at its end."""
    return RECORD.format(**{**USUAL, **changes})


@pytest.fixture
def write() -> Callable[..., str]:
    """The text of a good record in which some fields are written otherwise."""
    return record


@pytest.fixture
def read() -> Callable[..., Reading]:
    """Read a whole file (text or bytes), or the usual record with some fields written otherwise."""

    def reading(text: str | bytes | None = None, **changes: str) -> Reading:
        if text is None:
            text = record(**changes)
        source = decode(text if isinstance(text, bytes) else text.encode(), "studies/smith2020.yaml")
        if isinstance(source, Problem):
            return Reading(None, (source,))
        study, problems = read_study(source)
        return Reading(study, tuple(problems))

    return reading


@dataclass(frozen=True)
class Folder:
    """A good folder of evidence to break; messages call it `studies`."""

    path: Path

    def read(self, *, skip_invalid: bool = False) -> tuple[EvidenceBase | None, tuple[Problem, ...]]:
        return read_folder(self.path, "studies", skip_invalid=skip_invalid)

    @property
    def printed(self) -> str:
        return as_printed(self.read()[1])

    @property
    def codes(self) -> list[str]:
        return [found.code for found in self.read()[1]]

    def write(self, name: str, text: str | bytes) -> None:
        (self.path / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text, "the file to break holds what is to be changed"
        self.write(name, text.replace(old, new))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the good folder, for one test to break."""
    path = tmp_path / "evidence"
    shutil.copytree(GOOD, path)
    return Folder(path)
