"""What goes into an RO-Crate: copies of the records, the answers, and what the user says of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.analysis import Analysis

#: Seconds since 1970 as the day on which something is published; builds that must repeat set it.
EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the user says of a crate, because the evidence does not. `published`: YYYY-MM-DD."""

    published: str | None
    licence: str | None
    authors: tuple[str, ...]

    def dated(self) -> Told:
        """With the day of SOURCE_DATE_EPOCH where none was given; a crate must have one, and the clock gives none."""
        if self.published is not None:
            return self
        seconds = os.environ.get(EPOCH, "")
        if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):
            raise click.UsageError(f"an RO-Crate must say when it is published: give `--date`, or set {EPOCH}.")
        return replace(self, published=day_of(datetime.fromtimestamp(int(seconds), UTC)))


def day_of(moment: datetime | None) -> str | None:
    """The day alone."""
    return None if moment is None else moment.date().isoformat()


def crate_files(
    evidence: EvidenceBase, folder: Path, analyses: tuple[Analysis, ...], told: Told
) -> Mapping[str, bytes]:
    """Every file of the crate, the metadata first.

    Raises `Refusal` (MS613) where a record is no longer what was pooled.
    """
    from metasacro.render.csv_text import csv_text
    from metasacro.render.exports.metafor import metafor_files
    from metasacro.render.exports.ro_crate import METADATA, crate_text
    from metasacro.render.json_text import json_text
    from metasacro.synthesis.document import pool_document
    from metasacro.views.exports.crate import crate
    from metasacro.views.exports.metafor import metafor_parcel
    from metasacro.views.flat import COLUMNS, flat_records

    document = pool_document(evidence, analyses, None)
    inputs = _copies(evidence, folder)
    outputs = {
        "answers/pool.json": json_text(document).encode(),
        "answers/pool.csv": csv_text(COLUMNS, flat_records(document)).encode(),
    }
    for name, content in metafor_files(metafor_parcel(evidence, analyses)).items():
        outputs[f"answers/metafor/{name}"] = content
    described = crate(
        evidence,
        inputs,
        outputs,
        document["manifest"],
        published=told.published or "",
        licence=told.licence,
        authors=told.authors,
    )
    return {METADATA: crate_text(described).encode(), **inputs, **outputs}


def _copies(evidence: EvidenceBase, folder: Path) -> dict[str, bytes]:
    """The files that were read, byte by byte."""
    from metasacro.problems import Refusal

    copies = {}
    for name, digest in evidence.digests.items():
        file = name.rpartition("/")[2]
        try:
            content = (folder / file).read_bytes()
        except OSError:
            content = b""
        if hashlib.sha256(content).hexdigest() != digest:
            raise Refusal("MS613", file=name)
        copies[f"evidence/{file}"] = content
    return copies
