"""One of the two states that are compared: its evidence, and the text of its files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from metasacro.problems import Problem
from metasacro.records.file_text import FileText, read_text
from metasacro.records.folder import PROTOCOL, REFERENCES, read_folder
from metasacro.records.revisions.tree import write_tree

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.records.revisions.git_program import Git
    from metasacro.records.revisions.span import Commit


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`name` is what messages call it: `main:studies`, or the folder. `files`: by the file's own name."""

    name: str
    evidence: EvidenceBase | None  #: None while any error stands; `problems` says which
    problems: tuple[Problem, ...]
    files: Mapping[str, FileText]

    def shown(self, file: str) -> str:
        """What messages call one of its files."""
        return self.files[file].file


def state_of_folder(folder: Path, name: str, *, skip_invalid: bool = False) -> State:
    """The files as they lie in a folder."""
    evidence, problems = read_folder(folder, name, skip_invalid=skip_invalid)
    files = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix == ".yaml" or path.name in (PROTOCOL, REFERENCES):
            source = read_text(path, f"{name.rstrip('/')}/{path.name}")
            if not isinstance(source, Problem):
                files[path.name] = source
    return State(name=name, evidence=evidence, problems=problems, files=files)


def state_of_commit(git: Git, commit: Commit, folder: str, *, skip_invalid: bool = False) -> State:
    """The files as they stood in a commit; `folder` is named from the repository's root."""
    name = f"{commit.name}:{folder}" if folder else f"{commit.name}:."
    with tempfile.TemporaryDirectory(prefix="metasacro-") as temporary:
        write_tree(git, commit, folder, Path(temporary))
        return state_of_folder(Path(temporary), name, skip_invalid=skip_invalid)
