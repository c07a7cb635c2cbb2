"""What was done, in a paragraph that a guideline can print, with versions and citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.literature import PAPERS
from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.pooling.registry import MODELS, PREDICTIONS, TESTS
from metasacro.synthesis.lineage.answers import of_analysis
from metasacro.synthesis.lineage.choices import of_correlation, of_level, of_method, of_time
from metasacro.synthesis.pools import ENOUGH
from metasacro.synthesis.rows import ScoreRow
from metasacro.synthesis.settings import settings_for
from metasacro.tau2.registry import ESTIMATORS, WEIGHTED
from metasacro.views.below import formulas_named
from metasacro.views.explanations import methods
from metasacro.views.numbers import level_name
from metasacro.views.report.parts import Listing, Paragraph, Phrase, Section

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Protocol, TimeWindow
    from metasacro.literature import Method
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.review import Review
    from metasacro.synthesis.settings import Overrides, Settings

#: Where a paper is found by its DOI.
DOI = "https://doi.org/"

#: Papers behind what every pool of counts or scores does.
COUNT_PAPERS = ("stijnen2010",)
EXACT_PAPERS = ("clopper1934",)


def methods_section(review: Review, overrides: Overrides) -> Section:
    """The paragraph, and the papers that it cites."""
    settings = settings_for(review.evidence.protocol, overrides)
    sentences = tuple(_sentences(review, settings))
    cited = dict.fromkeys(phrase.link.removeprefix("#paper-") for phrase in sentences if phrase.link)
    return Section(
        id="methods",
        title="Methods",
        blocks=(Paragraph(phrases=sentences), Listing(items=tuple(_paper(key) for key in cited))),
        trace=of_program_text(),
    )


def of_program_text() -> Trace:
    """Words and constants that the program brings."""
    return Trace(what="what the program does", how="described in its manual (docs/methods.md)", origin=PROGRAM)


def _sentences(review: Review, settings: Settings) -> Iterator[Phrase]:
    protocol = review.evidence.protocol
    pooled = [analysis for analysis in review.analyses if analysis.pooled is not None]
    scores = [analysis for analysis in pooled if analysis.outcome.measure != "PLO"]
    counts = [analysis for analysis in pooled if analysis.outcome.measure == "PLO"]
    if not pooled:
        yield Phrase(text="Nothing could be pooled. ")
    if scores:
        yield from _of_scores(scores, settings, protocol)
        yield from _assumed(scores, settings, protocol)
        yield from _timed(scores, protocol.time)
    if counts:
        yield from _of_counts(counts)
    if pooled:
        yield Phrase(text="Intervals cover ")
        yield Phrase(text=level_name(settings.level), trace=of_level(settings, protocol))
        yield Phrase(text=". ")
        yield from _shared(pooled)
    if any(analysis.outcome.certainty for analysis in review.analyses):
        yield Phrase(
            text="Certainty was judged by people and recorded in the protocol; nothing was graded by a program. "
        )
    yield Phrase(text=_versions(review.manifest))


def _of_scores(scores: Sequence[Analysis], settings: Settings, protocol: Protocol) -> Iterator[Phrase]:
    """Model, interval, and what belongs to them as far as some answer has it."""
    answers = [analysis.pooled for analysis in scores if analysis.pooled is not None]
    estimator, test = ESTIMATORS[settings.method], TESTS[settings.test]
    yield Phrase(text="Mean changes from before to after treatment were pooled by ")
    yield Phrase(text=_model(estimator), trace=of_method("method", settings, protocol))
    yield from _cited(estimator.references)
    yield Phrase(text="; intervals are by ")
    yield Phrase(text=test.name, trace=of_method("test", settings, protocol))
    yield from _cited(test.references)
    if any(answer.tau2_interval is not None for answer in answers):
        profiled = methods()["GQ" if estimator.key in WEIGHTED else "QP"]
        yield Phrase(text=f", with the {profiled.name}")
        yield from _cited(profiled.references)
    if any(answer.prediction is not None for answer in answers):
        predicted = PREDICTIONS[settings.prediction]
        yield Phrase(text="; what a new series would show is told by the ")
        yield Phrase(text=predicted.name, trace=of_method("prediction", settings, protocol))
        yield from _cited(predicted.references)
    yield Phrase(text=". ")


def _of_counts(counts: Sequence[Analysis]) -> Iterator[Phrase]:
    """The model as far as one was fitted, and how each kind of interval came about."""
    answers = [analysis.pooled for analysis in counts if analysis.pooled is not None]
    fitted = [answer for answer in answers if answer.tau2 is not None]
    if fitted:
        yield Phrase(text="Rates were pooled by a ")
        yield Phrase(text=MODELS["binomial-normal"].name)
        yield from _cited(COUNT_PAPERS)
        yield Phrase(
            text=", which keeps series without an event and adds nothing to any count; the pooled rate is that "
        )
        yield Phrase(text="of the median cohort. Intervals of pooled rates are by ")
        yield Phrase(text=_intervals_of_rates(fitted))
        if any(answer.tau2_interval is not None for answer in fitted):
            yield Phrase(text=", with the profile-likelihood interval of τ²")
        if any(answer.prediction is not None for answer in fitted):
            method = methods()["counts-prediction"]
            yield Phrase(text=", and prediction intervals mix a confidence distribution of τ² over the pooled rate")
            yield from _cited(method.references)
        yield Phrase(text=". ")
    if len(fitted) < len(answers):
        yield Phrase(text="Of a single cohort, and where nobody or everybody had the event, no model is fitted. ")
    yield Phrase(text="Single rates have exact intervals")
    yield from _cited(EXACT_PAPERS)
    yield Phrase(text=". ")


def _intervals_of_rates(answers: Iterable[Pooled]) -> str:
    """`t on k − 1 df`, and from enough cohorts on the profile likelihood; both where both were used."""
    found = {answer.interval_method: answer.test for answer in answers}
    told = []
    if "profile" in found:
        told.append("the profile likelihood" + f" (from {ENOUGH} cohorts on)" * (len(found) > 1))
    if "test" in found:
        told.append("the normal distribution" if found["test"] == "z" else "t on k − 1 df")
    return " or ".join(reversed(told))


def _shared(pooled: Sequence[Analysis]) -> Iterator[Phrase]:
    """Who may be counted twice, and what was done about it."""
    yield Phrase(text="Of overlapping cohorts of one record one enters a pool")
    chosen = [entry for analysis in pooled for entry in analysis.left_out if entry.reason.code == "MS435"]
    if chosen:
        yield Phrase(text="; of records that may share patients the protocol says which one counts")
    for analysis in pooled:
        for entry in analysis.cautions:
            if entry.code == "MS461":
                text = f"; {analysis.outcome.label}: {entry.message} (MS461)"
                yield Phrase(text=text, trace=of_analysis(analysis))
    yield Phrase(text=". ")


def _model(estimator: Method) -> str:
    if estimator.key == "EE":
        return "a common-effect model"
    return f"a random-effects model with τ² by {estimator.name}"


def _assumed(scores: Sequence[Analysis], settings: Settings, protocol: Protocol) -> Iterator[Phrase]:
    rows = [row for analysis in scores for row in analysis.rows if isinstance(row, ScoreRow)]
    if any(row.correlation_assumed for row in rows):
        yield Phrase(text="Where no paper prints the correlation of baseline and follow-up, ")
        yield Phrase(text=f"r = {settings.correlation:g}", trace=of_correlation(settings, protocol))
        yield Phrase(text=" was assumed. ")
    if any(row.converted for row in rows):
        method = {**dict(SET_CONVERSIONS), **dict(CONVERSIONS)}[settings.conversion]
        done = formulas_named(score for row in rows for score in (row.before, row.after) if score is not None)
        yield Phrase(text="Medians became means and SDs by ")
        yield Phrase(text=done, trace=of_method("conversion", settings, protocol))
        yield from _cited(method.references)
        yield Phrase(text=". ")


def _timed(scores: Sequence[Analysis], window: TimeWindow) -> Iterator[Phrase]:
    """Which follow-up entered, and whether some did whose time nobody knows."""
    unstated = any(
        row.follow_up.time is None for analysis in scores for row in analysis.rows if isinstance(row, ScoreRow)
    )
    yield Phrase(text="Of several follow-ups the one nearest to ")
    yield Phrase(text=str(window.target), trace=of_time(window))
    yield Phrase(text=" entered, from ")
    yield Phrase(text=f"{window.earliest} to {window.latest}", trace=of_time(window))
    yield Phrase(text=" after treatment" + "; some without a stated time entered too" * unstated + ". ")


def _versions(manifest: Mapping[str, Any]) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in manifest["packages"].items())
    return f"Computed by MetaSacro {manifest['version']} ({packages})."


def _cited(keys: Iterable[str]) -> Iterator[Phrase]:
    """` (Viechtbauer 2005; Higgins 2009)`, each a link to its entry below."""
    for at, key in enumerate(keys):
        paper = PAPERS[key]
        first, *others = paper.authors.split(", ")
        author = f"{first} and {others[0]}" if len(others) == 1 else f"{first} et al." if others else first
        yield Phrase(text="; " if at else " (")
        yield Phrase(text=f"{author} {paper.year}", link=f"#paper-{key}", trace=None)
    yield Phrase(text=")")


def _paper(key: str) -> Paragraph:
    paper = PAPERS[key]
    text = f"{paper.authors} ({paper.year}). {paper.title}. {paper.journal}. "
    return Paragraph(
        phrases=(Phrase(text=text), Phrase(text=f"doi:{paper.doi}", link=DOI + paper.doi)), id=f"paper-{key}"
    )
