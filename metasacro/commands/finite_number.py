"""A number on the command line that is one."""

from __future__ import annotations

import click


def finite(context: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    """A callback for options with a range: click's ranges let `nan` through."""
    if value is not None and value != value:
        raise click.BadParameter("nan is not a number.", context, parameter)
    return value
