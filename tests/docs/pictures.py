"""The figures that a page shows, which its own commands have written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

#: `![what it says](where it is)`; the words may hold brackets.
SHOWN = re.compile(r"!\[(.+?)\]\(([^()\s]+\.svg)\)", re.DOTALL)
DESCRIPTION = "{http://www.w3.org/2000/svg}desc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure as a page shows it."""

    said: str  #: for those who do not see it, in one line
    file: Path


def pictures(page: Path) -> Iterator[Picture]:
    """Every figure of a page."""
    for said, target in SHOWN.findall(page.read_text(encoding="utf-8")):
        yield Picture(said=" ".join(said.split()), file=(page.parent / target).resolve())


def description(svg: str) -> str:
    """What a figure says of itself."""
    found = ElementTree.fromstring(svg).findtext(DESCRIPTION)
    assert found is not None, "the figure has no description"
    return " ".join(found.split())


def drawn_by_the_locked_matplotlib(root: Path) -> bool:
    """Another version may round a coordinate in another way."""
    import matplotlib

    return f"\nmatplotlib=={matplotlib.__version__}\n" in (root / "constraints.txt").read_text(encoding="utf-8")
