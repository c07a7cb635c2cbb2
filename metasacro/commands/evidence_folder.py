"""Which folder a command reads when none is named."""

from __future__ import annotations

from pathlib import Path

from metasacro.records.folder import PROTOCOL, shipped_folder


def find_folder(asked: str | None) -> tuple[Path, str]:
    """The folder and the name that messages call it.

    What was asked for; else `studies/` here if it holds a protocol; else this folder if it does; else the shipped one.
    """
    if asked is not None:
        return Path(asked), asked
    for name in ("studies", "."):
        if (Path(name) / PROTOCOL).is_file():
            return Path(name), name
    return shipped_folder(), "studies"
