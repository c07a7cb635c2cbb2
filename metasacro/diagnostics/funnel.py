"""When a funnel can be read at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.problems import caution

if TYPE_CHECKING:
    from metasacro.problems import Caution

#: Below this number of cohorts chance asymmetry cannot be told from real asymmetry (sterne2011, recommendation 1).
FEWEST_FOR_FUNNEL = 10


def cautions_of_funnel(k: int) -> tuple[Caution, ...]:
    """MS510 below ten cohorts."""
    return (caution("MS510", k=k),) if k < FEWEST_FOR_FUNNEL else ()
