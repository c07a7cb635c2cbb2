"""RESULTS.md has a block for each benchmark, under its heading; each script replaces its own."""

from __future__ import annotations

import re
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


def write_block(block: str) -> None:
    """Put the block, which begins with its heading, in the place of the one with the same heading, or at the end."""
    heading = block.partition("\n")[0]
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    blocks = [part for part in re.split(r"(?m)^(?=# )", text) if part.strip()]
    headings = [part.partition("\n")[0] for part in blocks]
    if heading in headings:
        blocks[headings.index(heading)] = block
    else:
        blocks.append(block)
    RESULTS.write_text("\n".join(part.strip("\n") + "\n" for part in blocks), encoding="utf-8")
