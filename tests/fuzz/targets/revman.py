"""`import` of a review of RevMan 5, which is XML: `mapping %%%% XML` → drafts, or coded problems."""

from __future__ import annotations

import re

from metasacro.records.imports.reading import read_import
from tests.fuzz.file import parts, written
from tests.fuzz.targets.drafts import kept, mapping_of

NAME = "review.rm5"


def run(data: bytes) -> None:
    """Import the review by its mapping."""
    about, review = parts(data)
    mapping = mapping_of(about)
    if mapping is not None:
        kept(read_import(written(NAME, review), NAME, None, mapping), mapping, _printed(review))


def _printed(review: bytes) -> frozenset[str] | None:
    """The attributes of the XML as they stand there; nothing is compared where one could be written in other signs."""
    if b"&" in review:
        return None
    return frozenset(
        told.strip() for told in re.findall(r"""=\s*["']([^"']*)["']""", review.decode("utf-8", "replace"))
    )
