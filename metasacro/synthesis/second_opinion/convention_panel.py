"""The same data under the conventions of several programs, computed by this package's own kernel."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.effects.freeman_tukey_back import harmonic_mean, share_of_double_arcsine
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.prediction import FEWEST
from metasacro.pooling.prediction_interval import prediction_interval
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal
from metasacro.synthesis.rates import share_of
from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.synthesis.second_opinion.conventions import RATES, SCORES, Convention
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """What one program would print. Scores as changes, rates as shares; `why_not` where it has no answer."""

    convention: Convention | None  #: None: the answer of this package, under the protocol
    estimate: float | None = None
    interval: Interval | None = None
    prediction: Interval | None = None
    tau2: float | None = None
    i2: float | None = None
    p_value: float | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One outcome under every convention, its own answer first."""

    analysis: Analysis
    rows: tuple[PanelRow, ...]


def convention_panel(analysis: Analysis) -> Panel | None:
    """The panel of one outcome; None where nothing was pooled."""
    if analysis.pooled is None:
        return None
    counts = analysis.outcome.measure == "PLO"
    others = tuple(
        _rate(analysis, each) if counts else _score(analysis, each) for each in (RATES if counts else SCORES)
    )
    return Panel(analysis=analysis, rows=(_own(analysis, analysis.pooled), *others))


def _own(analysis: Analysis, pooled: Pooled) -> PanelRow:
    back = share_of if analysis.outcome.measure == "PLO" else _same
    return _row(None, pooled, pooled.prediction, back, pooled.i2)


def _score(analysis: Analysis, convention: Convention) -> PanelRow:
    rows = [row for row in analysis.rows if isinstance(row, ScoreRow)]
    pooled = random_effects(
        [row.change for row in rows],
        [row.variance for row in rows],
        method=convention.method,
        test=convention.test,
        level=analysis.settings.level,
    )
    return _row(convention, pooled, _prediction(pooled, convention), _same, _i2(pooled, convention))


def _rate(analysis: Analysis, convention: Convention) -> PanelRow:
    rows = [row for row in analysis.rows if isinstance(row, CountRow)]
    events, people, level = [row.events for row in rows], [row.n for row in rows], analysis.settings.level
    if convention.model == "none":
        return PanelRow(convention=convention, why_not="no model for the rate of one group")
    try:
        if convention.model == "counts":
            pooled = binomial_normal(events, people, test=convention.test, level=level)
            return _row(convention, pooled, _counts_prediction(pooled, convention), share_of, None)
        half = 0.5 if convention.measure == "PLO" else 0.0
        effects = effect_sizes(convention.measure, xi=events, ni=people, add=half, to="only0")
        pooled = random_effects(effects.yi, effects.vi, method=convention.method, test=convention.test, level=level)
    except Refusal as refusal:
        return PanelRow(convention=convention, why_not=refusal.message)
    back = share_of if convention.measure == "PLO" else _from_double_arcsine(people)
    return _row(convention, pooled, _prediction(pooled, convention), back, _i2(pooled, convention))


def _row(
    convention: Convention | None,
    pooled: Pooled,
    prediction: Interval | None,
    back: Callable[[float], float],
    i2: float | None,
) -> PanelRow:
    if pooled.estimate is None:
        exact = pooled.exact if convention is None else None
        return PanelRow(convention=convention, interval=exact, why_not="no model can be fitted")
    return PanelRow(
        convention=convention,
        estimate=back(pooled.estimate),
        interval=_back(pooled.interval, back),
        prediction=_back(prediction, back),
        tau2=pooled.tau2,
        i2=i2,
        p_value=pooled.p_value if back is _same else None,
    )


def _prediction(pooled: Pooled, convention: Convention) -> Interval | None:
    if convention.prediction is None or pooled.k < FEWEST:
        return None
    found = prediction_interval(pooled, convention.prediction)
    if found.lower is None or found.upper is None:
        return None
    return Interval(lower=found.lower, upper=found.upper, level=found.level)


def _counts_prediction(pooled: Pooled, convention: Convention) -> Interval | None:
    """estimate ± c √(τ² + se²) on the logit scale, c by the program: normal, or t on k − 1 df."""
    if pooled.estimate is None or pooled.se is None or pooled.tau2 is None or pooled.k < FEWEST:
        return None
    df = pooled.k - 1.0 if convention.prediction == "V" else math.inf
    reach = float(student_quantile(0.5 + 0.5 * pooled.level, df)) * math.sqrt(pooled.tau2 + pooled.se**2)
    return Interval(lower=pooled.estimate - reach, upper=pooled.estimate + reach, level=pooled.level)


def _i2(pooled: Pooled, convention: Convention) -> float | None:
    """By τ² as the kernel has it, or from Q."""
    if convention.i2 == "Q" and pooled.q is not None and pooled.q_df is not None:
        return max(0.0, (pooled.q - pooled.q_df) / pooled.q) if pooled.q > 0 else 0.0
    return pooled.i2 if convention.i2 else None


def _back(interval: Interval | None, back: Callable[[float], float]) -> Interval | None:
    if interval is None:
        return None
    return Interval(lower=back(interval.lower), upper=back(interval.upper), level=interval.level)


def _same(value: float) -> float:
    return value


def _from_double_arcsine(people: list[int]) -> Callable[[float], float]:
    middle = float(harmonic_mean(people))
    return lambda value: float(share_of_double_arcsine(value, middle))


def differing_choices(panel: Panel) -> Iterator[str]:
    """How far the programs are apart, and in what, in sentences."""
    rows = [row for row in panel.rows if row.convention is not None and row.estimate is not None]
    for what, title in (("interval", "intervals"), ("prediction", "prediction intervals")):
        widths = {_name(row): found.upper - found.lower for row in rows if (found := getattr(row, what)) is not None}
        if len(set(widths.values())) > 1:
            narrow, wide = min(widths, key=widths.__getitem__), max(widths, key=widths.__getitem__)
            yield f"{title}: {wide} is {widths[wide] / widths[narrow]:.1f} times as wide as {narrow}"


def _name(row: PanelRow) -> str:
    assert row.convention is not None, "the own row is left out"
    return f"{row.convention.program} {row.convention.versions}"
