"""A folder becomes an evidence base: every record, the protocol, the bibliography, and every problem in them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from stat import S_ISREG

from metasacro.evidence.evidence_base import EvidenceBase, Reference
from metasacro.evidence.protocol import Protocol
from metasacro.evidence.study import Study
from metasacro.numerics.pieces import Spread, in_turn
from metasacro.problems import Location, Problem, Severity, problem
from metasacro.problems.printable import printable
from metasacro.records.bibliography import read_bibliography
from metasacro.records.evidence_files import PROTOCOL as PROTOCOL
from metasacro.records.evidence_files import REFERENCES as REFERENCES
from metasacro.records.evidence_files import shipped_folder as shipped_folder
from metasacro.records.file_text import MOST_BYTES as LARGEST_RECORD
from metasacro.records.file_text import FileText, read_text
from metasacro.records.known_files import Known as Known
from metasacro.records.known_files import read_records, value_of
from metasacro.records.nodes import Mapping as Tree
from metasacro.records.nodes import Node, place, scalars
from metasacro.records.protocol_text import read_protocol
from metasacro.records.yaml_text import parse_yaml

#: Far above any living review; below what takes minutes to read.
MOST_RECORDS = 10_000
MOST_CHARACTERS = 100_000_000


class EvidenceError(ValueError):
    """Evidence that cannot be used; `problems` says everything that must be mended."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        errors = [found for found in problems if found.severity is Severity.ERROR]
        first = errors[0]
        told = f"{first.code} {first.location}: {first.message}" if first.location else f"{first.code}: {first.message}"
        more = "1 error in the evidence" if len(errors) == 1 else f"{len(errors)} errors in the evidence; the first"
        super().__init__(f"{more}: {told}")


def load(folder: str | Path | None = None) -> EvidenceBase:
    """Read a folder of evidence; `None` reads the evidence shipped with the package.

    Raises `EvidenceError`, which carries every problem found, when any record cannot be used.

    >>> load().studies["gupta2014"].label
    'Gupta 2014'
    """
    path = shipped_folder() if folder is None else Path(folder)
    base, problems = read_folder(path, "studies" if folder is None else str(folder))
    if base is None:
        raise EvidenceError(problems)
    return base


def read_folder(
    folder: Path, name: str, *, skip_invalid: bool = False, known: Known | None = None, spread: Spread = in_turn
) -> tuple[EvidenceBase | None, tuple[Problem, ...]]:
    """Everything in `folder`, and every problem; `name` is what messages call the folder.

    No evidence base is returned while any error stands. With `skip_invalid`, errors inside a study record leave
    that record out instead, and `EvidenceBase.skipped` names it. A file that is `known`, by its name and the digest of
    its bytes, is not parsed again; what is parsed becomes known. `spread` parses the records of a large folder.
    """
    known = {} if known is None else known
    name = printable(name)
    if not folder.is_dir():
        return None, (problem("MS134", folder=name),)
    in_records: list[Problem] = []
    digests: dict[str, str] = {}
    paths = _records(folder, name, in_records)
    studies, broken = _studies(paths or [], name, in_records, digests, known, spread)

    elsewhere: list[Problem] = []
    protocol = _protocol(folder, name, elsewhere, digests, known)
    references = _references(folder, name, elsewhere, digests, known)
    if references is not None:
        elsewhere.extend(_uncited(studies, references, folder))
    if protocol is not None and paths is not None:
        elsewhere.extend(_unplaced(studies, protocol, broken, (folder / PROTOCOL, _shown(name, PROTOCOL))))
        elsewhere.extend(_unreported(studies, protocol, (folder / PROTOCOL, _shown(name, PROTOCOL))))

    problems = (*in_records, *elsewhere)
    blocking = elsewhere if skip_invalid else problems
    if protocol is None or references is None or any(found.severity is Severity.ERROR for found in blocking):
        return None, problems
    base = EvidenceBase(
        folder=name,
        studies=studies,
        protocol=protocol,
        references=references,
        digests=dict(sorted(digests.items())),
        problems=problems,
        skipped=tuple(broken),
    )
    return base, problems


def _studies(
    paths: list[Path], name: str, problems: list[Problem], digests: dict[str, str], known: Known, spread: Spread
) -> tuple[dict[str, Study], list[str]]:
    """Every record that can be read, and the names of those that cannot."""
    studies: dict[str, Study] = {}
    broken: list[str] = []
    files = [(path, _shown(name, path.name)) for path in paths]
    for (path, file), (digest, (study, found)) in zip(files, read_records(files, known, spread), strict=True):
        if digest:
            digests[file] = digest
        problems.extend(found)
        if study is None:
            broken.append(printable(path.stem))
        else:
            studies[study.id] = study
    return studies, broken


def _records(folder: Path, name: str, problems: list[Problem]) -> list[Path] | None:
    """The files named like records, in alphabetical order; a name that is nearly one is a problem.

    None where the folder cannot be listed or is too large: whether a record is there is then not known.
    """
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        problems.append(problem("MS101", place(name, (), 0, 0), reason=error.strerror or "it cannot be opened"))
        return None
    records = []
    for path in paths:
        stem, dot, ending = path.name.rpartition(".")
        if not dot or ending.lower() not in ("yaml", "yml") or path.name == PROTOCOL:
            continue
        if ending == "yaml":
            records.append(path)
        else:
            at = place(_shown(name, path.name), (), 0, 0)
            problems.append(
                problem("MS127", at, hint=f"name it `{printable(stem, 80)}.yaml`", name=printable(path.name, 80))
            )
    if most := _too_much(records):
        problems.append(problem("MS143", place(name, (), 0, 0), most=most))
        return None
    return records


def _too_much(records: list[Path]) -> str:
    """Which limit of a folder is passed, found before any record is read; a file that is too large is not read."""
    if len(records) > MOST_RECORDS:
        return f"{MOST_RECORDS:_} records".replace("_", " ")
    told = [path.lstat() for path in records if os.path.lexists(path)]
    size = sum(one.st_size for one in told if S_ISREG(one.st_mode) and one.st_size <= LARGEST_RECORD)
    return f"{MOST_CHARACTERS // 1_000_000} million characters of records" if size > MOST_CHARACTERS else ""


def _shown(name: str, file: str) -> str:
    """What messages call a file of the folder."""
    return printable(f"{name.rstrip('/')}/{file}")


def _protocol(
    folder: Path, name: str, problems: list[Problem], digests: dict[str, str], known: Known
) -> Protocol | None:
    source = _companion(folder, name, PROTOCOL, problems, digests)
    if source is None:
        return None
    protocol, found = value_of(known, read_protocol, source)
    problems.extend(found)
    return protocol


def _references(
    folder: Path, name: str, problems: list[Problem], digests: dict[str, str], known: Known
) -> Mapping[str, Reference] | None:
    source = _companion(folder, name, REFERENCES, problems, digests)
    if source is None:
        return None
    references, found = value_of(known, read_bibliography, source)
    problems.extend(found)
    return references


def _companion(folder: Path, name: str, file: str, problems: list[Problem], digests: dict[str, str]) -> FileText | None:
    shown = _shown(name, file)
    if not os.path.lexists(folder / file):
        problems.append(problem("MS132", trail=name, name=file))
        return None
    source = read_text(folder / file, shown)
    if isinstance(source, Problem):
        problems.append(source)
        return None
    digests[shown] = source.digest
    return source


def _mention(file: tuple[Path, str], text: str, field: str | None = None) -> Location:
    """Where a file that has been read names something; it is read again, because this is seldom asked."""
    path, shown = file
    source = read_text(path, shown)
    document = source if isinstance(source, Problem) else parse_yaml(source)
    if isinstance(document, Problem):
        return place(shown, (), 0, 0)
    root: Node | None = document.root
    if field is not None:
        root = root.get(field) if isinstance(root, Tree) else None
    found = next((node for node in scalars(root) if node.text == text), None) if root is not None else None
    return document.locate(found) if found is not None else place(shown, (), 0, 0)


def _uncited(studies: Mapping[str, Study], references: Mapping[str, Reference], folder: Path) -> Iterable[Problem]:
    """Records whose citation is not in the bibliography."""
    for study in studies.values():
        if study.citation not in references:
            close = get_close_matches(study.citation, list(references), n=1)
            hint = f"did you mean `{close[0]}`?" if close else ""
            file = (folder / f"{study.id}.yaml", study.source.location.file if study.source.location else "")
            at = _mention(file, study.citation, "citation")
            yield problem("MS129", at, trail=study.id, hint=hint, key=study.citation)


def _unplaced(
    studies: Mapping[str, Study], protocol: Protocol, broken: list[str], file: tuple[Path, str]
) -> Iterable[Problem]:
    """Records that the protocol wants and the folder lacks, and records that stand in no set or in two."""
    listed = protocol.studies("all")
    wanted = {*listed, protocol.index_study.value}
    wanted.update(*({decision.keep, *decision.leave_out} for decision in protocol.overlaps))
    for study in sorted(wanted - set(studies) - set(broken)):
        close = get_close_matches(study, list(studies), n=1)
        hint = f"did you mean `{close[0]}`?" if close else ""
        yield problem("MS133", _mention(file, study), hint=hint, study=study)
    counts = Counter(listed)
    for study in studies:
        if (count := counts[study]) != 1:
            yield problem(
                "MS136", studies[study].source.location, trail=study, study=study, count="none" if count == 0 else count
            )


def _unreported(studies: Mapping[str, Study], protocol: Protocol, file: tuple[Path, str]) -> Iterable[Problem]:
    """Outcomes that the panel wants and the index study does not report."""
    index = studies.get(protocol.index_study.value)
    if index is None:
        return
    reported = {result.outcome for result in index.results}
    for outcome in (*protocol.panel.scores, *protocol.panel.counts):
        if outcome not in reported:
            close = get_close_matches(outcome, list(reported), n=1)
            hint = f"did you mean `{close[0]}`?" if close else ""
            at = _mention(file, outcome, "panel")
            yield problem("MS144", at, trail="panel", hint=hint, outcome=outcome, study=index.id)
