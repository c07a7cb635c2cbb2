"""How closely a second opinion must agree, by the kind of number, and why no closer."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The largest relative difference that is agreement, and its reason."""

    largest: float
    reason: str


#: Kind → bound. Looser than what is usually seen, so that another processor or version raises no alarm; far tighter
#: than any printed digit, so that a wrong formula does.
BOUNDS: Mapping[str, Bound] = MappingProxyType(
    {
        "closed": Bound(largest=1e-9, reason="a closed form: only rounding differs"),
        "iterated": Bound(largest=1e-6, reason="each program ends its iteration by its own rule"),
        "tail": Bound(largest=1e-5, reason="a far tail magnifies the last digits of the statistic"),
        "root": Bound(largest=1e-5, reason="an end of an interval is a root, which each finds in its own way"),
        "likelihood": Bound(
            largest=1e-5, reason="an integral over the random effects, by two rules, at the end of a search"
        ),
        "drawn": Bound(largest=5e-2, reason="the interval is drawn at random there; a share of half its width"),
        "quadrature": Bound(
            largest=2e-2,
            reason="rma.glmm integrates with a fixed number of nodes and stops early; SEs are numerical there",
        ),
    }
)

#: Program → kind → the kind by which it is judged instead.
LOOSER: Mapping[str, Mapping[str, str]] = MappingProxyType({"metafor": MappingProxyType({"likelihood": "quadrature"})})


def bound_for(kind: str, program: str) -> Bound:
    """The bound by which this program's number is judged.

    >>> bound_for("likelihood", "scipy").largest, bound_for("likelihood", "metafor").largest
    (1e-05, 0.02)
    """
    return BOUNDS[LOOSER.get(program, {}).get(kind, kind)]
