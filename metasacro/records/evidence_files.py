"""What the files of a folder of evidence are called, and where the shipped folder lies."""

from __future__ import annotations

from pathlib import Path

PROTOCOL = "protocol.yaml"
REFERENCES = "references.bib"


def shipped_folder() -> Path:
    """The evidence that comes with the program: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "studies"
    return inside if inside.is_dir() else package.parent / "studies"
