"""`metasacro pool --check-manifest`: whether the same inputs still give the same numbers."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import metasacro
from metasacro.records.evidence_files import shipped_folder

STUDIES = shipped_folder()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(metasacro, list(arguments))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of the references and one of the pool, with their manifests, and the evidence beside them."""
    place = tmp_path_factory.mktemp("written")
    shutil.copytree(STUDIES, place / "studies")
    for kind in (["ris"], ["metafor", "--outcome", "leak", "--level", "0.9"]):
        made = run("export", str(place / "studies"), "--to", *kind, "--output", str(place / "out"))
        assert made.exit_code == 0, made.output
    return place


@pytest.fixture
def place(written: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return shutil.copytree(written, tmp_path / "place")


def check(place: Path, kind: str, *more: str) -> Result:
    return run("pool", str(place / "studies"), "--check-manifest", str(place / "out" / f"{kind}.manifest.json"), *more)


def tables(result: Result) -> dict[str, list[list[str]]]:
    """Cells of each table by its name."""
    document = json.loads(result.stdout)
    return {
        table["id"]: [[cell["text"] for cell in row["cells"].values()] for row in table["rows"]]
        for table in document["tables"]
    }


def edited(path: Path, change: Callable[[Any], object]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def test_a_manifest_carries_everything_that_the_bytes_follow_from(written: Path) -> None:
    found = json.loads((written / "out" / "metafor.manifest.json").read_text(encoding="utf-8"))
    assert found["command"] == "export"
    assert found["options"] == {"to": "metafor", "outcome": ["leak"], "level": 0.9}
    assert found["seed"] is None
    assert found["protocol"]["sha256"] == found["inputs"]["protocol.yaml"]
    assert {"python", "numpy", "scipy"} <= set(found["packages"])
    assert list(found["outputs"]) == ["cohorts.csv", "answers.csv", "recompute.R"]
    assert str(written) not in json.dumps(found)


def test_the_seed_stands_in_it_although_nobody_typed_it(tmp_path: Path) -> None:
    made = run("gosh", str(STUDIES), "--subsets", "50", "--output", str(tmp_path / "a.svg"))
    assert made.exit_code == 0, made.output
    found = json.loads((tmp_path / "a.svg.manifest.json").read_text(encoding="utf-8"))
    assert (found["options"], found["seed"]) == ({"subsets": 50}, 1)
    assert "matplotlib" in found["packages"]
    again = run("pool", str(STUDIES), "--check-manifest", str(tmp_path / "a.svg.manifest.json"))
    assert again.exit_code == 0, again.output
    assert "gosh --subsets=50 --seed=1" in again.stdout


def test_nothing_has_changed(place: Path) -> None:
    found = check(place, "metafor")
    assert found.exit_code == 0, found.output
    assert "the same inputs give the same numbers" in found.stdout
    assert "export --to=metafor --outcome=leak --level=0.9" in found.stdout
    assert found.stderr == ""


def test_without_the_old_files_the_digests_say_it(place: Path) -> None:
    (place / "out" / "answers.csv").unlink()
    found = check(place, "metafor", "--format", "json")
    assert found.exit_code == 0
    assert ["answers.csv", "not there", "same bytes"] in tables(found)["files"]


def test_each_input_is_said_to_be_the_same_changed_missing_or_new(place: Path) -> None:
    studies = place / "studies"
    (studies / "onen2015.yaml").write_text((studies / "onen2015.yaml").read_text(encoding="utf-8") + "\n")
    edited(place / "out" / "ris.manifest.json", lambda found: found["inputs"].pop("yang2018.yaml"))
    edited(place / "out" / "ris.manifest.json", lambda found: found["inputs"].update({"gone.yaml": "0" * 64}))
    found = check(place, "ris", "--format", "json")
    assert found.exit_code == 1
    states = dict(tables(found)["inputs"])
    assert {name: state for name, state in states.items() if state != "same"} == {
        "gone.yaml": "missing",
        "onen2015.yaml": "changed",
        "yang2018.yaml": "new",
    }
    assert "the inputs are not the same, though the numbers are the same" in found.stdout


def test_numbers_that_differ_are_named_with_old_and_new(place: Path) -> None:
    """Of a run whose choice was another one than the manifest says."""
    edited(place / "out" / "metafor.manifest.json", lambda found: found["options"].update(level=0.8))
    found = check(place, "metafor", "--format", "json")
    assert found.exit_code == 1
    assert ["answers.csv", "as written", "differs"] in tables(found)["files"]
    rows = tables(found)["differences"]
    assert ["answers.csv", "line 2, level", "0.9", "0.8"] in rows
    assert "the same inputs do not give the same files" in found.stdout


def test_a_file_that_somebody_changed_is_said(place: Path) -> None:
    (place / "out" / "answers.csv").write_text("mine\n", encoding="utf-8")
    found = check(place, "metafor")
    assert found.exit_code == 1
    assert "a file beside the manifest was changed" in " ".join(found.stdout.split())


def test_other_versions_are_named_and_not_taken_for_other_numbers(tmp_path: Path, written: Path) -> None:
    """pool.json names the versions itself."""
    studies, folder = str(written / "studies"), tmp_path / "out"
    assert run("pool", studies, "--outcome", "leak", "--output", str(folder)).exit_code == 0
    plain = (folder / "pool.json").read_text(encoding="utf-8")
    numpy = json.loads(plain)["manifest"]["packages"]["numpy"]
    older = plain.replace(numpy, "1.26.0").encode()
    (folder / "pool.json").write_bytes(older)

    def then(found: dict[str, Any]) -> None:
        found["packages"]["numpy"] = "1.26.0"
        found["outputs"]["pool.json"] = hashlib.sha256(older).hexdigest()

    edited(folder / "pool.manifest.json", then)
    result = run("pool", studies, "--check-manifest", str(folder / "pool.manifest.json"))
    assert result.exit_code == 0, result.output
    assert "the same inputs give the same numbers, under other versions" in result.stdout
    assert "same numbers" in result.stdout


def test_a_command_without_an_answer_is_said(place: Path) -> None:
    """MS199: the records have errors now."""
    (place / "studies" / "onen2015.yaml").write_text("n: 3\n", encoding="utf-8")
    found = check(place, "metafor")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "error[MS199]" in found.stderr
    assert "the command of the manifest gives no answer now: error[MS" in found.stderr


def test_its_choices_are_those_of_the_manifest(place: Path) -> None:
    found = check(place, "ris", "--level", "0.9", "--output", "x")
    assert found.exit_code == 2
    assert "--check-manifest takes its choices from the manifest; leave out --level, --output" in found.stderr


HOSTILE: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "layout": (lambda found: found.update(layout="2"), "`layout` is not"),
    "missing": (lambda found: found.pop("seed"), "`seed` is missing"),
    "strange": (lambda found: found.update(then=1), "nothing is known of `then`"),
    "seed": (lambda found: found.update(seed=True), "`seed` is neither"),
    "protocol": (lambda found: found.update(protocol=[]), "`protocol` is no object"),
    "digest": (lambda found: found["inputs"].update({"a.yaml": "0"}), "`a.yaml` in `inputs` has no SHA-256"),
    "climbing": (lambda found: found["outputs"].update({"../a": "0" * 64}), "`../a` names no file beside"),
    "absolute": (lambda found: found["outputs"].update({"/etc/passwd": "0" * 64}), "names no file beside"),
    "empty": (lambda found: found.update(outputs={}), "`outputs` names no file"),
    "folder": (lambda found: found["inputs"].update({"a/b.yaml": "0" * 64}), "names no file of a folder"),
    "verb": (lambda found: found.update(command="sh"), "`sh` is no command that writes one"),
    "reconcile": (lambda found: found.update(command="reconcile"), "`reconcile` is no command"),
    "number": (lambda found: found.update(command=3), "`command` is no text"),
    "output": (lambda found: found["options"].update(output="/tmp/x"), "has no option `--output`"),
    "scheduler": (lambda found: found["options"].update(scheduler="tcp://x"), "has no option `--scheduler`"),
    "packages": (lambda found: found["packages"].update(numpy=2), "`packages` is no object of texts"),
    "input": (lambda found: found.update(inputs=[]), "`inputs` is no object of texts"),
    "name": (lambda found: found["options"].update({"--to": "ris"}), "`--to` is no option"),
    "object": (lambda found: found["options"].update(to={}), "the option `to` has no plain value"),
    "options": (lambda found: found.update(options=3), "`options` is no object"),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_manifest_of_a_stranger_is_refused_with_its_reason(place: Path, how: str) -> None:
    """MS198, before anything is computed or written."""
    change, reason = HOSTILE[how]
    edited(place / "out" / "ris.manifest.json", change)
    with chdir(place):
        found = check(place, "ris")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "error[MS198]" in found.stderr
    assert reason in " ".join(found.stderr.split())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 100_000, "MS198"),
        ('{"layout": 1, "layout": 2}', "MS198"),
        ('{"layout": NaN}', "MS198"),
        ("[]", "MS198"),
        ("", "MS198"),
        ("9" * 5000, "MS198"),
        ("\x1b[2J", "MS104"),
        (" " * (4 * 1024 * 1024 + 1), "MS102"),
    ],
    ids=["deep", "twice", "nan", "list", "empty", "digits", "control", "large"],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "a.manifest.json").write_text(text, encoding="utf-8")
    found = run("pool", "--check-manifest", str(tmp_path / "a.manifest.json"))
    assert (found.exit_code, found.stdout) == (1, "")
    assert f"error[{code}]" in found.stderr
    assert "\x1b" not in found.stderr


def test_a_manifest_that_is_a_link_or_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/zero")
    for name in ("link", "none"):
        found = run("pool", "--check-manifest", str(tmp_path / name))
        assert found.exit_code == 1
        assert "error[MS101]" in found.stderr
