"""P values from rearranging cohorts as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.views.headline import TESTS
from metasacro.views.numbers import count, p_value
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.permutations import PermutedAnswer


def permutations_table(analysis: Analysis, found: Sequence[PermutedAnswer]) -> Table:
    """One row a question."""
    told = {entry.code + entry.message: entry for answer in found for entry in answer.test.cautions}
    return Table(
        id=f"{analysis.outcome.id}-permutations",
        title=f"{analysis.outcome.label}: P values by rearranging the cohorts",
        subtitle=f"{analysis.settings.method}, {TESTS[analysis.settings.test]}",
        columns=(
            Column(key="question", title="Is there"),
            Column(key="cohorts", title="cohorts", right=True, drop=2),
            Column(key="test", title="by the test", right=True),
            Column(key="permuted", title="by rearranging", right=True),
            Column(key="of", title="arrangements", right=True, drop=1),
        ),
        rows=tuple(_row(answer) for answer in found),
        notes=(
            "signs of the effects are changed for any change; etiologies are dealt out to the cohorts for a difference",
            "without a comparator a change has more causes than the treatment (MS431)",
        ),
        cautions=tuple(told.values()),
    )


def _row(answer: PermutedAnswer) -> Row:
    test = answer.test
    drawn = any(entry.code == "MS571" for entry in test.cautions)
    every = "all" if test.complete else "a sample of" if drawn else "some"
    return Row(
        cells={
            "question": Cell(text=answer.question, kind=Kind.LABEL),
            "cohorts": Cell(text=count(answer.cohorts)),
            "test": Cell(text="–" if answer.p_value is None else p_value(answer.p_value)),
            "permuted": Cell(text=p_value(test.omnibus_p)),
            "of": Cell(text=f"{every} {count(test.arrangements)}"),
        }
    )
