"""The `git` program, asked by lists of arguments; no text of a user reaches a shell or becomes an option."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from metasacro.problems import Refusal
from metasacro.problems.printable import printable

#: Seconds after which a question to git counts as unanswered.
LONGEST = 120
#: How much of git's own words a message repeats.
SHOWN = 200

#: Answers in English and in bytes, without questions back, without locks, without colours or pagers.
#: A path is a path, whatever signs it begins with. What a clone lacks is not fetched: the programs and addresses that
#: fetching uses stand in the folder's own settings, which come from a stranger.
QUIET = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
}
#: Settings under which no question starts a program that a stranger's folder names.
TAME = {"core.fsmonitor": "false", "core.quotePath": "false", "log.showSignature": "false"}
#: Filters of file contents are programs too: it is asked which the folder names, and each of them gets none.
FILTERS = r"^filter\..*\.(clean|smudge|process|required)$"


class Unanswered(Exception):  # noqa: N818 - it says what git did, and each caller what that means
    """Git ended with an error; `said` is the first line of its words."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


class Git:
    """One repository, seen from a folder inside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings: dict[str, str] | None = None

    def ask(self, *arguments: str, typed: bytes = b"") -> bytes:
        """What git prints. Raises `Unanswered` where it fails, and `Refusal` MS631 where there is no git."""
        if self._settings is None:
            self._settings = {**TAME, **self._filters()}
        return self._answer(arguments, self._settings, typed)

    def _filters(self) -> dict[str, str]:
        """Settings that take the program of every filter away."""
        try:
            named = self._answer(("config", "--null", "--name-only", "--get-regexp", FILTERS), TAME)
        except Unanswered:  # no filter has a setting
            return {}
        names = {os.fsdecode(name) for name in named.split(b"\0") if name}
        return {name: "false" if name.endswith(".required") else "" for name in sorted(names)}

    def _answer(self, arguments: Sequence[str], settings: Mapping[str, str], typed: bytes = b"") -> bytes:
        try:
            done = subprocess.run(
                ["git", "--no-pager", *arguments],
                cwd=self._folder,
                env={**os.environ, **QUIET, **_given(settings)},
                input=typed,
                capture_output=True,
                timeout=LONGEST,
                check=False,
            )
        except FileNotFoundError:
            raise Refusal("MS631", reason="the program `git` is not installed") from None
        except OSError as error:
            raise Refusal("MS631", reason=error.strerror or "the program cannot be started") from None
        except subprocess.TimeoutExpired:
            raise Refusal("MS631", reason=f"no answer within {LONGEST} seconds") from None
        if done.returncode != 0:
            raise Unanswered(_first_line(done.stderr))
        return done.stdout

    def line(self, *arguments: str) -> str:
        """What git prints, as one line of text."""
        return os.fsdecode(self.ask(*arguments)).rstrip("\n")


def repository(folder: Path) -> tuple[Git, Path | None, str]:
    """The repository round `folder`: asked from its top, which is `None` where no files lie, and the folder's own
    path inside it, `""` or `a/b/`."""
    git = Git(folder)
    try:
        if git.line("rev-parse", "--is-bare-repository") == "true":
            return git, None, ""
        top = Path(git.line("rev-parse", "--show-toplevel"))
        return Git(top), top, git.line("rev-parse", "--show-prefix")
    except Unanswered as refused:
        raise Refusal("MS631", reason=refused.said or "it gives no reason") from None


def _given(settings: Mapping[str, str]) -> dict[str, str]:
    """Settings as variables, behind those that the user's shell gives; `-c` would cut a name that holds a `=`."""
    before = os.environ.get("GIT_CONFIG_COUNT", "")
    first = int(before) if before.isdecimal() else 0
    told = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for number, (name, value) in enumerate(settings.items(), start=first):
        told |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return told


def _first_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return printable(lines[0].removeprefix("fatal: ").replace("`", "'"), SHOWN) if lines else ""
