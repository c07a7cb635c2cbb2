"""Each outcome: the answer in a sentence, and its forest plot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from metasacro.synthesis.lineage.answers import of_analysis, of_pooled, of_prediction
from metasacro.synthesis.lineage.choices import of_outcome
from metasacro.synthesis.rates import shares_of
from metasacro.views.direction import effect_name, sign_of, turned
from metasacro.views.findings.absolute import absolute_effect, against_important
from metasacro.views.forest_counts import forest_counts
from metasacro.views.forest_scores import cohort_row, forest_scores
from metasacro.views.headline import size_line
from metasacro.views.numbers import fixed, level_name, percent
from metasacro.views.report.parts import Paragraph, Phrase, Section, Workbench, said

if TYPE_CHECKING:
    from metasacro.synthesis.review import Pool, Review
    from metasacro.synthesis.workbench import Bench
    from metasacro.views.report.parts import Block


def outcomes_section(review: Review) -> Section:
    """Every outcome of the protocol, in its order."""
    period = str(review.evidence.protocol.time.target)
    return Section(
        id="outcomes",
        title="Outcomes",
        blocks=(),
        sections=tuple(_outcome(pool, period) for pool in review.pools),
    )


def _outcome(pool: Pool, period: str) -> Section:
    analysis = pool.analysis
    forest: Block
    if analysis.outcome.measure == "PLO":
        forest = forest_counts(analysis)
    elif pool.bench is None:
        forest = forest_scores(analysis, period)
    else:
        forest = _workbench(pool, pool.bench, period)
    why = said(f"Why it is asked, by the protocol: {analysis.outcome.reason}", of_outcome(analysis.outcome))
    return Section(
        id=f"outcome-{analysis.outcome.id}",
        title=analysis.outcome.label,
        blocks=(_answer(pool), why, forest),
        trace=of_analysis(analysis),
    )


def _answer(pool: Pool) -> Paragraph:
    """`Pooled over 6 cohorts of 5 studies, 376 patients: 5.3 points (3.7 to 6.9); …`."""
    analysis = pool.analysis
    if analysis.pooled is None:
        return said("Nothing could be pooled.", of_analysis(analysis))
    phrases = [
        Phrase(text=f"Over {size_line(analysis)}: ", trace=of_analysis(analysis)),
        Phrase(text=absolute_effect(analysis), trace=of_pooled(analysis), strong=True),
    ]
    if beside := against_important(analysis):
        phrases.append(Phrase(text=f"; {beside}", trace=of_outcome(analysis.outcome)))
    if told := _predicted(pool):
        phrases.append(Phrase(text=f". {told}", trace=of_prediction(analysis)))
    return Paragraph(phrases=(*phrases, Phrase(text=".")))


def _predicted(pool: Pool) -> str:
    analysis = pool.analysis
    interval = analysis.pooled.prediction if analysis.pooled else None
    if interval is None:
        return ""
    level = level_name(interval.level)
    if analysis.outcome.measure == "PLO":
        shares = shares_of(interval)
        ends = f"{percent(shares.lower)} and {percent(shares.upper)} %"
        return f"The rate of a new series is predicted between {ends}, at {level}"
    shown = turned(analysis.outcome, interval)
    change = f"The mean {effect_name(analysis.outcome)} of a new series"
    return f"{change} is predicted between {fixed(shown.lower)} and {fixed(shown.upper)}, at {level}"


def _workbench(pool: Pool, found: Bench, period: str) -> Workbench:
    table = forest_scores(pool.analysis, period)
    shown = {row.key for row in table.rows}
    others = tuple(cohort_row(row, 0.0, 0.0, pool.analysis) for key, row in found.rows.items() if key not in shown)
    return Workbench(table=table, others=others, data=bench_data(pool, found))


def bench_data(pool: Pool, found: Bench) -> Mapping[str, Any]:
    """Plain values for the page's script."""
    analysis, settings = pool.analysis, pool.analysis.settings
    important = analysis.outcome.important_difference
    sets, groups = ({key[at]: None for key in found.members} for at in (0, 1))
    return {
        "outcome": analysis.outcome.id,
        "sign": int(sign_of(analysis.outcome)),
        "unit": analysis.outcome.unit,
        "level": settings.level,
        "method": settings.method,
        "test": settings.test,
        "important": important.value if important else None,
        "quantiles": {"z": found.normal, "t": list(found.student)},
        "plan": {"set": settings.study_set, "group": ""},
        "sets": list(sets),
        "groups": list(groups),
        "members": {f"{name}|{group}": list(keys) for (name, group), keys in found.members.items()},
        "rows": {
            key: {"label": row.entry.label, "yi": row.change, "vi": row.variance, "n": row.n}
            for key, row in found.rows.items()
        },
    }
