"""`metasacro pool --trace`: which number is asked about, and where its tree is printed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from metasacro.commands.exit_codes import FINE, NOT_ESTIMABLE, USAGE

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace
    from metasacro.synthesis.analysis import Analysis

#: Options that say what else to print.
BESIDES = {"outcomes": "--outcome", "form": "--format", "output": "--output"}


def refuse_besides() -> None:
    """A tree is printed instead of tables, so what chooses tables says nothing."""
    context = click.get_current_context()
    given = [
        option
        for name, option in BESIDES.items()
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(f"--trace prints a tree and no tables; leave out {', '.join(given)}.", context)


def traced(asked: str, analysis: Analysis) -> tuple[Trace, ...]:
    """The pooled answer's trace, or behind `OUTCOME/` those of the rows with this label or of this record."""
    _, slash, name = asked.partition("/")
    if not slash:
        return (analysis.trace(),)
    labels = [row.entry.label for row in analysis.rows if name in (row.entry.label, row.entry.study.id)]
    if not labels:
        _unknown(name, analysis)
    return tuple(analysis.trace(label) for label in labels)


def print_and_exit(asked: str, analysis: Analysis) -> None:
    """Print the tree and end the program."""
    from metasacro.render.terminal.console import glyphs_for, out
    from metasacro.render.terminal.trace import print_traces

    print_traces(traced(asked, analysis), out(), glyphs_for(sys.stdout))
    sys.exit(FINE if analysis.pooled is not None else NOT_ESTIMABLE)


def _unknown(name: str, analysis: Analysis) -> None:
    """Exit with a guess at what was meant."""
    from difflib import get_close_matches

    from metasacro.problems.printable import printable

    known = list(dict.fromkeys(row.entry.study.id for row in analysis.rows))
    labels = [row.entry.label for row in analysis.rows]
    close = get_close_matches(name, [*known, *labels], n=1, cutoff=0.5)
    hint = f"did you mean `{close[0]}`?" if close else "known: " + ", ".join(f"`{study}`" for study in known)
    click.echo(f"error: `{analysis.outcome.id}` pools no row `{printable(name, 60)}`; {hint}", err=True)
    sys.exit(USAGE)
