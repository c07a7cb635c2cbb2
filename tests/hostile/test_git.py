"""A folder's own git: none of the programs that its settings name is started by `diff`."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.hostile.evidence import good_folder
from tests.hostile.limited import assert_calm, limited


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_no_program_of_a_folder_is_started(tmp_path: Path) -> None:
    """Filters, one of them with a `=` in its name, the watcher of files, the check of signatures; git starts them."""
    folder = good_folder(tmp_path / "studies")
    started = tmp_path / "started"

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=folder, check=False, capture_output=True, timeout=60)

    git("init")
    git("add", ".")
    git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-m", "one")
    record = (folder / "good1.yaml").read_text(encoding="utf-8")
    (folder / "good1.yaml").write_text(record.replace("mean: 3,", "mean: 5,"), encoding="utf-8")
    program = f"touch {shlex.quote(str(started))}; cat"
    for setting in ("filter.one.clean", "filter.a=b.clean", "filter.one.process", "core.fsmonitor", "gpg.program"):
        git("config", setting, program)
    git("config", "log.showSignature", "true")
    (folder / ".gitattributes").write_text("*.yaml filter=one\ngood1.yaml filter=a=b\n", encoding="utf-8")
    git("blame", "good1.yaml")
    assert started.exists(), "the settings are live: plain git starts the program"
    started.unlink()
    ended = limited(["diff", "HEAD", "--folder", "."], folder=folder)
    assert ended.code == 0, ended.err
    assert "Good1" in ended.out
    assert not started.exists()
    assert_calm(ended)
