"""To how many digits two programs agree on a number."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.synthesis.second_opinion.bounds import bound_for
from metasacro.synthesis.second_opinion.likely_reason import likely_reason
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.synthesis.second_opinion.question import Number, Opinion, Question

#: Doubles carry no more.
MOST = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One number beside the same number of another program; `theirs` is None where that has no counterpart."""

    question: Question
    number: Number
    program: str
    theirs: float | None
    digits: float | None
    asked: float  #: digits that count as agreement
    agrees: bool | None
    reason: str  #: of no counterpart, or the likely one of a difference; else empty


def digits_of_agreement(ours: float, theirs: float, floor: float = 0.0) -> float:
    """−log10 of the relative difference, between 0 and 16.

    Relative to the other program's number, or to `floor` where that is nearer to 0: an estimate of 1e-9 points is
    known against its standard error, and a τ² of 1e-14 against the sampling variances.

    >>> round(digits_of_agreement(1.0001, 1.0), 6), digits_of_agreement(0.0, 1e-20, 1.0), digits_of_agreement(2.0, 1.0)
    (4.0, 16.0, 0.0)
    """
    if ours == theirs:
        return MOST
    if not (math.isfinite(ours) and math.isfinite(theirs)):
        return 0.0
    difference = abs(ours - theirs) / max(abs(theirs), floor, 1e-300)
    return min(MOST, max(0.0, -math.log10(max(difference, 10.0**-MOST))))


def compare(questions: Sequence[Question], opinion: Opinion) -> Iterator[Compared]:
    """Every number of every question beside what the program answers."""
    for question in questions:
        reply = opinion.replies.get(question.key)
        for number in question.numbers:
            asked = -math.log10(bound_for(number.kind, opinion.program).largest)
            theirs = reply.values.get(number.name) if reply is not None else None
            if theirs is None:
                why = reply.reason(number.name) if reply is not None else ""
                yield Compared(
                    question=question,
                    number=number,
                    program=opinion.program,
                    theirs=None,
                    digits=None,
                    asked=asked,
                    agrees=None,
                    reason=why or opinion.absent or opinion.trouble or "not among what it answers",
                )
                continue
            digits = digits_of_agreement(number.value, theirs, number.floor)
            agrees = digits >= asked
            yield Compared(
                question=question,
                number=number,
                program=opinion.program,
                theirs=theirs,
                digits=digits,
                asked=asked,
                agrees=agrees,
                reason="" if agrees else likely_reason(question, number, theirs, opinion.program),
            )
