"""`metasacro explain`: what a code, a method, a field or a tool of appraisal means."""

from __future__ import annotations

import sys
from difflib import get_close_matches

import click

from metasacro.commands.exit_codes import USAGE


@click.command(
    name="explain",
    epilog="Examples: `metasacro explain MS421` · `metasacro explain REML` · `metasacro explain plus_minus` ·"
    " `metasacro explain jbi`.",
)
@click.argument("name", metavar="CODE|METHOD|FIELD|TOOL", required=False)
def command(name: str | None) -> None:
    """Say what a code, a method, a field or a tool of appraisal means.

    Without a name, list everything that can be explained.
    """
    from metasacro.problems.printable import printable
    from metasacro.views.explanations import explain, explainable

    if name is None:
        for title, names in explainable().items():
            click.echo(f"{title}: {', '.join(names)}")
        return
    pages = explain(name)
    if not pages:
        known = [entry for names in explainable().values() for entry in names]
        folded = {entry.lower(): entry for entry in known}
        close = get_close_matches(name.lower(), list(folded), n=1, cutoff=0.5)
        hint = f"did you mean `{folded[close[0]]}`?" if close else "`metasacro explain` lists everything"
        click.echo(f"error: nothing is called `{printable(name, 60)}`; {hint}", err=True)
        sys.exit(USAGE)
    click.echo("\n\n".join(pages))
