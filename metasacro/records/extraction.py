"""A folder of records as one reader extracted them; it needs neither protocol nor bibliography."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from metasacro.problems import Problem, Severity, problem
from metasacro.problems.printable import printable
from metasacro.records.file_text import read_text
from metasacro.records.folder import PROTOCOL
from metasacro.records.printed_values import PrintedRecord, printed_record
from metasacro.records.study_text import read_study
from metasacro.records.yaml_text import parse_yaml
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.records.file_text import FileText


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedRecord:
    """One record of one reader."""

    source: FileText
    printed: PrintedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Every record of one reader that can be read, and what is wrong with the others."""

    name: str
    records: Mapping[str, ExtractedRecord]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> bool:
        """Whether a record could not be read."""
        return any(found.severity is Severity.ERROR for found in self.problems)


def read_extraction(folder: Path, name: str) -> Extraction:
    """Read every record of `folder`; `name` is what messages call it."""
    shown = printable(name.rstrip("/") or name)
    if not folder.is_dir():
        return Extraction(name=shown, records={}, problems=(problem("MS134", folder=shown),))
    records: dict[str, ExtractedRecord] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name == PROTOCOL:
            continue
        source = read_text(path, printable(f"{shown}/{path.name}"))
        if isinstance(source, Problem):
            problems.append(source)
            continue
        record, found = read_record(source)
        problems += found
        if record is not None:
            records[path.stem] = record
    return Extraction(name=shown, records=records, problems=tuple(problems))


def read_record(source: FileText) -> tuple[ExtractedRecord | None, list[Problem]]:
    """The values of a record, or `None`, with every problem found in it."""
    study, problems = read_study(source)
    if study is None:
        return None, problems
    document = parse_yaml(source)
    assert not isinstance(document, Problem), "what was read as a record is YAML"
    return ExtractedRecord(source=source, printed=printed_record(document)), problems
