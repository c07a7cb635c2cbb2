"""A registered method: what the option calls it, the function that computes it, and the papers behind it."""

from collections.abc import Callable
from typing import Any

from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One row of a registry.

    The function's docstring is its manual page: first line, formula, Parameters, Returns, Domain, References.
    `metasacro explain KEY` prints it, so it is written once.
    """

    key: str  #: metafor's key where it has one: "REML"
    name: str  #: in the field's words: "restricted maximum likelihood"
    function: Callable[..., Any]
    references: tuple[str, ...]  #: keys of `literature.PAPERS`
    oracle: str  #: what it was checked against, and to how many digits
