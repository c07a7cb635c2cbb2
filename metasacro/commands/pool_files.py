"""`metasacro pool --output`: the answers in full as files, and the same as text for other programs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from metasacro.commands.written import tell_written, write_run

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.reanalysis import Reanalysis


def full_texts(
    analyses: tuple[Analysis, ...], reanalysis: Reanalysis | None, evidence: EvidenceBase, forms: tuple[str, ...]
) -> dict[str, str]:
    """The results in full, as text in each of the forms."""
    from metasacro.render.csv_text import csv_text
    from metasacro.render.json_text import json_text
    from metasacro.synthesis.document import pool_document
    from metasacro.views.flat import COLUMNS, flat_records

    document = pool_document(evidence, analyses, reanalysis)
    makers = {"json": lambda: json_text(document), "csv": lambda: csv_text(COLUMNS, flat_records(document))}
    return {form: makers[form]() for form in forms}


def write_pool(
    folder: Path, analyses: tuple[Analysis, ...], reanalysis: Reanalysis | None, evidence: EvidenceBase
) -> None:
    """The same tables as files. The text is 120 columns wide and uncoloured, so that it is the same everywhere."""
    from metasacro.render.terminal.console import PLAIN_WIDTH, console_for
    from metasacro.render.terminal.glyphs import UNICODE
    from metasacro.render.terminal.page import print_page
    from metasacro.views.pages import footer, outcome_tables, reanalysis_tables

    text = io.StringIO()
    print_page(
        outcome_tables(analyses, evidence),
        reanalysis_tables(reanalysis, evidence),
        footer(analyses, evidence),
        console_for(text, PLAIN_WIDTH),
        UNICODE,
    )
    texts = {"txt": text.getvalue(), **full_texts(analyses, reanalysis, evidence, forms=("csv", "json"))}
    lines = (line.rstrip() for line in texts["txt"].splitlines())
    texts["txt"] = "\n".join(lines).strip("\n") + "\n"
    files = {f"pool.{ending}": content.encode() for ending, content in texts.items()}
    manifest = write_run(folder, files, evidence, "pool")
    tell_written(f"{folder}/{', '.join([*files, manifest])}")
