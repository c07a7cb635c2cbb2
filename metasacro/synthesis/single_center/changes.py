"""The mean change behind two printed summaries of the same patients, with all that is not known of it."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.integrity.implied_correlation import Span, correlation_from_paired_p
from metasacro.integrity.rules.p_values import digits_of, is_named, printed_mean
from metasacro.moments.feasible.paired_change import FeasibleChange, feasible_change
from metasacro.numerics.interval import Interval
from metasacro.numerics.normal import normal_quantile
from metasacro.numerics.student import student_quantile
from metasacro.problems import Caution, Refusal, caution
from metasacro.synthesis.scores import score_of
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.synthesis.rows import Score
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.exact_scores import ExactGroup, ExactScore
    from metasacro.synthesis.single_center.score_groups import Pair

#: How the mean and SD of a feasible set were come by, as the pool calls it.
EXACT_SET = "exact-set"
#: Names of the paired t test.
T_TEST = ("t test", "t-test", "student")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Mean and SD at one time. `reconstruction` is the variance of the mean that the print leaves open."""

    mean: float
    sd: float
    reconstruction: float
    how: str  #: "exact-set", "printed", "luo/wan"
    score: Score | None  #: as a pool takes it; None for the average of the exact set


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Follow-up minus baseline of one cohort."""

    name: str
    pair: Pair
    n: int
    before: Moment
    after: Moment
    feasible: FeasibleChange | None  #: bounds; None where no set is known
    correlation: Span  #: what print and P leave of it
    narrowed_by_p: bool  #: whether the printed P was asked about it
    assumed: float  #: the protocol's correlation, or the one that the paper reports
    interval: Interval  #: at `assumed`
    widest: Interval  #: at the lowest correlation left
    narrowest: Interval  #: at the highest
    standardised: tuple[float, Interval] | None  #: in SDs of the baseline scores (SMCR), at `assumed`

    @property
    def estimate(self) -> float:
        return self.after.mean - self.before.mean

    def variance(self, correlation: float) -> float:
        """Of the mean change: sampling, and what the print leaves open of both means."""
        return change_variance(self.before, self.after, self.n, correlation)


def change_variance(before: Moment, after: Moment, n: int, correlation: float) -> float:
    """(s1² + s2² − 2 r s1 s2)/n, plus the reconstruction of both means."""
    spread = before.sd**2 + after.sd**2 - 2 * correlation * before.sd * after.sd
    return max(spread, 0.0) / n + before.reconstruction + after.reconstruction


def changes(exact: ExactGroup, settings: Settings) -> tuple[Change | Caution, ...]:
    """One for each pair of the group; the reason where there is none."""
    return tuple(
        _change(exact, pair, scores, settings) for pair, scores in zip(exact.group.pairs, exact.scores, strict=True)
    )


def _change(
    exact: ExactGroup, pair: Pair, scores: tuple[ExactScore, ExactScore], settings: Settings
) -> Change | Caution:
    n = pair.n
    if n is None:
        return caution("MS437", what="number analysed")
    if n < 2:
        return caution("MS437", what="second patient")
    try:
        before, after = (_moment(score, pair, settings) for score in scores)
        feasible = _feasible(scores)
    except Refusal as refusal:
        return Caution(code=refusal.code, message=refusal.message)
    left, by_p = _correlation(pair, feasible)
    if left.empty:
        return caution("MS390", p=pair.follow_up.p.text if pair.follow_up.p else "")
    reported = pair.follow_up.correlation
    assumed = reported.value if reported else min(max(settings.correlation, left.lower), left.upper)

    def interval(correlation: float) -> Interval:
        half = float(student_quantile((1 + settings.level) / 2, n - 1))
        half *= sqrt(change_variance(before, after, n, correlation))
        middle = after.mean - before.mean
        return Interval(lower=middle - half, upper=middle + half, level=settings.level)

    return Change(
        name=exact.group.name_of(pair),
        pair=pair,
        n=n,
        before=before,
        after=after,
        feasible=feasible,
        correlation=left,
        narrowed_by_p=by_p,
        assumed=assumed,
        interval=interval(assumed),
        widest=interval(left.lower),
        narrowest=interval(left.upper),
        standardised=_standardised(before, after, n, assumed, settings.level),
    )


def _moment(score: ExactScore, pair: Pair, settings: Settings) -> Moment:
    if score.estimate is not None:
        found = score.estimate
        return Moment(mean=found.mean, sd=found.sd, reconstruction=found.reconstruction, how=EXACT_SET, score=None)
    printed, _ = score_of(score.summary, pair.entry.result.scale, settings.conversion, pair.entry.result.step)
    return Moment(
        mean=printed.mean,
        sd=printed.sd,
        reconstruction=printed.reconstruction,
        how=printed.how if printed.converted else "printed",
        score=printed,
    )


def _feasible(scores: tuple[ExactScore, ExactScore]) -> FeasibleChange | None:
    before, after = (score.feasible for score in scores)
    if before is None or after is None or before.n != after.n or before.n < 2:
        return None
    return feasible_change(before, after)


def _correlation(pair: Pair, feasible: FeasibleChange | None) -> tuple[Span, bool]:
    """What pairing and, for a t test of printed means, the P value leave; and whether the P had a say."""
    low, high = (feasible.correlation.lower, feasible.correlation.upper) if feasible else (-1.0, 1.0)
    before, after, p = printed_mean(pair.before), printed_mean(pair.after), pair.follow_up.p
    if p is not None and p.value > 0 and before and after and is_named(p, T_TEST):
        told = correlation_from_paired_p(before, after, p.relation, digits_of(p))
        return Span(lower=max(low, told.lower), upper=min(high, told.upper)), True
    return Span(lower=low, upper=high), False


def _standardised(
    before: Moment, after: Moment, n: int, correlation: float, level: float
) -> tuple[float, Interval] | None:
    """SMCR: in SDs of the baseline scores."""
    if not before.sd > 0 or n < 3:
        return None
    found = effect_sizes(
        "SMCR",
        m1i=[after.mean],
        m2i=[before.mean],
        sd1i=[before.sd],  # the unit: this measure takes it from here, whichever mean comes first
        sd2i=[after.sd],
        ni=[n],
        ri=[correlation],
    )
    middle, half = float(found.yi[0]), float(normal_quantile((1 + level) / 2)) * sqrt(float(found.vi[0]))
    return middle, Interval(lower=middle - half, upper=middle + half, level=level)
