"""What is said of a long job whose engine was stopped before the end."""

from __future__ import annotations

from metasacro.numerics.pieces import stopped
from metasacro.problems import Caution, Refusal, caution


def nothing_finished(planned: int) -> Refusal:
    """MS657 where nothing was finished that could be answered.

    >>> str(nothing_finished(4))
    'MS657: stopped after 0 of 4'
    """
    return Refusal("MS657", **stopped(0, planned))


def cautions_of_a_stop(done: int, planned: int) -> tuple[Caution, ...]:
    """MS657 where not all was finished.

    >>> cautions_of_a_stop(4, 4), [told.message for told in cautions_of_a_stop(1, 4)]
    ((), ['stopped after 1 of 4'])
    """
    return (caution("MS657", **stopped(done, planned)),) if done < planned else ()
