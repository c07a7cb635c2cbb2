"""The formats that write tables as text, for every verb that prints tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.views.table import Table

#: Format → module and function, `(tables, footer) -> str`. Loaded when it is asked for.
WRITERS = {
    "markdown": ("metasacro.render.markdown.table", "tables_markdown"),
    "latex": ("metasacro.render.latex.table", "tables_latex"),
    "html": ("metasacro.render.html.page", "tables_html"),
}

#: The same for other programs. `pool` and `reanalyze` write a document of their own instead.
DATA: dict[str, tuple[str, str]] = {
    "json": ("metasacro.render.table_json", "tables_json"),
    "csv": ("metasacro.render.table_csv", "tables_csv"),
}

#: `table` is for the terminal.
FORMATS = ("table", *DATA, *WRITERS)


def tables_text(form: str, tables: Sequence[Table], footer: str = "") -> str:
    """The tables in one of the formats; those for other programs have no footer."""
    module, name = {**DATA, **WRITERS}[form]
    writer: Callable[..., str] = getattr(import_module(module), name)
    return writer(tables) if form in DATA else writer(tables, footer)


def print_in_form(form: str, tables: Sequence[Table]) -> None:
    """Tables on standard output: on the terminal below each other, else as text of the format."""
    if form == "table":
        import sys

        from metasacro.render.terminal.console import glyphs_for, out
        from metasacro.render.terminal.page import print_tables

        print_tables(tables, out(), glyphs_for(sys.stdout))
        return
    import click

    click.echo(tables_text(form, tables).encode(), nl=False)  # UTF-8 whatever the terminal's encoding
