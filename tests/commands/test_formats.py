"""Tables of every verb in every format that is chosen by name."""

from __future__ import annotations

from importlib import import_module, util

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.formats import FORMATS, WRITERS
from metasacro.commands.main import metasacro
from tests.commands.running import run

SUMMARY = ["convert", "--n", "27", "--q1", "8.0", "--median", "9.0", "--q3", "10.0", "--scale", "0-10"]
VERBS = {"pool": ["pool"], "reanalyze": ["reanalyze"], "convert": SUMMARY}


def inside(*arguments: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(metasacro, list(arguments))


@pytest.mark.parametrize("form", WRITERS)
def test_a_format_names_a_function_that_is_there(form: str) -> None:
    module, name = WRITERS[form]
    assert util.find_spec(module) is not None
    assert callable(getattr(import_module(module), name))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_prints_every_format(verb: str, form: str) -> None:
    found = inside(*VERBS[verb], "--format", form)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.endswith("\n")


@pytest.mark.parametrize(
    ("verb", "form", "words"),
    [
        ("pool", "markdown", "**5.3 \\[3.7, 6.9\\]**"),
        ("pool", "latex", "\\textbf{5.3 [3.7, 6.9]}"),
        ("reanalyze", "markdown", "### What the printed scores can mean"),
        ("reanalyze", "latex", "\\caption{What the printed scores can mean"),
        ("convert", "markdown", "| luo/wan/shi | 9.00 | 1.57 |"),
        ("convert", "latex", "luo/wan/shi & 9.00 & 1.57 &"),
    ],
)
def test_the_answers_are_there(verb: str, form: str, words: str) -> None:
    assert words in inside(*VERBS[verb], "--format", form).stdout


@pytest.mark.parametrize("form", WRITERS)
def test_a_document_is_the_same_bytes_at_every_width(form: str) -> None:
    narrow, wide = (run(["pool", "--format", form], COLUMNS=columns).out for columns in ("60", "200"))
    assert narrow == wide
    assert "\x1b" not in narrow


def test_what_cannot_be_converted_leaves_a_document_without_tables() -> None:
    found = inside("convert", "--n", "5", "--q1", "9", "--median", "1", "--q3", "2", "--format", "markdown")
    assert found.exit_code != 0
    assert found.stdout.strip() == ""
