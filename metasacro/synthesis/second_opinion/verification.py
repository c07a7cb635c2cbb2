"""Every pooled number beside what other programs answer, and what has to be said about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.problems import problem
from metasacro.synthesis.second_opinion.agreement import Compared, compare
from metasacro.synthesis.second_opinion.by_metafor import PROGRAM as METAFOR
from metasacro.synthesis.second_opinion.by_metafor import by_metafor
from metasacro.synthesis.second_opinion.by_scipy import by_scipy
from metasacro.synthesis.second_opinion.by_statsmodels import by_statsmodels
from metasacro.synthesis.second_opinion.question import Opinion
from metasacro.synthesis.second_opinion.questions import questions_about
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Problem
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.second_opinion.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """All questions, all opinions, and each number beside each program's."""

    questions: tuple[Question, ...]
    opinions: tuple[Opinion, ...]
    compared: tuple[Compared, ...]

    @property
    def disagreements(self) -> tuple[Compared, ...]:
        """What does not agree as closely as is asked of its kind."""
        return tuple(entry for entry in self.compared if entry.agrees is False)


def verify(analyses: Sequence[Analysis], *, ask_r: bool = True, seconds: float = 120.0) -> Verification:
    """Ask statsmodels, scipy and, where it is installed and wanted, metafor for every pooled number again.

    Parameters
    ----------
    analyses : answers of `analyse`
    ask_r : whether R is asked at all
    seconds : how long R may take
    """
    questions = questions_about(analyses)
    metafor = by_metafor(questions, seconds=seconds) if ask_r else _not_asked()
    opinions = (by_statsmodels(questions), by_scipy(questions), metafor)
    compared = tuple(entry for opinion in opinions for entry in compare(questions, opinion))
    return Verification(questions=questions, opinions=opinions, compared=compared)


def problems_of(found: Verification) -> Iterator[Problem]:
    """Each disagreement, and each program that gave no opinion."""
    for entry in found.disagreements:
        assert entry.theirs is not None, "what has no counterpart neither agrees nor disagrees"
        yield problem(
            "MS620",
            hint=f"likely reason: {entry.reason}",
            trail=" · ".join(part for part in (entry.question.outcome, entry.question.what) if part),
            number=entry.number.title,
            ours=entry.number.value,
            theirs=entry.theirs,
            program=entry.program,
            digits=entry.digits,
            asked=entry.asked,
        )
    for opinion in found.opinions:
        if opinion.trouble:
            yield problem("MS622", program=opinion.program, reason=opinion.trouble)
        elif opinion.absent and opinion.wanted:
            yield problem("MS621", program=opinion.program, reason=opinion.absent)


def _not_asked() -> Opinion:
    return Opinion(program=METAFOR, version="", replies={}, absent="not wanted", wanted=False)
