"""What has no answer, or cannot be written, ends the program with its code and reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from metasacro.commands.exit_codes import NOT_ESTIMABLE


@contextmanager
def refusals_end(exit_code: int = NOT_ESTIMABLE) -> Iterator[None]:
    """The code, the reason and where to read more on standard error; then the end of the program."""
    from metasacro.problems import Refusal

    try:
        yield
    except Refusal as refusal:
        from metasacro.problems.printable import printable

        click.echo(f"error[{refusal.code}]: {printable(refusal.message)}", err=True)
        click.echo(f"hint: `metasacro explain {refusal.code}` says more", err=True)
        sys.exit(exit_code)
