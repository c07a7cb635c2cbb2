"""Which folder a command reads when none is named."""

import json
from pathlib import Path

from tests.commands.running import run
from tests.synthesis.small_folder import scores, write_folder


def test_studies_here_are_pooled_where_no_folder_is_named(tmp_path: Path) -> None:
    write_folder(tmp_path / "studies", {"smith": scores("mean: 8, sd: 2", "mean: 4, sd: 2")})
    found = run(["pool", "--format", "json", "--outcome", "pain"], tmp_path)
    assert [study["id"] for study in json.loads(found.out)["outcomes"][0]["studies"]] == ["smith"]


def test_the_shipped_evidence_is_pooled_from_anywhere_else(tmp_path: Path) -> None:
    found = run(["pool", "--format", "json", "--outcome", "pain"], tmp_path)
    assert found.code == 0
    assert json.loads(found.out)["outcomes"][0]["k"] == 6
