"""A real repository in a temporary folder, with authors and commits of its own."""

import os
import subprocess
from pathlib import Path

#: Nothing of the machine's own settings of git.
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
ANN, BEN = "Ann Author", "Ben Editor"


class Repository:
    """`git` in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch", "main")

    def git(self, *arguments: str, author: str = ANN) -> str:
        """Run git as this author; what it prints."""
        named = ["-c", f"user.name={author}", "-c", "user.email=nobody@example.org", "-c", "core.autocrlf=false"]
        done = subprocess.run(
            ["git", *named, *arguments],
            cwd=self.folder,
            env={**os.environ, **ALONE},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout.strip()

    def commit(self, subject: str, author: str = ANN) -> str:
        """Commit everything in the folder; the commit's name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", subject, author=author)
        return self.git("rev-parse", "HEAD")

    def write(self, file: str, text: str) -> None:
        """Write a file, with its folders."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace a text that stands once in the file."""
        text = (self.folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times in {file}"
        (self.folder / file).write_text(text.replace(old, new), encoding="utf-8")
