"""A reader who does what a page of the manual says, and compares what is printed with what the page shows."""

from __future__ import annotations

import doctest
import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import chdir
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from click.testing import CliRunner

from metasacro.commands.main import metasacro
from tests.commands.running import UNSET
from tests.docs.page import ADD, AS_IN_THE_README, CHANGE, SAVE, Block, blocks, start_of
from tests.records.revisions.repositories import ALONE

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = "…"
#: When the commits of the manual are made.
COMMITTED = "2026-01-01T12:00:00+00:00"


@dataclass
class Walk:
    """Where the reader stands, and what was printed that differs from the page."""

    folder: Path
    #: Line of a page's block → what is printed instead of its text.
    instead: dict[int, str] = field(default_factory=dict)

    def follow(self, page: Path, *, only_files: bool = False) -> None:
        """Carry out every block; with `only_files`, ask nothing of the program."""
        before = start_of(page)
        if before is not None:
            self.follow(before, only_files=True)
        names: dict[str, object] = {}
        rest = iter(_followed(list(blocks(page.read_text(encoding="utf-8")))))
        for block, after in rest:
            here = f"{page.name}, line {block.line}"
            if block.is_typed:
                shown = after if after is not None and _is_output(after) else None
                if shown is not None:
                    next(rest)
                self._type(block, shown, here, only_files)
            elif block.text.startswith(">>> "):
                if not only_files:
                    self._python(block, names, here)
            elif AS_IN_THE_README in block.said:
                _compare_with_readme(block, here)
            elif found := SAVE.search(block.said):
                path = self.folder / found[1]
                assert path.parent.is_dir(), f"{here}: the page never made the folder {path.parent.name}"
                path.write_text(block.text + "\n", encoding="utf-8")
            elif found := ADD.search(block.said):
                path = self.folder / found[1]
                path.write_text(path.read_text(encoding="utf-8") + block.text + "\n", encoding="utf-8")
            elif found := CHANGE.search(block.said):
                assert after is not None, f"{here}: no block says what takes its place"
                assert after.said == "to:", f"{here}: no block says what takes its place"
                _replace(self.folder / found[1], block.text, next(rest)[0].text, here)
            else:
                raise AssertionError(f"{here}: nothing says what this block is for")

    def _type(self, block: Block, shown: Block | None, here: str, only_files: bool) -> None:
        printed: list[str] = []
        for line in block.text.splitlines():
            assert line.startswith("$ "), f"{here}: `{line}` is neither typed nor in a block of its own"
            printed.append(self._command(shlex.split(line[2:]), here, only_files))
        if only_files:
            return
        actual = _plain("".join(printed))
        expected = shown.text if shown is not None else ""
        if not agrees(expected, actual):
            assert shown is not None, f"{here}: the page does not show what this prints:\n{actual}"
            self.instead[shown.line] = renewed(expected, actual)

    def _command(self, words: Sequence[str], here: str, only_files: bool) -> str:
        """What a line prints. Two words of the shell and git are known beside the program, and `>`."""
        match words:
            case ["mkdir", name]:
                (self.folder / name).mkdir()
            case ["cd", name]:
                self.folder = self.folder / name
                assert self.folder.is_dir(), f"{here}: there is no folder {name}"
            case ["git", *arguments]:
                _git(arguments, self.folder, here)
            case ["metasacro", *arguments, ">", file]:
                text = self._program(arguments, here)
                (self.folder / file).write_text(text, encoding="utf-8")
            case ["metasacro", *arguments]:
                return "" if only_files else self._program(arguments, here)
            case _:
                raise AssertionError(f"{here}: `{shlex.join(words)}` is not tested")
        return ""

    def _program(self, arguments: Sequence[str], here: str) -> str:
        with chdir(self.folder):
            found = CliRunner().invoke(metasacro, list(arguments), env=dict.fromkeys(UNSET))
        assert found.exception is None or isinstance(found.exception, SystemExit), f"{here}: {found.exception!r}"
        failed = any(line.startswith("error") for line in found.output.splitlines())
        assert (found.exit_code != 0) == failed, f"{here}: exit code {found.exit_code}\n{found.output}"
        return found.output

    def _python(self, block: Block, names: dict[str, object], here: str) -> None:
        test = doctest.DocTestParser().get_doctest(block.text + "\n", names, here, here, block.line)
        told: list[str] = []
        with chdir(self.folder):
            result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append, clear_globs=False)
        names.update(test.globs)
        assert result.failed == 0, "".join(told)


def _git(arguments: Sequence[str], folder: Path, here: str) -> None:
    """Run git with none of the machine's settings and on a fixed day, so that each commit has the same name."""
    day = {"GIT_AUTHOR_DATE": COMMITTED, "GIT_COMMITTER_DATE": COMMITTED}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **ALONE, **day}, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, f"{here}: {done.stderr}"
    assert done.stdout == "", f"{here}: git prints, and the page does not show it: {done.stdout}"


def _followed(steps: Sequence[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Each block with the one after it; a page may have none."""
    return zip_longest(steps, steps[1:])


def _is_output(block: Block) -> bool:
    """A `text` block that no sentence makes a file of."""
    announced = any(sign.search(block.said) for sign in (SAVE, ADD, CHANGE))
    return block.language == "text" and not announced


def _replace(path: Path, old: str, new: str, here: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{here}: this stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _compare_with_readme(block: Block, here: str) -> None:
    known = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    strange = [line for line in block.text.splitlines() if line not in known]
    assert strange == [], f"{here}: not in the README"


def _plain(printed: str) -> str:
    """Without the spaces that fill a table's lines, and without empty lines around it."""
    return "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n")


def agrees(shown: str, printed: str) -> bool:
    """Whether the page shows what is printed, to the letter where it leaves nothing out."""
    lines, rest = shown.splitlines(), printed.splitlines()
    chunks = _chunks(lines)
    if LEFT_OUT not in lines:
        return lines == rest
    at = 0
    for number, chunk in enumerate(chunks):
        starts = range(at, len(rest) - len(chunk) + 1)
        if number == 0 and lines[0] != LEFT_OUT:
            starts = range(min(1, len(starts)))
        if number == len(chunks) - 1 and lines[-1] != LEFT_OUT:
            starts = range(max(at, len(rest) - len(chunk)), len(rest) - len(chunk) + 1)
        found = next((start for start in starts if rest[start : start + len(chunk)] == chunk), None)
        if found is None:
            return False
        at = found + len(chunk)
    return True


def renewed(shown: str, printed: str) -> str:
    """What is printed now, with the same parts left out: each shown part from its first line to its last, where these
    are still printed; else as many lines as before. A part whose first line is gone is shown as it was."""
    lines, rest = shown.splitlines(), printed.splitlines()
    if LEFT_OUT not in lines:
        return printed
    parts: list[str] = [LEFT_OUT] if lines[0] == LEFT_OUT else []
    at = 0
    for number, chunk in enumerate(_chunks(lines)):
        parts += [LEFT_OUT] if number else []
        if chunk[0] not in rest[at:]:
            parts += chunk
            continue
        start = rest.index(chunk[0], at)
        last = rest.index(chunk[-1], start) + 1 if chunk[-1] in rest[start:] else start + len(chunk)
        parts += rest[start:last]
        at = last
    return "\n".join([*parts, LEFT_OUT] if lines[-1] == LEFT_OUT else parts)


def _chunks(lines: Sequence[str]) -> list[list[str]]:
    """The lines between those that leave something out."""
    chunks: list[list[str]] = [[]]
    for line in lines:
        if line == LEFT_OUT:
            chunks.append([])
        else:
            chunks[-1].append(line)
    return [chunk for chunk in chunks if chunk]


def rewritten(page: str, instead: dict[int, str]) -> str:
    """The page with other text in some of its blocks."""
    lines = page.splitlines()
    for block in reversed(list(blocks(page))):
        if block.line in instead:
            length = len(block.text.splitlines())
            lines[block.line : block.line + length] = instead[block.line].splitlines()
    return "\n".join(lines) + "\n"
