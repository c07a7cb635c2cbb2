"""What the report was made from: files with their digests, and versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.views.numbers import many
from metasacro.views.report.parts import Section, said
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase


def manifest_section(manifest: Mapping[str, Any], evidence: EvidenceBase) -> Section:
    """Inputs by SHA-256, then program and packages."""
    versions = {"metasacro": manifest["version"], **manifest["packages"]}
    made = Trace(what="the run", how="taken from the files and from the installed packages", origin=PROGRAM)
    lead = (
        f"From {many(len(evidence.studies), 'record')} of `{evidence.folder}`. The same files under the same versions "
        "give the same report, byte by byte."
    )
    return Section(
        id="manifest",
        title="Manifest",
        blocks=(
            said(lead, made),
            _pairs("versions", "Versions", ("Package", "Version"), versions, made),
            _pairs("inputs", "Input files", ("File", "SHA-256"), manifest["inputs"], made),
        ),
        trace=made,
    )


def _pairs(id: str, title: str, heads: tuple[str, str], pairs: Mapping[str, str], made: Trace) -> Table:
    return Table(
        id=id,
        title=title,
        subtitle="",
        columns=(Column(key="name", title=heads[0]), Column(key="value", title=heads[1])),
        rows=tuple(
            Row(cells={"name": Cell(text=name, kind=Kind.LABEL, trace=made), "value": Cell(text=value, trace=made)})
            for name, value in pairs.items()
        ),
        trace=made,
    )
