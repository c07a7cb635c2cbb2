"""`metasacro diff`: what changed between two states of the evidence, and what it did to every answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from metasacro.commands.exit_codes import FINE, PROBLEMS, USAGE
from metasacro.commands.options import SKIP_INVALID, use_one_thread
from metasacro.commands.refusals import refusals_end

if TYPE_CHECKING:
    from metasacro.records.revisions.state import State
    from metasacro.synthesis.change.comparison import Comparison

EPILOG = """\b
Examples:
  metasacro diff HEAD~1..HEAD --folder my-studies    the last commit
  metasacro diff HEAD --folder my-studies            what is not committed yet
  metasacro diff my-studies my-studies               two folders, old and new
  metasacro diff HEAD~1..HEAD --folder my-studies --format markdown --fail-on flip
"""


@click.command(name="diff", epilog=EPILOG)
@click.argument("sides", nargs=-1, required=True, metavar="A..B|OLD NEW")
@click.option(
    "--folder",
    metavar="DIR",
    help="The folder of evidence in the repository, from here. Without it: `studies`, else this folder.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "markdown", "json")),
    default="table",
    show_default=True,
    help="What to print on standard output; markdown suits a comment on a pull request.",
)
@click.option("--fail-on", type=click.Choice(("flip",)), help="End with 1 when the conclusion of an outcome flips.")
@SKIP_INVALID
def command(sides: tuple[str, ...], folder: str | None, form: str, fail_on: str | None, skip_invalid: bool) -> None:
    """Say what changed between two states of the evidence, and what it did to every answer.

    A..B compares two commits as git means it; A...B compares B with where the two parted; A alone compares the commit A
    with the files as they lie here. OLD NEW are two folders. Nothing is checked out.
    """
    from metasacro.numerics.light_start import defer_unused

    use_one_thread()
    with refusals_end(USAGE):
        comparison = _of_folders(sides, skip_invalid, folder) if len(sides) > 1 else None
        defer_unused()
        comparison = comparison or _of_revisions(sides[0], folder, skip_invalid)
    _print(comparison, form)
    if fail_on == "flip" and comparison.flipped:
        _fail(comparison)
    sys.exit(FINE)


def _of_folders(sides: tuple[str, ...], skip_invalid: bool, folder: str | None) -> Comparison:
    from metasacro.problems import Refusal
    from metasacro.problems.printable import printable
    from metasacro.records.revisions.state import state_of_folder
    from metasacro.synthesis.change.comparison import compare

    if len(sides) != 2 or folder is not None or not all(Path(side).is_dir() for side in sides):
        raise Refusal("MS638", said=printable(" ".join(sides).replace("`", "'"), 120))
    return compare(*_readable(*(state_of_folder(Path(side), side, skip_invalid=skip_invalid) for side in sides)))


def _of_revisions(text: str, folder: str | None, skip_invalid: bool) -> Comparison:
    from metasacro.records.revisions.git_program import repository
    from metasacro.records.revisions.span import read_span
    from metasacro.records.revisions.state import state_of_commit, state_of_folder
    from metasacro.records.revisions.whereabouts import find_in_repository
    from metasacro.synthesis.change.authors import signed
    from metasacro.synthesis.change.comparison import compare, with_files

    git, top, prefix = repository(Path())
    span = read_span(git, text)
    inside, shown = find_in_repository(git, top, prefix, span, folder)
    old = state_of_commit(git, span.old, inside, skip_invalid=skip_invalid)
    if span.new is not None:
        new = state_of_commit(git, span.new, inside, skip_invalid=skip_invalid)
    else:
        new = state_of_folder(Path(shown), shown, skip_invalid=skip_invalid)
    comparison = compare(*_readable(old, new))
    return with_files(comparison, signed(comparison.files, git, span, f"{inside}/" if inside else ""))


def _readable(old: State, new: State) -> tuple[State, State]:
    """Both sides; or, where one has errors, the end of the program with every problem of both printed."""
    from metasacro.problems import Severity

    for state in (old, new):
        if any(found.severity is Severity.ERROR for found in state.problems):
            from metasacro.render.terminal.console import err, glyphs_for
            from metasacro.render.terminal.problems import print_problems

            print_problems(state.problems, err(), glyphs_for(sys.stderr))
    if old.evidence is None or new.evidence is None:
        click.echo(
            "nothing was compared: mend the records named above, or compare the rest with `--skip-invalid`", err=True
        )
        sys.exit(PROBLEMS)
    return old, new


def _print(comparison: Comparison, form: str) -> None:
    if form == "json":
        from metasacro.render.json_text import json_text
        from metasacro.synthesis.change.document import change_document

        click.echo(json_text(change_document(comparison)).encode(), nl=False)
        return
    from metasacro.views.change import change_footer, change_tables

    tables, footer = change_tables(comparison), change_footer(comparison)
    if form == "markdown":
        from metasacro.render.markdown.comment import comment_markdown

        click.echo(comment_markdown(tables, footer).encode(), nl=False)
        return
    from metasacro.render.terminal.console import glyphs_for, out
    from metasacro.render.terminal.page import print_page

    print_page(tables, [], footer, out(), glyphs_for(sys.stdout))


def _fail(comparison: Comparison) -> NoReturn:
    from metasacro.problems import problem
    from metasacro.render.terminal.console import err, glyphs_for
    from metasacro.render.terminal.problems import print_problems

    labels = ", ".join(f"`{found.id}`" for found in comparison.flipped)
    print_problems([problem("MS634", outcomes=labels)], err(), glyphs_for(sys.stderr))
    sys.exit(PROBLEMS)
