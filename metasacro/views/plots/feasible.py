"""What printed medians leave possible of mean and SD, against what conversions make of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.printed import printed_summary
from metasacro.evidence.summary import MedianSummary
from metasacro.moments.registry import CONVERSIONS
from metasacro.problems import Refusal
from metasacro.synthesis.medians import mean_and_sd
from metasacro.synthesis.single_center.exact_scores import exact_groups
from metasacro.synthesis.single_center.score_groups import score_groups
from metasacro.values.frozen import dataclass
from metasacro.views.numbers import fixed
from metasacro.views.plots.plot import Plot
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.study import Study
    from metasacro.synthesis.single_center.exact_scores import ExactGroup, ExactScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A mean and SD by one method. `possible`: some sample that agrees with the print has both."""

    method: str
    mean: float
    sd: float
    possible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeasibleRow:
    """One printed median. `estimate`: mean and SD averaged over the samples that agree with it."""

    group: str
    label: str
    mean: tuple[float, float]
    sd: tuple[float, float]
    estimate: tuple[float, float] | None
    converted: tuple[Converted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeasiblePlot(Plot):
    """Rows in the order of the record, those of one instrument together."""

    rows: tuple[FeasibleRow, ...]


def feasible_plot(study: Study) -> FeasiblePlot:
    """Raises `Refusal` (MS604) for a record without a median that a set could be computed for."""
    rows, printed = [], []
    for exact in exact_groups(score_groups(study)):
        for row, summary in _rows(exact):
            rows.append(row)
            printed.append(printed_summary(summary))
    if not rows:
        raise Refusal("MS604", study=study.id)
    methods = [one for row in rows for one in row.converted]
    wrong = sum(not one.possible for one in methods)
    table = _table(study, rows, printed)
    return FeasiblePlot(
        id=table.id,
        title=table.title,
        alt=(
            f"Feasible ranges. {table.title}: {len(rows)} printed medians with the range of means and SDs that samples "
            f"agreeing with them can have. Of {len(methods)} pairs of mean and SD by published conversions {wrong} are "
            "impossible."
        ),
        table=table,
        rows=tuple(rows),
    )


def _rows(exact: ExactGroup) -> Iterator[tuple[FeasibleRow, MedianSummary]]:
    """Before and after, for each cohort of the instrument."""
    for pair, scores in zip(exact.group.pairs, exact.scores, strict=True):
        for when, score in zip(("before", f"after {exact.group.time}".strip()), scores, strict=True):
            found = score.feasible
            if found is None or found.sd is None or not isinstance(score.summary, MedianSummary):
                continue
            yield (
                FeasibleRow(
                    group=exact.group.title,
                    label=f"{exact.group.name_of(pair)}, {when}",
                    mean=(found.mean.lower, found.mean.upper),
                    sd=(found.sd.lower, found.sd.upper),
                    estimate=None if score.estimate is None else (score.estimate.mean, score.estimate.sd),
                    converted=tuple(_converted(score)),
                ),
                score.summary,
            )


def _converted(score: ExactScore) -> Iterator[Converted]:
    """By every published method whose domain holds the print."""
    summary, samples = score.summary, score.feasible
    assert samples is not None, "asked of scores with a set"
    for method in CONVERSIONS:
        found = mean_and_sd(summary, samples.n, method) if isinstance(summary, MedianSummary) else None
        if found is not None:
            yield Converted(method=method, mean=found[0], sd=found[1], possible=samples.contains(*found))


def _table(study: Study, rows: list[FeasibleRow], printed: list[str]) -> Table:
    shown: list[Row] = []
    group = ""
    for row, print_ in zip(rows, printed, strict=True):
        if row.group != group:
            group = row.group
            shown.append(Row(cells={"score": Cell(text=group, kind=Kind.HEADING)}))
        impossible = [one.method for one in row.converted if not one.possible]
        cells = {
            "score": Cell(text=row.label, kind=Kind.LABEL),
            "printed": Cell(text=print_, kind=Kind.PRINTED),
            "mean": Cell(text=f"{fixed(row.mean[0], 2)} to {fixed(row.mean[1], 2)}"),
            "sd": Cell(text=f"{fixed(row.sd[0], 2)} to {fixed(row.sd[1], 2)}"),
            "impossible": Cell(text=f"{len(impossible)} of {len(row.converted)}"),
        }
        if row.estimate is not None:
            mean, sd = row.estimate
            cells["estimate"] = Cell(text=f"{fixed(mean, 2)} ({fixed(sd, 2)})", kind=Kind.ANSWER)
        shown.append(Row(cells=cells))
    return Table(
        id=f"{study.id}-feasible",
        title=f"{study.label}: what the printed medians leave possible",
        subtitle="every sample on the scale that agrees with the print, and published conversions of that print",
        columns=(
            Column(key="score", title="Score"),
            Column(key="printed", title="printed", drop=2),
            Column(key="mean", title="mean"),
            Column(key="sd", title="SD"),
            Column(key="estimate", title="exact set: mean (SD)", drop=1),
            Column(key="impossible", title="impossible conversions", drop=3),
        ),
        rows=tuple(shown),
    )
