"""Every cohort with its raw numbers under metafor's names, and every pooled answer with the choices behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.numerics.normal import normal_quantile
from metasacro.problems import Caution, Refusal, caution
from metasacro.synthesis.rates import share_of
from metasacro.synthesis.rows import CountRow, ScoreRow, key_of
from metasacro.synthesis.scores import score_of
from metasacro.views.exports.parcel import Parcel, Sheet, Value

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis

COHORTS = (
    *("outcome", "study", "cohort", "slab", "in_pool", "index", "subgroup", "measure"),
    *("m1i", "sd1i", "m2i", "sd2i", "ri", "r_assumed", "open", "mi", "sdi", "xi", "ni"),
    *("yi", "vi", "ci_lower", "ci_upper", "weight", "conversion", "source", "where"),
)
ANSWERS = (
    *("outcome", "which", "group", "measure", "model", "method", "test", "level", "interval_method"),
    *("prediction_method", "k", "estimate", "se", "lower", "upper", "p_value", "tau2", "se_tau2", "tau2_lower"),
    *("tau2_upper", "i2", "h2", "q", "q_df", "q_p", "prediction_lower", "prediction_upper"),
    *("rate", "rate_lower", "rate_upper", "exact_lower", "exact_upper"),
)

#: What the script says that it does not recompute, for the same reason here.
UNLIKE_METAFOR = ("NNF", "KR", "KR-PR", "CD")


def metafor_parcel(evidence: EvidenceBase, analyses: tuple[Analysis, ...]) -> Parcel:
    """Raises `Refusal` (MS611) where no outcome has a pooled answer."""
    pooled = [analysis for analysis in analyses if analysis.pooled is not None]
    if not pooled:
        raise Refusal("MS611", target="metafor", reason="no outcome has a cohort that could be pooled")
    index = evidence.protocol.index_study.value
    cohorts = tuple(row for analysis in pooled for row in _cohorts(analysis, index))
    answers = tuple(row for analysis in pooled for row in _answers(analysis))
    return Parcel(
        sheets=(
            Sheet(file="cohorts.csv", columns=COHORTS, rows=cohorts),
            Sheet(file="answers.csv", columns=ANSWERS, rows=answers),
        ),
        unheld=tuple(told for analysis in analyses for told in _unheld(analysis)),
    )


def _cohorts(analysis: Analysis, index: str) -> Iterator[Mapping[str, Value]]:
    """One row a cohort, whether it is in the pool, in a subgroup, or both: subgroups split records more finely."""
    weights = analysis.pooled.weights if analysis.pooled else None
    position = {key_of(row): at for at, row in enumerate(analysis.rows)}
    group = {key_of(row): subtotal.name for subtotal in analysis.subtotals for row in subtotal.rows}
    split = (row for subtotal in analysis.subtotals for row in subtotal.rows)
    for key, row in {key_of(row): row for row in (*analysis.rows, *split)}.items():
        location = row.source.location
        at = position.get(key)
        yield {
            "outcome": analysis.outcome.id,
            "study": row.entry.study.id,
            "cohort": row.entry.cohort.id,
            "slab": row.entry.label,
            "in_pool": _truth(at is not None),
            "index": _truth(row.entry.study.id == index),
            "subgroup": group.get(key),
            "weight": None if weights is None or at is None else float(weights[at]),
            "source": f"{location.file}:{location.line}" if location else None,
            "where": row.source.where,
            **(_score(row, analysis) if isinstance(row, ScoreRow) else _count(row)),
        }


def _score(row: ScoreRow, analysis: Analysis) -> Mapping[str, Value]:
    half = float(normal_quantile((1 + analysis.settings.level) / 2)) * row.variance**0.5
    values: dict[str, Value] = {
        "yi": row.change,
        "vi": row.variance,
        "ci_lower": row.change - half,
        "ci_upper": row.change + half,
        "conversion": analysis.settings.conversion if row.converted else None,
    }
    if row.before is None or row.after is None:  # the paper prints the change itself
        printed, _ = score_of(row.follow_up.summary, None, "")
        return {**values, "measure": "MN", "mi": printed.mean, "sdi": printed.sd, "ni": printed.n}
    return {
        **values,
        "measure": "MC",
        "m1i": row.after.mean,
        "sd1i": row.after.sd,
        "m2i": row.before.mean,
        "sd2i": row.before.sd,
        "ni": row.n,
        "ri": row.correlation,
        "r_assumed": _truth(row.correlation_assumed),
        "open": row.before.reconstruction + row.after.reconstruction,
    }


def _count(row: CountRow) -> Mapping[str, Value]:
    """Without events, or without people that had none, log odds do not exist, and nothing is added to make them."""
    values: dict[str, Value] = {
        "measure": "PLO",
        "xi": row.events,
        "ni": row.n,
        "ci_lower": row.interval.lower,
        "ci_upper": row.interval.upper,
    }
    if 0 < row.events < row.n:
        effect = effect_sizes("PLO", xi=[row.events], ni=[row.n], to="none")
        values |= {"yi": float(effect.yi[0]), "vi": float(effect.vi[0])}
    return values


def _answers(analysis: Analysis) -> Iterator[Mapping[str, Value]]:
    outcome = analysis.outcome
    shared: dict[str, Value] = {
        "outcome": outcome.id,
        "measure": outcome.measure,
        "model": "binomial-normal" if outcome.measure == "PLO" else "inverse-variance",
    }
    assert analysis.pooled is not None, "only what was pooled is exported"
    yield {**shared, "which": "pool", **_answer(analysis.pooled, outcome.measure)}
    if analysis.without_index is not None:
        yield {**shared, "which": "without index", **_answer(analysis.without_index, outcome.measure)}
    for subtotal in analysis.subtotals:
        yield {
            **shared,
            "which": "subgroup",
            "group": subtotal.name,
            **_answer(subtotal.pooled, outcome.measure),
        }
    for point in analysis.grid:
        yield {
            **shared,
            "which": "correlation",
            "group": repr(point.correlation),
            "method": analysis.settings.method,
            "test": analysis.settings.test,
            "level": analysis.settings.level,
            "k": len(analysis.rows),
            "estimate": point.estimate,
            "lower": point.interval.lower,
            "upper": point.interval.upper,
        }


def _answer(pooled: Pooled, measure: str) -> Mapping[str, Value]:
    values: dict[str, Value] = {
        name: getattr(pooled, name)
        for name in ("method", "test", "level", "interval_method", "prediction_method", "k", "estimate", "se")
    }
    values |= {name: getattr(pooled, name) for name in ("p_value", "tau2", "se_tau2", "i2", "h2", "q", "q_df", "q_p")}
    intervals = {"": pooled.interval, "tau2_": pooled.tau2_interval, "prediction_": pooled.prediction}
    for name, interval in {**intervals, "exact_": pooled.exact}.items():
        if interval is not None:
            values |= {f"{name}lower": interval.lower, f"{name}upper": interval.upper}
    if measure == "PLO" and pooled.estimate is not None and pooled.interval is not None:
        values |= {
            "rate": share_of(pooled.estimate),
            "rate_lower": share_of(pooled.interval.lower),
            "rate_upper": share_of(pooled.interval.upper),
        }
    return values


def _unheld(analysis: Analysis) -> Iterator[Caution]:
    label = analysis.outcome.label
    if analysis.pooled is None:
        yield caution("MS610", target="metafor", what=f"{label}: no cohort could be pooled")
        return
    found = analysis.pooled
    if found.prediction is not None and found.prediction_method in UNLIKE_METAFOR:
        yield _exported(label, f"the prediction interval by `{found.prediction_method}`")
    if any(isinstance(row, ScoreRow) and row.converted for row in analysis.rows):
        yield _exported(label, f"means and SDs that `{analysis.settings.conversion}` made of medians")
    if analysis.conversions:
        names = ", ".join(point.method for point in analysis.conversions)
        yield caution("MS610", target="metafor", what=f"{label}: the pooled changes under other conversions ({names})")


def _exported(label: str, what: str) -> Caution:
    return caution("MS612", what=f"{label}: {what}")


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"
