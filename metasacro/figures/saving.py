"""A figure as bytes: SVG, PDF or PNG, the same each time, with words for who cannot see it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from metasacro.figures.paper import paper
from metasacro.figures.registry import draw
from metasacro.problems.printable import printable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from metasacro.views.plots.plot import Plot

#: Of a PNG; for print, an SVG or PDF is sharp at any size.
DOTS_PER_INCH = 200

PROLOG = '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'


def figure_bytes(plot: Plot, ending: str) -> bytes:
    """The plot as the file of this ending, one of `registry.ENDINGS`."""
    makers: dict[str, Callable[[Figure, Plot], bytes]] = {"svg": _svg, "pdf": _pdf, "png": _png}
    with paper():
        return makers[ending](draw(plot), plot)


def _pdf(figure: Figure, plot: Plot) -> bytes:
    told = {"Title": printable(plot.title), "Subject": printable(plot.alt)}
    return _saved(figure, "pdf", {**told, "Creator": "MetaSacro", "Producer": None, "CreationDate": None})


def _png(figure: Figure, plot: Plot) -> bytes:
    told = {"Title": printable(plot.title), "Description": printable(plot.alt)}
    return _saved(figure, "png", {**told, "Software": None}, dpi=DOTS_PER_INCH)


def _svg(figure: Figure, plot: Plot) -> bytes:
    text = _saved(figure, "svg", {"Date": None, "Creator": None, "Format": None, "Type": None}).decode()
    return (PROLOG + _self_contained(text[text.index("<svg") :], plot)).encode()


def _saved(figure: Figure, form: str, metadata: dict[str, str | None], dpi: float = 72) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format=form, dpi=dpi, metadata=metadata)
    return out.getvalue()


def _self_contained(svg: str, plot: Plot) -> str:
    """The element as pages with a strict security policy take it, named and described for screen readers.

    matplotlib writes what it draws as styles, which such a policy forbids, and the text of each label as a comment.
    """
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    svg = re.sub(r" *<defs>\s*<style.*?</style>\s*</defs>\n", "", svg, flags=re.DOTALL)
    svg = re.sub(r' style="([^"]*)"', lambda found: _attributes(found[1]), svg)
    name = re.sub(r"[^A-Za-z0-9]+", "-", plot.id).strip("-") or "plot"
    svg = re.sub(r' id="', f' id="{name}-', svg)
    svg = re.sub(r'href="#', f'href="#{name}-', svg)
    svg = svg.replace("url(#", f"url(#{name}-")
    opening, _, rest = svg.partition(">")
    role = (
        f' role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
        ' stroke-linejoin="round" stroke-linecap="butt">'
    )
    title = f'\n <title id="{name}-title">{_words(plot.title)}</title>'
    return f'{opening}{role}{title}\n <desc id="{name}-desc">{_words(plot.alt)}</desc>{rest}'


def _attributes(style: str) -> str:
    """`fill: #fff; stroke: none` → ` fill="#fff" stroke="none"`."""
    pairs = (entry.partition(":") for entry in style.split(";") if entry.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in pairs)


def _words(text: str) -> str:
    return escape(printable(text))
