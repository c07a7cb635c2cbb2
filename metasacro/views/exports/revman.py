"""What RevMan can hold: rows of data, settings with overall estimates, and the studies.

The columns of `overall-estimates-and-settings.csv` are from Cochrane's documentation of RevMan's data package, version
1; those of `data-rows.csv` from programs that read such packages. RevMan compares two groups; these cohorts have one,
so that a mean change, or the log odds of a rate, goes in as a contrast: `GIV Mean` with `GIV SE` (generic inverse
variance). That is a convention of ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from metasacro.problems import Caution, Refusal, caution
from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.views.exports.parcel import Parcel, Sheet, Value

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import Study
    from metasacro.synthesis.analysis import Analysis

DATA_ROWS = (
    *("Analysis group", "Analysis number", "Analysis name", "Subgroup", "Applicability"),
    *("Study", "Study year", "GIV Mean", "GIV SE", "Experimental mean", "Experimental SD", "Experimental cases"),
    *("Experimental N", "Control mean", "Control SD", "Control cases", "Control N", "O-E", "Variance", "Weight"),
    *("Mean", "CI start", "CI end", "Footnotes"),
)
SETTINGS = (
    *("Analysis group", "Analysis number", "Analysis name", "Data type", "Log-scale data", "Statistical method"),
    *("Effect measure", "Analysis model", "Study CI", "Estimate CI", "Experimental N", "Mean", "CI start", "CI end"),
    *("Heterogeneity Tau²", "Heterogeneity Chi²", "Heterogeneity df", "Heterogeneity P", "Heterogeneity I²"),
    "Effect P",
)
STUDIES = ("Study", "Study year", "Title", "DOI")


def revman_parcel(evidence: EvidenceBase, analyses: tuple[Analysis, ...]) -> Parcel:
    """Raises `Refusal` (MS611) where no outcome has a pooled answer."""
    pooled = [(number, analysis) for number, analysis in enumerate(analyses, start=1) if analysis.pooled is not None]
    if not pooled:
        raise Refusal("MS611", target="revman", reason="no outcome has a cohort that could be pooled")
    rows = tuple(row for number, analysis in pooled for row in _rows(evidence, number, analysis))
    settings = tuple(_settings(number, analysis) for number, analysis in pooled)
    used = {row.entry.label: row.entry.study for _, analysis in pooled for row in analysis.rows}
    return Parcel(
        sheets=(
            Sheet(file="studies.csv", columns=STUDIES, rows=tuple(_study(evidence, *each) for each in used.items())),
            Sheet(file="data-rows.csv", columns=DATA_ROWS, rows=rows),
            Sheet(file="overall-estimates-and-settings.csv", columns=SETTINGS, rows=settings),
        ),
        unheld=tuple(told for analysis in analyses for told in _unheld(analysis)),
    )


def _study(evidence: EvidenceBase, label: str, study: Study) -> Mapping[str, Value]:
    """A row a cohort: RevMan tells the rows of one analysis apart by the name of their study."""
    reference = evidence.references.get(study.citation)
    fields = reference.fields if reference else {}
    return {
        "Study": label,
        "Study year": fields.get("year"),
        "Title": fields.get("title", "").replace("{", "").replace("}", "") or None,
        "DOI": fields.get("doi"),
    }


def _named(number: int, analysis: Analysis) -> Mapping[str, Value]:
    return {"Analysis group": 1, "Analysis number": number, "Analysis name": analysis.outcome.label}


def _rows(evidence: EvidenceBase, number: int, analysis: Analysis) -> Iterator[Mapping[str, Value]]:
    assert analysis.pooled is not None, "only what was pooled is exported"
    weights = analysis.pooled.weights
    for at, row in enumerate(analysis.rows):
        location = row.source.location
        place = f"{location.file}:{location.line}" if location else row.source.where
        shown = {
            **_named(number, analysis),
            "Study": row.entry.label,
            "Study year": _study(evidence, row.entry.label, row.entry.study)["Study year"],
            "Experimental N": row.n,
            "Weight": None if weights is None else 100 * float(weights[at]),
            "Footnotes": place,
        }
        if isinstance(row, ScoreRow):
            yield {**shown, "GIV Mean": row.change, "GIV SE": math.sqrt(row.variance)}
        else:
            yield {**shown, "Experimental cases": row.events, **_log_odds(row)}


def _log_odds(row: CountRow) -> Mapping[str, Value]:
    """Nothing is added where nobody or everybody had the event: such a cohort has no row that RevMan could pool."""
    inside = 0 < row.events < row.n
    if not inside:
        return {}
    others = row.n - row.events
    return {"GIV Mean": math.log(row.events / others), "GIV SE": math.sqrt(1 / row.events + 1 / others)}


def _settings(number: int, analysis: Analysis) -> Mapping[str, Value]:
    pooled = analysis.pooled
    assert pooled is not None, "only what was pooled is exported"
    level = f"{100 * pooled.level:g}%"
    return {
        **_named(number, analysis),
        "Data type": "Contrast level",
        "Log-scale data": "TRUE" if analysis.outcome.measure == "PLO" else "FALSE",
        "Statistical method": "Inverse Variance" if analysis.outcome.measure == "MC" else "Binomial-normal",
        "Effect measure": "Mean change" if analysis.outcome.measure == "MC" else "Log odds",
        "Analysis model": "Fixed effect" if pooled.method == "EE" else "Random effects",
        "Study CI": level,
        "Estimate CI": level,
        "Experimental N": analysis.n,
        "Mean": pooled.estimate,
        "CI start": pooled.interval.lower if pooled.interval else None,
        "CI end": pooled.interval.upper if pooled.interval else None,
        "Heterogeneity Tau²": pooled.tau2,
        "Heterogeneity Chi²": pooled.q,
        "Heterogeneity df": pooled.q_df,
        "Heterogeneity P": pooled.q_p,
        "Heterogeneity I²": None if pooled.i2 is None else 100 * pooled.i2,
        "Effect P": pooled.p_value,
    }


def _unheld(analysis: Analysis) -> Iterator[Caution]:
    label = analysis.outcome.label
    pooled = analysis.pooled
    if pooled is None:
        yield caution("MS610", target="revman", what=f"{label}: no cohort could be pooled")
        return
    counts = [row for row in analysis.rows if isinstance(row, CountRow)]
    extreme = [row.entry.label for row in counts if row.events in (0, row.n)]
    if counts:
        yield caution("MS610", target="revman", what=f"{label}: the binomial–normal model; it would pool the log odds")
    if extreme:
        what = f"{label}: cohorts in which nobody or everybody had the event ({', '.join(extreme)}): no `GIV Mean`"
        yield caution("MS610", target="revman", what=what)
    if pooled.prediction is not None:
        yield caution(
            "MS610", target="revman", what=f"{label}: the prediction interval by `{pooled.prediction_method}`"
        )
    if analysis.subtotals:
        names = ", ".join(subtotal.name for subtotal in analysis.subtotals)
        yield caution("MS610", target="revman", what=f"{label}: subgroups, which split records more finely ({names})")
