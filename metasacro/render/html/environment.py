"""The templates of the page, and what every value passes through on its way into them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from metasacro.problems.printable import UNSAFE
from metasacro.render.digits import settled
from metasacro.render.html.links import manner
from metasacro.views.code_runs import code_runs

#: White space that would leave its line.
LINE_ENDS = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")


@cache
def environment() -> Environment:
    """Escapes everything, fails on a name that does not exist, and lets nothing through that hides or reorders text."""
    made = Environment(
        loader=PackageLoader("metasacro", "render/html/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        newline_sequence="\n",
    )
    # The order of keys means something; characters beyond ASCII become escapes, so that none can act in the page.
    made.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": True, "allow_nan": False}
    made.filters["coded"] = coded
    made.filters["manner"] = manner
    return made


def coded(text: str) -> Markup:
    """The text with what stands between backticks as code.

    >>> coded("`step` < 1")
    Markup('<code>step</code> &lt; 1')
    """
    looks = {False: Markup("{}"), True: Markup("<code>{}</code>")}
    return Markup().join(looks[typed].format(run) for run, typed in code_runs(cleaned(text)))


def file_text(name: str) -> str:
    """A file beside the templates, as it stands."""
    loader = environment().loader
    assert loader is not None  # given above
    return loader.get_source(environment(), name)[0].replace("\r\n", "\n")


def cleaned(text: str) -> str:
    """The text with nothing in it that can hide, reorder or end it; spaces stay.

    >>> cleaned("VAS\\x00\\u202e 9.0")
    'VAS�� 9.0'
    """
    return UNSAFE.sub("�", text.translate(LINE_ENDS))


def cleaned_values(value: Any) -> Any:
    """The same for every text inside plain values; numbers as in files for other programs."""
    match value:
        case str():
            return cleaned(value)
        case Mapping():
            return {cleaned(str(key)): cleaned_values(item) for key, item in value.items()}
        case list() | tuple():
            return [cleaned_values(item) for item in value]
    return settled(value)


def _shown(value: Any) -> Any:
    """What a template prints: markup of ours as it is, everything else as cleaned text (and escaped after that)."""
    if value is None:
        raise TypeError("a template prints None: what does not exist is left out by name")
    return value if isinstance(value, Markup) else cleaned(str(value))
