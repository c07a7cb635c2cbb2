"""New files of a folder never take the place of what is there."""

from __future__ import annotations

from pathlib import Path

from metasacro.records.imports.placing import in_the_way


def test_what_exists_is_named_be_it_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "smith2020.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "doe2021.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "jones2021.yaml").mkdir()
    files = ("doe2021.yaml", "free2022.yaml", "jones2021.yaml", "smith2020.yaml")
    found = in_the_way(tmp_path, "studies/", files)
    assert [(problem.code, str(problem.location)) for problem in found] == [
        ("MS166", "studies/doe2021.yaml:1:1"),
        ("MS166", "studies/jones2021.yaml:1:1"),
        ("MS166", "studies/smith2020.yaml:1:1"),
    ]


def test_a_name_in_the_way_prints_no_escape(tmp_path: Path) -> None:
    (tmp_path / "a\x1b.yaml").write_text("", encoding="utf-8")
    (found,) = in_the_way(tmp_path, "studies", ["a\x1b.yaml"])
    assert "`studies/a�.yaml`" in found.message


def test_nothing_is_in_the_way_of_an_empty_folder(tmp_path: Path) -> None:
    assert in_the_way(tmp_path, "studies", ["smith2020.yaml"]) == []
