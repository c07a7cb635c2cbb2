"""Everything that was read from one folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Protocol
    from metasacro.evidence.study import Study
    from metasacro.problems import Location, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A bibliography entry: what tables and reports need of it."""

    key: str
    fields: Mapping[str, str]
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceBase:
    """The studies, the protocol and the bibliography of one folder, with the digest of each file read.

    `skipped` names the records that were left out because of errors, when the caller asked for that.
    """

    folder: str
    studies: Mapping[str, Study]
    protocol: Protocol
    references: Mapping[str, Reference]
    digests: Mapping[str, str]  #: file name → SHA-256 of its bytes
    problems: tuple[Problem, ...]  #: cautions and notes of reading
    skipped: tuple[str, ...]
