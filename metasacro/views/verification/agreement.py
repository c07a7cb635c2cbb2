"""How closely other programs agree with every pooled number, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.synthesis.lineage.answers import of_pooled
from metasacro.synthesis.second_opinion.bounds import LOOSER, bound_for
from metasacro.views.numbers import many, significant
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.second_opinion.agreement import Compared
    from metasacro.synthesis.second_opinion.question import Opinion, Question
    from metasacro.synthesis.second_opinion.verification import Verification

#: From so many digits on the exact number is noise of the processor.
ENOUGH = 10

NONE = "no counterpart"


def agreement_tables(found: Verification, analyses: Sequence[Analysis]) -> list[Table]:
    """One table an outcome, number by number; then one of every other pooled answer."""
    tables = []
    for analysis in analyses:
        main = [
            question for question in found.questions if question.outcome == analysis.outcome.id and not question.what
        ]
        tables += [_numbers(found, question, analysis) for question in main]
    return [*tables, *_others(found, analyses)]


def _columns(found: Verification) -> tuple[Column, ...]:
    return tuple(Column(key=opinion.program, title=opinion.program, right=True) for opinion in found.opinions)


def _numbers(found: Verification, question: Question, analysis: Analysis) -> Table:
    compared = [entry for entry in found.compared if entry.question is question]
    return Table(
        id=f"verify-{analysis.outcome.id}",
        title=f"{analysis.outcome.label}: digits of agreement",
        subtitle=_settings(question),
        columns=(
            Column(key="number", title="Number"),
            Column(key="here", title="here", right=True),
            *_columns(found),
            Column(key="asked", title="asked for", right=True, drop=1),
        ),
        rows=tuple(_rows(compared, analysis, _silent(found))),
        notes=(*_versions(found.opinions), *_fewer(compared, _silent(found)), *_reasons(compared, _silent(found))),
        trace=of_pooled(analysis),
    )


def _silent(found: Verification) -> set[str]:
    """Programs that could not be asked, or did not answer: why stands once, below the table."""
    return {opinion.program for opinion in found.opinions if opinion.absent or opinion.trouble}


def _rows(compared: Sequence[Compared], analysis: Analysis, silent: set[str]) -> Iterator[Row]:
    """A row a number; both ends of an interval share one."""
    by_number: dict[str, list[Compared]] = {}
    for entry in compared:
        by_number.setdefault(entry.number.name, []).append(entry)
    for name, entries in by_number.items():
        if _is_upper(name) and _other_end(name) in by_number:
            continue
        upper = by_number.get(_other_end(name), []) if "lower" in name else []
        title = entries[0].number.title.replace(", lower", "") if upper else entries[0].number.title
        here = significant(entries[0].number.value, 6)
        if upper:
            here = f"[{here}, {significant(upper[0].number.value, 6)}]"
        yield Row(
            cells={
                "number": Cell(text=title, kind=Kind.LABEL),
                "here": Cell(text=here, trace=of_pooled(analysis)),
                **{entry.program: _digits([entry, *_same(entry, upper)], silent) for entry in entries},
                "asked": Cell(text=_asked([entry for entry in entries if entry.program not in silent])),
            },
            key=name,
        )


def _asked(entries: Sequence[Compared]) -> str:
    """Digits that are asked for; `2–5` where one program is asked for fewer."""
    fewest, most = (f"{bound(entry.asked for entry in entries):.0f}" for bound in (min, max))
    return most if fewest == most else f"{fewest}–{most}"


def _is_upper(name: str) -> bool:
    return "upper" in name


def _other_end(name: str) -> str:
    return name.replace("lower", "UPPER").replace("upper", "lower").replace("UPPER", "upper")


def _same(entry: Compared, others: Sequence[Compared]) -> list[Compared]:
    return [other for other in others if other.program == entry.program]


def _digits(entries: Sequence[Compared], silent: set[str]) -> Cell:
    """The fewest digits of the entries; a sign before what does not agree."""
    known = [entry.digits for entry in entries if entry.digits is not None]
    if entries[0].program in silent:
        return Cell(text="not asked", short="–", kind=Kind.ASSUMED)
    if not known:
        return Cell(text=NONE, short="none", kind=Kind.ASSUMED)
    fewest = min(known)
    text = f"{ENOUGH}+" if fewest >= ENOUGH else f"{int(fewest)}"
    return Cell(text=f"! {text}" if any(entry.agrees is False for entry in entries) else text)


def _settings(question: Question) -> str:
    model = f"{'binomial–normal model' if question.counts else question.method}, test {question.test}"
    scale = "log odds" if question.counts else "after minus before"
    return f"the same {many(question.k, 'cohort')} and settings · {model} · {scale}, as pooled"


def _versions(opinions: Sequence[Opinion]) -> Iterator[str]:
    """Which program was asked in which version, or why not."""
    asked = [f"{opinion.program} {opinion.version}" for opinion in opinions if opinion.replies]
    yield f"asked: {'; '.join(asked)}"
    for opinion in opinions:
        if opinion.absent or opinion.trouble:
            yield f"not asked: {opinion.program} ({opinion.absent or opinion.trouble})"


def _fewer(compared: Sequence[Compared], silent: set[str]) -> Iterator[str]:
    """Why fewer digits are asked of a program than of the others."""
    for program, kinds in LOOSER.items():
        if program in silent:
            continue
        asked = {bound_for(entry.number.kind, program) for entry in compared if entry.number.kind in kinds}
        yield from (f"fewer digits are asked of {program}: {bound.reason}" for bound in asked)


def _reasons(compared: Sequence[Compared], silent: set[str]) -> Iterator[str]:
    """Why numbers have no counterpart, each reason once."""
    missing: dict[str, list[str]] = {}
    for entry in compared:
        if entry.theirs is None and entry.program not in silent:
            title = entry.number.title.replace(", lower", "").replace(", upper", "").partition(", ")[0]
            mine = entry.program in entry.reason or entry.reason.startswith("rma")
            known = missing.setdefault(entry.reason if mine else f"{entry.program}: {entry.reason}", [])
            if title not in known:
                known.append(title)
    for reason, titles in missing.items():
        shown = ", ".join(titles) if len(titles) <= 4 else f"{', '.join(titles[:3])} and {len(titles) - 3} more"
        yield f"no counterpart: {shown} ({reason})"


def _others(found: Verification, analyses: Sequence[Analysis]) -> Iterator[Table]:
    """Every other pooled answer: a row each, with the fewest digits over its numbers."""
    labels = {analysis.outcome.id: analysis.outcome.label for analysis in analyses}
    rows = [
        Row(
            cells={
                "outcome": Cell(text=labels[question.outcome], kind=Kind.LABEL),
                "answer": Cell(text=question.what),
                "numbers": Cell(text=str(len(question.numbers))),
                **{
                    opinion.program: _digits(
                        [
                            entry
                            for entry in found.compared
                            if entry.question is question and entry.program == opinion.program
                        ],
                        _silent(found),
                    )
                    for opinion in found.opinions
                },
            },
            key=question.key,
        )
        for question in found.questions
        if question.what
    ]
    if rows:
        yield Table(
            id="verify-others",
            title="The other pooled answers: fewest digits over all numbers that have a counterpart",
            subtitle="estimator …: the same data under what statsmodels has",
            columns=(
                Column(key="outcome", title="Outcome", drop=1),
                Column(key="answer", title="Answer"),
                Column(key="numbers", title="numbers", right=True, drop=2),
                *_columns(found),
            ),
            rows=tuple(rows),
        )
