"""What the printed scores can mean, beside the usual conversion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.printed import printed_summary
from metasacro.evidence.summary import MedianSummary
from metasacro.evidence.trace import Trace
from metasacro.synthesis.single_center.exact_scores import steps_tried
from metasacro.views.below import FORMULAS
from metasacro.views.numbers import fixed
from metasacro.views.panel import SKEWED, SKEWED_CODE
from metasacro.views.single_center.instruments import by_instrument, filled
from metasacro.views.single_center.spans import span
from metasacro.views.table import GAP, Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.lineage.single_center.scores import ScoreTraces
    from metasacro.synthesis.lineage.single_center.sections import Traced
    from metasacro.synthesis.single_center.exact_scores import ExactGroup
    from metasacro.synthesis.single_center.series import ScoreSection

#: numpy's name of a quantile definition → its rank, for readers who know another name.
RANKS = {"hazen": "rank n p + 0.5", "weibull": "rank (n + 1) p", "linear": "rank (n − 1) p + 1"}

COLUMNS = (
    Column(key="cohort", title="Cohort"),
    Column(key="n", title="n", right=True, drop=1),
    Column(key="printed", title="printed", drop=2),
    Column(key="mean", title="mean"),
    Column(key="sd", title="SD"),
    Column(key="converted", title="converted"),
    Column(key="verdict", title="possible"),
    Column(key="estimate", title="exact set", drop=3),
)


def scores_table(sections: Sequence[ScoreSection], traced: Traced) -> Table | None:
    """Every median with its feasible set; None where no set could be asked for."""
    asked = [section for section in sections if _medians(section.exact)]
    rows: list[Row] = []
    for beside in by_instrument(asked):
        moments = [(beside[0], 0, "before"), *((one, 1, f"after {one.exact.group.time}".strip()) for one in beside)]
        for section, moment, when in moments:
            title, traces = f"{section.exact.group.title}, {when}", traced[section]
            trace = traces.timed_heading if moment else traces.heading
            rows += [GAP] * bool(rows)
            rows.append(Row(cells={"cohort": Cell(text=title, kind=Kind.HEADING, trace=trace)}))
            rows += [
                _row(section.exact, at, moment, cohort, score[moment])
                for at, (cohort, score) in enumerate(zip(traces.cohorts, traces.scores, strict=True))
            ]
    if not rows:
        return None
    return Table(
        id="scores",
        title="What the printed scores can mean",
        subtitle="over every sample on the scale that prints like the paper: what mean and SD can be",
        columns=filled(COLUMNS, rows),
        rows=tuple(rows),
        notes=tuple(_notes([section.exact for section in asked])),
        trace=_trace(asked, traced),
    )


def _medians(exact: ExactGroup) -> bool:
    return any(isinstance(score.summary, MedianSummary) for pair in exact.scores for score in pair)


def _trace(sections: Sequence[ScoreSection], traced: Traced) -> Trace:
    """What the lines below the table rest on: every verdict, and every print that has none."""
    scores = [score for section in sections for pair in traced[section].scores for score in pair]
    told = (score.verdict or score.converted or score.feasible or score.printed for score in scores)
    return Trace(
        what="what the printed scores can mean",
        parts=(*(traced[section].timed_heading for section in sections), *told),
    )


def _row(exact: ExactGroup, at: int, moment: int, cohort: Trace, traces: ScoreTraces) -> Row:
    score = exact.scores[at][moment]
    summary, found = score.summary, score.feasible
    cells = {
        "cohort": Cell(text=exact.group.name_of(exact.group.pairs[at]), kind=Kind.LABEL, trace=cohort),
        "n": Cell(text=str(summary.n or ""), kind=Kind.PRINTED, trace=traces.size),
        "printed": Cell(text=printed_summary(summary), kind=Kind.PRINTED, trace=traces.printed),
    }
    if found is not None:
        cells["mean"] = Cell(text=span(found.mean.lower, found.mean.upper), trace=traces.feasible)
        if found.sd is not None:
            cells["sd"] = Cell(text=span(found.sd.lower, found.sd.upper), trace=traces.feasible)
    if score.converted is not None:
        skewed = SKEWED * any(entry.code == SKEWED_CODE for entry in score.converted.cautions)
        text = f"{mean_and_sd(score.converted.mean, score.converted.sd)}{skewed}"
        cells["converted"] = Cell(text=text, trace=traces.converted)
    elif score.not_converted is not None:
        text = f"none ({score.not_converted.code})"
        cells["converted"] = Cell(text=text, kind=Kind.ASSUMED, trace=traces.converted)
    if score.verdict is not None:
        cells["verdict"] = Cell(text=_verdict(score.verdict), trace=traces.verdict)
    if score.estimate is not None:
        text = mean_and_sd(score.estimate.mean, score.estimate.sd)
        cells["estimate"] = Cell(text=text, kind=Kind.ANSWER, trace=traces.estimate)
    return Row(cells=cells)


def _verdict(verdict: str) -> str:
    """`yes`, or `no:` and what is wrong."""
    if verdict == "possible":
        return "yes"
    wrong = verdict.removesuffix(" impossible")
    return "no: both" if " and " in wrong else f"no: {wrong}"


def mean_and_sd(mean: float, sd: float) -> str:
    """`8.76 (1.41)`."""
    return f"{fixed(mean, 2)} ({fixed(sd, 2)})"


def _notes(groups: Sequence[ExactGroup]) -> Iterator[str]:
    scores = [score for exact in groups for pair in exact.scores for score in pair]
    verdicts = [score.verdict for score in scores if score.verdict is not None]
    wrong = sum(verdict != "possible" for verdict in verdicts)
    if verdicts:
        yield (
            f"{wrong} of {len(verdicts)} converted pairs of mean and SD belong to no sample that agrees with the "
            "paper: the conversion fails (pair: mean and SD are possible, but not together)"
            if wrong
            else f"all {len(verdicts)} converted pairs of mean and SD belong to some sample that agrees with the paper"
        )
    converted = [score.converted for score in scores if score.converted is not None]
    if converted:
        yield f"converted by {'; '.join(sorted({FORMULAS.get(one.method, one.method) for one in converted}))}"
    if any(entry.code == SKEWED_CODE for one in converted for entry in one.cautions):
        yield f"{SKEWED} skewed by Shi’s test (MS301), which the others pass"
    if any(score.estimate is not None for score in scores):
        yield "exact set: mean and SD averaged over every sample that agrees with the cohort’s own print"
    solved = [exact for exact in groups if exact.definition is not None and exact.step is not None]
    if solved:
        yield _assumptions(solved)
        yield from _definitions(solved)
    for exact in groups:
        if exact.contradicted:
            together = ", the cohorts taken together," if exact.group.whole else ""
            *most, finest = steps_tried(exact.group)
            steps = f"{', '.join(most)} or {finest}" if most else finest
            yield (
                f"{exact.group.title}: inconsistent under these assumptions; no sample in steps of "
                f"{steps}{together} has the printed quartiles under any one definition (MS384)"
            )
        elif exact.group.scale is None:
            yield f"{exact.group.title}: the ends of the scale are not known, so there is no set"
        elif not any(score.feasible for pair in exact.scores for score in pair):
            yield f"{exact.group.title}: too many patients, or too fine a scale, to look at every sample"
    codes = {score.not_converted.code: score.not_converted.message for score in scores if score.not_converted}
    for code, message in codes.items():
        yield f"none: {message} ({code})"


def _assumptions(groups: Sequence[ExactGroup]) -> str:
    """What every verdict above rests on."""
    by_step: dict[str, list[str]] = {}
    for exact in groups:
        by_step.setdefault(exact.step or "", []).append(exact.group.short_title)
    steps = [f"{step} on {', '.join(dict.fromkeys(names))}" for step, names in by_step.items()]
    taken = dict.fromkeys(exact.group.short_title for exact in groups if exact.step_assumed)
    words = [f"assumed: scores come in steps of {'; '.join(steps)}"]
    if taken:
        words.append(f" (not stated for {', '.join(taken)})")
    words.append("; the same patients before and after; numbers rounded half up or half to even")
    if any(exact.joint for exact in groups):
        words.append("; the parts share nobody and together are all")
    return "".join(words)


def _definitions(groups: Sequence[ExactGroup]) -> Iterator[str]:
    """Which definition of a quartile was used, and what else would do."""
    common = [name for name in groups[0].possible if all(name in exact.possible for exact in groups)]
    used = groups[0].definition or ""
    rank = f" ({RANKS[used]})" if used in RANKS else ""
    if common == [used]:
        yield f"quartiles by `{used}`{rank}: the only one of nine definitions that gives every printed quartile"
    elif common:
        others = ", ".join(f"`{name}`" for name in common if name != used)
        yield f"quartiles by `{used}`{rank}; {others} would give the printed quartiles too"
    else:
        yield "no one definition gives all printed quartiles; each scale is solved under one of its own"
