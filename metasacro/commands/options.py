"""Options that several verbs take."""

from __future__ import annotations

import os

import click

from metasacro.commands.formats import FORMATS


def _finite(context: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    """click's ranges let `nan` through."""
    if value is not None and value != value:
        raise click.BadParameter("nan is not a number.", context, parameter)
    return value


CORRELATION = click.option(
    "--correlation",
    type=click.FloatRange(-1, 1),
    callback=_finite,
    metavar="R",
    help="Correlation of baseline and follow-up.",
)

LEVEL = click.option(
    "--level",
    type=click.FloatRange(0, 0.9999, min_open=True),
    callback=_finite,
    metavar="FRACTION",
    help="Coverage of intervals: 0.95.",
)

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="What to print on standard output.",
)

SKIP_INVALID = click.option("--skip-invalid", is_flag=True, help="Leave records with errors out, and say so.")


def use_one_thread() -> None:
    """The arrays are small: threads of the linear algebra library cost more to start than they save."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
