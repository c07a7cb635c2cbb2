"""The ready workflow files: what they start, and that their commands work on a pull request with a flip in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from metasacro.commands.main import VERBS
from tests.commands.running import CHECKOUT, environment
from tests.records.revisions.repositories import ALONE, Repository
from tests.synthesis.change.two_states import OUTCOMES, RECORDS
from tests.synthesis.small_folder import write_folder

FOLDER = CHECKOUT / "docs" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
ACTIONS = {"actions/checkout", "actions/setup-python"}
#: Verbs that the hooks start; each is a verb of the program once its helper is merged.
HOOKS = {"metasacro check", "metasacro fmt --check"}


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def steps(file: Path) -> list[dict[str, Any]]:
    """The steps of a workflow in GitHub's format; GitLab's lines as steps."""
    found = read(file)
    if "jobs" in found:
        return list(found["jobs"]["check"]["steps"])
    return [{"run": line} for line in found["evidence"]["script"]]


def runs(file: Path) -> list[str]:
    return [step["run"] for step in steps(file) if "run" in step]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_workflow_checks_pools_compares_comments_and_fails_last(file: Path) -> None:
    """In this order, so that the comment is written before the check fails."""
    text = "\n".join(runs(file))
    places = [
        text.index(words) for words in ("metasacro check", "metasacro pool", "--format markdown", "--fail-on flip")
    ]
    assert places == sorted(places)
    comment = re.search(r"gh pr comment|curl", text)
    assert comment is not None
    assert places[2] < comment.start() < places[3]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_workflow_trusts_nobody(file: Path) -> None:
    """No action but checkout and Python's; nothing that somebody wrote stands inside a command; the whole history."""
    used = {step["uses"].partition("@")[0] for step in steps(file) if "uses" in step}
    assert used <= ACTIONS
    assert [run for run in runs(file) if "${{" in run] == []
    text = file.read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    assert "fetch-depth: 0" in text or 'GIT_DEPTH: "0"' in text


def test_there_is_a_workflow_for_each_forge() -> None:
    assert [file.stem for file in FILES] == ["forgejo", "github", "gitlab"]


def test_the_hooks_are_what_pre_commit_reads() -> None:
    hooks = read(CHECKOUT / ".pre-commit-hooks.yaml")
    assert {hook["entry"] for hook in hooks} == HOOKS
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files", "pass_filenames"} <= set(hook)
        assert hook["language"] == "python"
        assert re.search(hook["files"], "studies/ash.yaml")
        assert re.search(hook["files"], "studies/references.bib")
        assert not re.search(hook["files"], "README.md")
    assert "check" in VERBS


@pytest.fixture
def pull_request(tmp_path: Path) -> Repository:
    """A branch whose one commit flips a conclusion; `main` has gone on."""
    made = Repository(tmp_path / "review")
    write_folder(made.folder / "studies", RECORDS, outcomes=OUTCOMES)
    made.commit("Record four series")
    made.git("checkout", "--quiet", "-b", "branch")
    made.replace("studies/cedar.yaml", "mean: 4.6,", "mean: 7.9,")
    made.commit("Correct a mean")
    made.git("checkout", "--quiet", "main")
    made.write("README.md", "A review.")
    made.commit("Say what it is")
    made.git("checkout", "--quiet", "branch")
    return made


def surroundings(made: Repository, tools: Path) -> dict[str, str]:
    """What the forge sets, and a folder of programs: the program itself, and stand-ins for the forge's own."""
    tools.mkdir()
    (tools / "metasacro").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m metasacro "$@"\n', encoding="utf-8")
    (tools / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    for name in ("gh", "curl"):
        (tools / name).write_text('#!/bin/sh\nprintf "%s\\n" "$0" "$@" >> "$SAID"\n', encoding="utf-8")
    for tool in tools.iterdir():
        tool.chmod(0o755)
    base, head = made.git("merge-base", "main", "branch"), made.git("rev-parse", "branch")
    return {
        **environment(**ALONE),
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "SAID": str(tools / "said"),
        "GITHUB_STEP_SUMMARY": str(tools / "summary"),
        "BASE": made.git("rev-parse", "main"),
        "HEAD": head,
        "NUMBER": "7",
        "NOTES": "notes",
        "TOKEN": "token",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_COMMIT_SHA": head,
        "CI_MERGE_REQUEST_IID": "7",
        "CI_API_V4_URL": "api",
        "CI_PROJECT_ID": "1",
        "COMMENT_TOKEN": "token",
    }


def carried_out(file: Path, made: Repository, tools: Path) -> Iterator[tuple[str, subprocess.CompletedProcess[str]]]:
    """Every command but the installation, as a runner starts it."""
    variables = surroundings(made, tools)
    for run in runs(file):
        if "pip install" not in run:
            yield (
                run,
                subprocess.run(
                    ["bash", "-e", "-c", run],
                    cwd=made.folder,
                    env=variables,
                    capture_output=True,
                    encoding="utf-8",
                    check=False,
                ),
            )


@pytest.mark.skipif(os.name == "nt", reason="the runners of these forges start bash")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_commands_work_on_a_pull_request(file: Path, pull_request: Repository, tmp_path: Path) -> None:
    """All end well but the last, which fails because a conclusion flips; the comment says which value did it."""
    tools = tmp_path / "tools"
    ended = [(run, done.returncode, done.stderr) for run, done in carried_out(file, pull_request, tools)]
    assert [code for _, code, _ in ended[:-1]] == [0] * (len(ended) - 1), ended
    assert ended[-1][1] == 1
    assert "MS634" in ended[-1][2]
    comment = (pull_request.folder / "change.md").read_text(encoding="utf-8")
    assert "| 8 | results › pain · all › follow\\_up › 30 days › mean | 4.6 | 7.9 |" in comment
    assert "A review" not in comment
    said = (tools / "said").read_text(encoding="utf-8")
    assert said.splitlines()[0].endswith(("gh", "curl"))
    assert (pull_request.folder / "pooled" / "pool.json").is_file()
    if file.stem == "forgejo":
        sent = json.loads((pull_request.folder / "comment.json").read_text(encoding="utf-8"))
        assert sent == {"body": comment}
