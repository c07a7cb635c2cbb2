"""What was done, in a paragraph that a guideline can print, with versions and citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.literature import PAPERS
from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.pooling.registry import MODELS, PREDICTIONS, TESTS
from metasacro.synthesis.lineage.choices import of_correlation, of_level, of_method, of_time
from metasacro.synthesis.rows import ScoreRow
from metasacro.synthesis.settings import settings_for
from metasacro.tau2.registry import ESTIMATORS
from metasacro.views.below import FORMULAS
from metasacro.views.numbers import level_name
from metasacro.views.report.parts import Listing, Paragraph, Phrase, Section

if TYPE_CHECKING:
    from metasacro.literature import Method
    from metasacro.synthesis.review import Review
    from metasacro.synthesis.settings import Overrides, Settings

#: Where a paper is found by its DOI.
DOI = "https://doi.org/"

#: Papers behind what every pool of counts or scores does.
COUNT_PAPERS = ("stijnen2010", "clopper1934")
INTERVAL_OF_TAU2 = "viechtbauer2007"


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
    scores = [analysis for analysis in review.analyses if analysis.outcome.measure != "PLO"]
    counts = [analysis for analysis in review.analyses if analysis.outcome.measure == "PLO"]
    if scores:
        estimator, test = ESTIMATORS[settings.method], TESTS[settings.test]
        yield Phrase(text="Mean changes from before to after treatment were pooled by ")
        yield Phrase(text=_model(estimator), trace=of_method("method", settings, protocol))
        yield from _cited(estimator.references)
        yield Phrase(text="; intervals are by ")
        yield Phrase(text=test.name, trace=of_method("test", settings, protocol))
        yield from _cited(test.references)
        yield Phrase(text=", those of τ² by the Q-profile method")
        yield from _cited((INTERVAL_OF_TAU2,))
        predicted = PREDICTIONS[settings.prediction]
        yield Phrase(text=", and what a new series would show is the ")
        yield Phrase(text=predicted.name, trace=of_method("prediction", settings, protocol))
        yield from _cited(predicted.references)
        yield Phrase(text=". ")
        yield from _assumed(review, settings)
    if counts:
        model = MODELS["binomial-normal"]
        yield Phrase(text="Rates were pooled by a ")
        yield Phrase(text=model.name)
        yield from _cited(COUNT_PAPERS)
        yield Phrase(text=", which keeps series without an event and adds nothing to any count; single rates have ")
        yield Phrase(text="exact intervals. ")
    yield Phrase(text="Of several follow-ups the one nearest to ")
    yield Phrase(text=str(protocol.time.target), trace=of_time(protocol.time))
    yield Phrase(text=" entered. Intervals cover ")
    yield Phrase(text=level_name(settings.level), trace=of_level(settings, protocol))
    yield Phrase(text=". No patient enters a pool twice: records that may share patients follow the protocol. ")
    yield Phrase(text=_versions(review.manifest))


def _model(estimator: Method) -> str:
    if estimator.key == "EE":
        return "a common-effect model"
    return f"a random-effects model with τ² by {estimator.name}"


def _assumed(review: Review, settings: Settings) -> Iterator[Phrase]:
    protocol = review.evidence.protocol
    rows = [row for analysis in review.analyses for row in analysis.rows if isinstance(row, ScoreRow)]
    if any(row.correlation_assumed for row in rows):
        yield Phrase(text="Where no paper prints the correlation of baseline and follow-up, ")
        yield Phrase(text=f"r = {settings.correlation:g}", trace=of_correlation(settings, protocol))
        yield Phrase(text=" was assumed. ")
    if any(row.converted for row in rows):
        method = {**dict(SET_CONVERSIONS), **dict(CONVERSIONS)}[settings.conversion]
        done = FORMULAS.get(settings.conversion, method.name)
        yield Phrase(text="Medians became means and SDs by ")
        yield Phrase(text=done, trace=of_method("conversion", settings, protocol))
        yield from _cited(method.references)
        yield Phrase(text=". ")


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
