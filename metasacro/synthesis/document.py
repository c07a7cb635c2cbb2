"""Analyses as plain values in full precision: the shape of `metasacro pool --format json`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from metasacro.numerics.normal import normal_quantile
from metasacro.synthesis.lineage.answers import of_pooled
from metasacro.synthesis.lineage.document import traces_document
from metasacro.synthesis.lineage.numbering import number
from metasacro.synthesis.lineage.rows import of_row
from metasacro.synthesis.manifest import manifest
from metasacro.synthesis.rates import share_of, shares_of
from metasacro.synthesis.rows import CountRow, LeftOut, ScoreRow

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.numerics.interval import Interval
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution
    from metasacro.synthesis.analysis import Analysis, Subtotal
    from metasacro.synthesis.reanalysis import Reanalysis, ScaleRow

#: What an answer holds; where there is none, each of them is null.
ESTIMATES = (
    *("method", "test", "level", "estimate", "se", "interval", "interval_method", "df", "p_value"),
    *("prediction", "prediction_df", "prediction_method"),
    *("tau2", "se_tau2", "tau2_interval", "i2", "i2_definition", "q", "q_df", "q_p"),
)

Document = dict[str, Any]


def pool_document(evidence: EvidenceBase, analyses: tuple[Analysis, ...], reanalysis: Reanalysis | None) -> Document:
    """Everything that one run of `pool` found."""
    return {
        "outcomes": [outcome_document(analysis) for analysis in analyses],
        "reanalysis": _reanalysis(reanalysis) if reanalysis else None,
        "manifest": manifest(evidence),
    }


def outcome_document(analysis: Analysis) -> Document:
    """One outcome.

    `trace` of the outcome and of each of its studies names the step of `traces` that says how the number came to be:
    `parts` of a step name the steps below it, down to `sources` in the files (`synthesis.lineage.document`).
    """
    outcome, settings = analysis.outcome, analysis.settings
    answer = of_pooled(analysis)
    effects = [of_row(row, settings, analysis.protocol) for row in analysis.rows]
    numbered = number([answer, *effects])
    better = "lower" if outcome.lower_is_better else "higher"
    return {
        "id": outcome.id,
        "label": outcome.label,
        "measure": outcome.measure,
        "direction": f"{better} is better",
        "study_set": settings.study_set,
        "k": len(analysis.rows),
        "n": analysis.n,
        **_estimates(analysis.pooled, settings.level, outcome.measure),
        "correlation": settings.correlation if outcome.measure == "MC" else None,
        "conversion": settings.conversion if outcome.measure == "MC" else None,
        "studies": [
            _row(analysis, position) | {"trace": numbered.name(effect)} for position, effect in enumerate(effects)
        ],
        "left_out": [_left_out(entry) for entry in analysis.left_out],
        "discrepancies": _discrepancies(analysis),
        "correlation_grid": [
            {"correlation": point.correlation, "estimate": point.estimate, "interval": _pair(point.interval)}
            for point in analysis.grid
        ],
        "conversion_grid": [
            {
                "conversion": point.method,
                "estimate": point.estimate,
                "interval": _pair(point.interval),
                "converted": point.converted,
                "impossible": point.impossible,
            }
            for point in analysis.conversions
        ],
        "subtotals": [_subtotal(subtotal, analysis) for subtotal in analysis.subtotals],
        "without_index": _estimates(analysis.without_index, settings.level, outcome.measure)
        if analysis.without_index
        else None,
        "cautions": _cautions(analysis.cautions),
        "trace": numbered.name(answer),
        "traces": traces_document(numbered),
    }


def _estimates(pooled: Pooled | None, level: float, measure: str) -> Document:
    """The pooled answer. For proportions `proportion` holds the same on the scale of proportions."""
    if pooled is None:
        return {**dict.fromkeys(ESTIMATES), "level": level}
    values: Document = {
        "method": pooled.method,
        "test": pooled.test,
        "level": level,
        "estimate": pooled.estimate,
        "se": pooled.se,
        "interval": _pair(pooled.interval),
        "interval_method": pooled.interval_method,
        "df": pooled.df,
        "p_value": pooled.p_value,
        "prediction": _pair(pooled.prediction),
        "prediction_df": pooled.prediction_df,
        "prediction_method": pooled.prediction_method if pooled.prediction else None,
        "tau2": pooled.tau2,
        "se_tau2": pooled.se_tau2,
        "tau2_interval": _pair(pooled.tau2_interval),
        "i2": pooled.i2,
        "i2_definition": pooled.i2_definition or None,
        "q": pooled.q,
        "q_df": pooled.q_df,
        "q_p": pooled.q_p,
    }
    if measure == "PLO":
        values["proportion"] = {
            "estimate": None if pooled.estimate is None else share_of(pooled.estimate),
            "interval": _shares(pooled.interval),
            "prediction": _shares(pooled.prediction),
            "exact": _pair(pooled.exact),
        }
    return values


def _row(analysis: Analysis, position: int) -> Document:
    row = analysis.rows[position]
    weights = analysis.pooled.weights if analysis.pooled else None
    location = row.source.location
    values: Document = {
        "id": row.entry.study.id,
        "cohort": row.entry.cohort.id,
        "label": row.entry.label,
        "n": row.n,
    }
    if isinstance(row, ScoreRow):
        half = float(normal_quantile((1 + analysis.settings.level) / 2)) * math.sqrt(row.variance)
        values |= {
            "yi": row.change,
            "vi": row.variance,
            "interval": [row.change - half, row.change + half],
            "conversion": analysis.settings.conversion if row.converted else None,
            "correlation": row.correlation,
            "time_days": row.follow_up.time.days if row.follow_up.time else None,
        }
    else:
        values |= _count(row)
    return values | {
        "weight": None if weights is None else float(weights[position]),
        "source": {
            "file": location.file if location else None,
            "line": location.line if location else None,
            "where": row.source.where,
            "seen": row.source.seen,
        },
        "cautions": _cautions(row.cautions if isinstance(row, ScoreRow) else ()),
    }


def _count(row: CountRow) -> Document:
    """Log odds and their variance exist only where there are events and non-events; nothing is added to make them."""
    inside = 0 < row.events < row.n
    return {
        "events": row.events,
        "printed_events": None if row.printed.events is None else int(row.printed.events.value),
        "counted_reason": row.printed.counted_reason or None,
        "yi": math.log(row.events / (row.n - row.events)) if inside else None,
        "vi": 1 / row.events + 1 / (row.n - row.events) if inside else None,
        "interval": [_logit(row.interval.lower), _logit(row.interval.upper)],
        "proportion": row.events / row.n,
        "proportion_interval": _pair(row.interval),
        "conversion": None,
    }


def _discrepancies(analysis: Analysis) -> list[Document]:
    """What does not agree in the pooled records about this outcome, and what was done about it."""
    studies = {row.entry.study.id: row.entry.study for row in analysis.rows}
    return [
        {"id": study.id, "about": found.about, "says": found.says, "counted": found.counted or None}
        for study in studies.values()
        for found in study.discrepancies
        if found.outcome == analysis.outcome.id
    ]


def _left_out(entry: LeftOut) -> Document:
    return {"label": entry.label, "code": entry.reason.code, "reason": entry.reason.message}


def _subtotal(subtotal: Subtotal, analysis: Analysis) -> Document:
    return {
        "name": subtotal.name,
        "k": len(subtotal.rows),
        "n": sum(row.n for row in subtotal.rows),
        "cohorts": [row.entry.label for row in subtotal.rows],
        **_estimates(subtotal.pooled, analysis.settings.level, analysis.outcome.measure),
    }


def _reanalysis(reanalysis: Reanalysis) -> Document:
    return {
        "study": reanalysis.study.id,
        "n": reanalysis.n,
        "scales": [_scale(row) for row in reanalysis.scales],
        "counts": [
            {"outcome": row.entry.result.outcome, "cohort": row.entry.cohort.id, "n": row.n, **_count(row)}
            for row in reanalysis.counts
            if isinstance(row, CountRow)
        ],
        "pooled": [
            {
                "id": analysis.outcome.id,
                "with": _estimates(analysis.pooled, analysis.settings.level, analysis.outcome.measure),
                "without": _estimates(analysis.without_index, analysis.settings.level, analysis.outcome.measure),
            }
            for analysis in reanalysis.analyses
        ],
    }


def _scale(scale: ScaleRow) -> Document:
    row = scale.row
    values: Document = {"outcome": scale.outcome, "instrument": scale.instrument, "cohort": scale.cohort, "n": scale.n}
    if isinstance(row, LeftOut):
        return values | {"change": None, **_left_out(row)}
    return values | {
        "baseline": {"mean": row.before.mean, "sd": row.before.sd} if row.before else None,
        "follow_up": {"mean": row.after.mean, "sd": row.after.sd} if row.after else None,
        "change": row.change,
        "variance": row.variance,
        "interval": _pair(scale.interval),
        "p_printed": scale.follow_up.p.text if scale.follow_up.p else None,
        "cautions": _cautions(row.cautions),
    }


def _cautions(cautions: tuple[Caution, ...]) -> list[Document]:
    return [{"code": entry.code, "message": entry.message} for entry in cautions]


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.lower, interval.upper]


def _shares(interval: Interval | None) -> list[float] | None:
    return None if interval is None else _pair(shares_of(interval))


def _logit(share: float) -> float | None:
    return math.log(share / (1 - share)) if 0 < share < 1 else None
