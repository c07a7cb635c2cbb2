"""`metasacro export`: files of other programs, and what they have no place for."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
import rispy
from click.testing import CliRunner, Result

from metasacro.commands.export import KINDS
from metasacro.commands.main import metasacro
from tests.synthesis.small_folder import PAIN, count, scores, write_folder

ROOT = Path(__file__).resolve().parents[2]
STUDIES = str(ROOT / "studies")
DATED = {"ro-crate": ["--date", "2026-01-31"]}


def export(kind: str, output: Path, folder: str = STUDIES, *more: str, **environment: str) -> Result:
    arguments = ["export", folder, "--to", kind, "--output", str(output), *more]
    return CliRunner().invoke(metasacro, arguments, env={"SOURCE_DATE_EPOCH": None, **environment})


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_evidence_gives_the_same_bytes(kind: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        done = export(kind, tmp_path / name, STUDIES, *DATED.get(kind, []))
        assert done.exit_code == 0, done.output
        assert done.stdout == ""
    assert contents(tmp_path / "one")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_an_unknown_kind_is_a_mistake_of_usage(tmp_path: Path) -> None:
    done = export("stata", tmp_path / "out")
    assert done.exit_code == 2
    assert "'stata' is not one of 'metafor'" in done.output
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = export("ris", tmp_path / "file" / "out")
    assert done.exit_code == 2
    assert "error[MS196]" in done.output


@pytest.mark.parametrize(
    ("kind", "more", "named"),
    [
        ("ris", ("--method", "DL"), "`--method`"),
        ("prisma", ("--outcome", "pain", "--study-set", "all"), "`--outcome`, `--study-set`"),
        ("metafor", ("--licence", "MIT"), "`--licence`"),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(
    kind: str, more: tuple[str, ...], named: str, tmp_path: Path
) -> None:
    done = export(kind, tmp_path, STUDIES, *more)
    assert done.exit_code == 2
    assert f"{named} would change nothing in an export to `{kind}`." in done.output


def test_evidence_with_an_error_is_not_exported(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "e", {"a": scores("mean: 8, sd: -2", "mean: 3, sd: 2")})
    done = export("metafor", tmp_path / "out", str(folder))
    assert done.exit_code == 1
    assert "nothing was exported" in done.output
    assert not (tmp_path / "out").exists()


NO_SD = {"a": scores("mean: 8, sd: not reported", "mean: 3, sd: not reported")}


@pytest.mark.parametrize(
    ("kind", "code"), [("metafor", "MS611"), ("revman", "MS611"), ("robvis", "MS611"), ("prisma", "MS606")]
)
def test_what_would_be_empty_is_not_written(kind: str, code: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "e", NO_SD, outcomes=PAIN)
    done = export(kind, tmp_path / "out", str(folder))
    assert done.exit_code == 3, done.output
    assert f"error[{code}]" in done.output
    assert not (tmp_path / "out").exists()


#: As the record prints them: after, before, patients; the correlation is the protocol's.
LESION = ["2.6", "2.4", "9.0", "0.9", "39", "0.5"]


def test_metafor_gets_raw_numbers_and_what_is_not_recomputed_is_said(tmp_path: Path) -> None:
    done = export("metafor", tmp_path)
    assert sorted(contents(tmp_path)) == ["answers.csv", "cohorts.csv", "metafor.manifest.json", "recompute.R"]
    rows = {row["slab"]: row for row in rows_of(tmp_path / "cohorts.csv") if row["outcome"] == "pain"}
    lesion = rows["Kortman 2013 · lesion"]
    assert [lesion[name] for name in ("m1i", "sd1i", "m2i", "sd2i", "ni", "ri")] == LESION
    assert float(lesion["m1i"]) - float(lesion["m2i"]) == pytest.approx(float(lesion["yi"]))
    assert lesion["source"] == "studies/kortman2013.yaml:61"
    assert rows["Gupta 2014"]["conversion"] == "exact-set"
    assert rows["Gupta 2014 · cancer"]["in_pool"] == "FALSE"
    assert (
        "note[MS612]: exported, but not recomputed by the R script: Pain reduction: the prediction interval"
        in done.stderr
    )
    assert "note[MS610]: `metafor` has no place for Pain reduction: the pooled changes under other" in done.stderr


def test_a_formula_in_a_label_stays_text(tmp_path: Path) -> None:
    """In every CSV; a line break cannot end a row, a quote cannot end a cell."""
    one = scores("mean: 8, sd: 2", "mean: 3, sd: 2")
    folder = write_folder(tmp_path / "e", {"a": one, "b": one}, outcomes=PAIN)
    record = (folder / "a.yaml").read_text(encoding="utf-8")
    hostile = '"=cmd(\\"rm\\")\\n\'; stop(1)"'
    (folder / "a.yaml").write_text(record.replace("label: A\n", f"label: {hostile}\n"), encoding="utf-8")
    for kind, file, column in (("metafor", "cohorts.csv", "slab"), ("revman", "data-rows.csv", "Study")):
        assert export(kind, tmp_path / kind, str(folder)).exit_code == 0
        first, second = rows_of(tmp_path / kind / file)
        assert first[column] == "'=cmd(\"rm\") '; stop(1)"
        assert second[column] == "B"


def test_revman_gets_contrasts_and_no_invented_events(tmp_path: Path) -> None:
    done = export("revman", tmp_path)
    rows = rows_of(tmp_path / "data-rows.csv")
    (without,) = [row for row in rows if row["Study"] == "Trouvin 2012"]
    assert (without["Experimental cases"], without["Experimental N"], without["GIV Mean"]) == ("0", "6", "")
    assert "nobody or everybody had the event (Gupta 2014, Trouvin 2012)" in done.stderr
    assert {row["Study"] for row in rows} == {row["Study"] for row in rows_of(tmp_path / "studies.csv")}
    settings = rows_of(tmp_path / "overall-estimates-and-settings.csv")
    assert settings[0]["Analysis name"] == "Pain reduction"
    assert float(settings[0]["Mean"]) == pytest.approx(-5.26, abs=0.01)


def test_robvis_gets_its_own_words_and_no_overall_judgement(tmp_path: Path) -> None:
    done = export("robvis", tmp_path)
    rows = rows_of(tmp_path / "robvis-jbi.csv")
    columns = list(rows[0])
    assert (columns[0], columns[1], columns[-2:]) == ("Study", "D1 inclusion criteria", ["Overall", "Weight"])
    words = {value for row in rows for name, value in row.items() if name.startswith("D")}
    assert words <= {"Low", "Some concerns", "High", "Not applicable", "No information"}
    assert {row["Overall"] for row in rows} == {"No information"}
    assert "records without a judgement by JBI checklist for case series: Andresen 2012" in done.stderr


def test_ris_is_read_back(tmp_path: Path) -> None:
    done = export("ris", tmp_path)
    entries = {entry["id"]: entry for entry in rispy.loads((tmp_path / "references.ris").read_text(encoding="utf-8"))}
    index = entries["gupta2014"]
    assert index["authors"][0] == "Gupta, A. C."
    assert (index["type_of_reference"], index["year"], index["start_page"]) == ("JOUR", "2014", "2202")
    assert "others" not in entries["gotisgraham1994"]["authors"]
    assert "the word that more authors exist: gotisgraham1994" in done.stderr
    assert "the field `month` of moussazadeh2015" in done.stderr


def test_prisma_says_missing_and_never_zero(tmp_path: Path) -> None:
    done = export("prisma", tmp_path)
    rows = {row["data"]: row["n"] for row in rows_of(tmp_path / "PRISMA.csv")}
    assert (rows["citations_results"], rows["website_results"], rows["new_studies"]) == ("10", "NA", "23")
    assert rows["database_results"] == "NA"
    assert rows["other_excluded"].startswith("the page was cut before the results, 4; ")
    assert "the words `not reported`; `NA` stands at website_results, organisation_results" in done.stderr


def test_a_crate_has_a_date_from_the_user_or_the_build(tmp_path: Path) -> None:
    done = export("ro-crate", tmp_path / "none")
    assert done.exit_code == 2
    assert "give `--date`, or set SOURCE_DATE_EPOCH" in done.output
    assert export("ro-crate", tmp_path / "wrong", SOURCE_DATE_EPOCH="soon").exit_code == 2
    assert export("ro-crate", tmp_path / "crate", SOURCE_DATE_EPOCH="86400").exit_code == 0
    graph = json.loads((tmp_path / "crate" / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    assert next(entity for entity in graph if entity["@id"] == "./")["datePublished"] == "1970-01-02"


def test_a_crate_holds_what_it_describes(tmp_path: Path) -> None:
    """The must-haves of RO-Crate 1.1: a descriptor, a root, flat entities, and every file that is named."""
    more = ("--date", "2026-01-31", "--licence", "CC-BY-4.0", "--author", "A. Name", "--author", "B. Name")
    assert export("ro-crate", tmp_path, STUDIES, *more).exit_code == 0
    document = json.loads((tmp_path / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert document["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    entities = {entity["@id"]: entity for entity in document["@graph"]}
    assert len(entities) == len(document["@graph"])
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert descriptor["about"] == {"@id": "./"}
    assert root["@type"] == "Dataset"
    assert root["datePublished"] == "2026-01-31"
    assert root["name"]
    assert root["description"]
    assert entities[root["license"]["@id"]]["name"] == "CC-BY-4.0"
    assert [entities[author["@id"]]["name"] for author in root["author"]] == ["A. Name", "B. Name"]
    named = {part["@id"] for part in root["hasPart"]}
    assert named == set(contents(tmp_path)) - {"ro-crate-metadata.json", "ro-crate.manifest.json"}
    for name in named:
        content = (tmp_path / name).read_bytes()
        assert entities[name]["@type"] == "File"
        assert entities[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert entities[name]["contentSize"] == str(len(content))
    for found in document["@graph"]:  # every reference leads to an entity of the crate, or to the specification
        for value in found.values():
            links = [link["@id"] for link in (value if isinstance(value, list) else [value]) if isinstance(link, dict)]
            assert [link for link in links if link not in entities and link != "https://w3id.org/ro/crate/1.1"] == []


def test_a_crate_without_a_licence_says_so(tmp_path: Path) -> None:
    assert export("ro-crate", tmp_path, STUDIES, "--date", "2026-01-31").exit_code == 0
    graph = json.loads((tmp_path / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    root = next(entity for entity in graph if entity["@id"] == "./")
    assert root["license"].startswith("No licence was stated")
    assert "author" not in root


def test_a_record_that_changed_meanwhile_is_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was pooled is not what lies there any more (MS613)."""
    import metasacro.synthesis.document as document

    one = count(2)
    folder = write_folder(tmp_path / "e", {"a": one, "b": one})
    whole = document.pool_document

    def and_someone_writes(*arguments: object) -> object:
        with (folder / "a.yaml").open("a", encoding="utf-8") as file:
            file.write("# a remark\n")
        return whole(*arguments)  # type: ignore[arg-type] # passed on

    monkeypatch.setattr(document, "pool_document", and_someone_writes)
    done = export("ro-crate", tmp_path / "out", str(folder), "--date", "2026-01-31")
    assert done.exit_code == 3
    assert "error[MS613]: `e/a.yaml` changed, or is gone" in done.output
    assert not (tmp_path / "out").exists()
