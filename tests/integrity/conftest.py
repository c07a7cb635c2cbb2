"""Evidence for the tests to examine: the good folder of records, with some files in place of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.records.folder import load

RECORDS = Path(__file__).resolve().parents[1] / "records"
#: Ending of a case's file → the file of the good folder that it replaces. The longest ending counts.
PLACES = {
    ".jones2021.yaml": "jones2021.yaml",
    ".protocol.yaml": "protocol.yaml",
    ".bib": "references.bib",
    ".yaml": "smith2020.yaml",
}


@pytest.fixture
def evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, str], EvidenceBase]:
    """Read the good folder with the files of one case: `evidence(doubtful, "MS221")`."""

    def reading(cases: Path, case: str) -> EvidenceBase:
        shutil.copytree(RECORDS / "good", tmp_path / "studies", dirs_exist_ok=True)
        for path in sorted(cases.glob(f"{case}.*")):
            ending = next((ending for ending in PLACES if path.name == f"{case}{ending}"), None)
            if ending is not None:
                shutil.copy(path, tmp_path / "studies" / PLACES[ending])
        monkeypatch.chdir(tmp_path)
        return load("studies")

    return reading
