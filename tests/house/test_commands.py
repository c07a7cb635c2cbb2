"""The command line explains itself, and what it shows as examples works."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from metasacro.commands.main import VERBS, metasacro, module_of
from tests.records.revisions.repositories import Repository

#: Between backticks, or at the start of an indented line, up to two spaces.
EXAMPLE = re.compile(r"`(metasacro[^`]*)`|^  (metasacro\b.*?)(?:\s{2,}.*)?$", re.MULTILINE)
ROOT = Path(__file__).resolve().parents[2]


def commands() -> dict[str, click.Command]:
    return {verb: import_module(f"metasacro.commands.{module_of(verb)}").command for verb in VERBS}


def examples() -> Iterator[str]:
    """What the epilogs show: `metasacro …` between backticks, or on a line of its own."""
    for epilog in (metasacro.epilog, *(command.epilog for command in commands().values())):
        for quoted, line in re.findall(
            r"`(metasacro[^`]*)`|^  (metasacro\b.*?)(?:\s{2,}.*)?$", epilog or "", re.MULTILINE
        ):
            yield quoted or line


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_an_example(verb: str) -> None:
    """A sentence of what it does, and a command line to copy."""
    command = commands()[verb]
    assert command.help
    assert f"metasacro {verb}" in (command.epilog or "")


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_has_help(verb: str) -> None:
    """No option without a sentence."""
    options = [option for option in commands()[verb].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not (option.help or "").endswith(".")] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_argument_is_explained(verb: str) -> None:
    """The help text names it."""
    command = commands()[verb]
    arguments = [argument for argument in command.params if isinstance(argument, click.Argument)]
    words = (command.help or "").upper()
    shown = [argument.make_metavar(click.Context(command)).strip("[]") for argument in arguments]
    assert [name for name in shown if not any(part in words for part in name.upper().split("|"))] == []


@pytest.mark.parametrize("verb", VERBS)
def test_the_list_of_verbs_says_what_the_verb_says(verb: str) -> None:
    """The line of `metasacro --help` and the verb's own help do not drift apart."""
    first_words = VERBS[verb].split()[:2]
    assert first_words == (commands()[verb].help or "").split()[:2]


def test_there_are_examples() -> None:
    """So that the next test is about something."""
    assert len(list(examples())) >= 8


@pytest.mark.parametrize("example", list(examples()))
def test_an_example_works(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends well in a repository of two commits, which holds what the examples name."""
    made = Repository(tmp_path)
    shutil.copy(ROOT / "tests" / "commands" / "scores.csv", tmp_path)
    for folder in ("my-studies", "first-reader", "second-reader"):
        shutil.copytree(ROOT / "studies", tmp_path / folder)
    shutil.copytree(ROOT / "outputs", tmp_path / "out")
    (tmp_path / "decided.yaml").write_text("decisions: []\n", encoding="utf-8")
    made.commit("Record what was read")
    made.write("my-studies/README.md", "Read again.")
    made.commit("Say so")
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(example.partition(" > ")[0])[1:]
    result = CliRunner().invoke(metasacro, arguments)
    assert result.exit_code == 0, result.output
    assert result.stdout or result.stderr.startswith("written: ")


def test_what_nobody_knows_is_a_mistake_of_usage() -> None:
    """Exit code 2, and a guess at what was meant."""
    result = CliRunner().invoke(metasacro, ["explain", "REMLL"])
    assert result.exit_code == 2
    assert "did you mean `REML`?" in result.output
