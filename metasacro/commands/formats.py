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

#: `table` is for the terminal; `json` and `csv` hold everything in full precision.
FORMATS = ("table", "json", "csv", *WRITERS)


def tables_text(form: str, tables: Sequence[Table], footer: str = "") -> str:
    """The tables in one of the formats of `WRITERS`."""
    module, name = WRITERS[form]
    writer: Callable[[Sequence[Table], str], str] = getattr(import_module(module), name)
    return writer(tables, footer)
