"""A crate as data: its files, who made it, from what, and with which versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase

#: Ending of a file → its media type, and what it is called.
TYPES = {
    "yaml": ("application/yaml", "record"),
    "bib": ("application/x-bibtex", "references"),
    "json": ("application/json", "answers with the way to each number"),
    "csv": ("text/csv", "table"),
    "R": ("text/x-r", "script that recomputes the answers with metafor"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateFile:
    """One file: its place in the crate, what it is, and its content's measure."""

    path: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crate:
    """`licence`: an SPDX name or a URL, `None` where nobody gave one. `software`: name → version, ours first."""

    name: str
    description: str
    published: str
    licence: str | None
    authors: tuple[str, ...]
    inputs: tuple[CrateFile, ...]
    outputs: tuple[CrateFile, ...]
    software: tuple[tuple[str, str], ...]


def crate(
    evidence: EvidenceBase,
    inputs: Mapping[str, bytes],
    outputs: Mapping[str, bytes],
    manifest: Mapping[str, Any],
    *,
    published: str,
    licence: str | None,
    authors: tuple[str, ...],
) -> Crate:
    """The crate of these files; `manifest` says which versions computed."""
    titles = {study.id: study.label for study in evidence.studies.values()}
    return Crate(
        name=evidence.protocol.title,
        description=evidence.protocol.question,
        published=published,
        licence=licence,
        authors=authors,
        inputs=tuple(_files(inputs, titles)),
        outputs=tuple(_files(outputs, titles)),
        software=(("metasacro", manifest["version"]), *manifest["packages"].items()),
    )


def _files(contents: Mapping[str, bytes], titles: Mapping[str, str]) -> Iterator[CrateFile]:
    for path, content in contents.items():
        stem, _, ending = path.rpartition("/")[2].rpartition(".")
        media_type, what = TYPES.get(ending, ("application/octet-stream", "file"))
        name = f"record of {titles[stem]}" if ending == "yaml" and stem in titles else f"{what}: {stem}.{ending}"
        yield CrateFile(
            path=path,
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
