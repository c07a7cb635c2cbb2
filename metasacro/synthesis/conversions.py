"""A printed summary under every conversion, beside what is possible on its scale."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from metasacro.moments.conversion import mean_sd
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.possible_definitions import possible_definitions
from metasacro.moments.feasible.reading import PREFERENCE
from metasacro.moments.feasible.set_estimate import Weights, set_estimate
from metasacro.moments.registry import CONVERSIONS
from metasacro.numerics.arrays import np
from metasacro.problems import Caution, Refusal
from metasacro.synthesis.verdict import Verdict, judge
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.moments.feasible.feasible_set import Bounds, FeasibleSet
    from metasacro.records.summary_rows import SummaryRow

#: Ours, by how the consistent samples are weighted. The first is recommended: docs/conversion.md says where, and why.
SETS: dict[str, Weights] = {"exact-set": "normal", "exact-set, equal": "equal"}
RECOMMENDED = "exact-set"

#: Numbers that stand in pairs, for the published formulas.
PAIRS = (("q1", "q3"), ("min", "max"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one method makes of the summary."""

    method: str
    mean: float
    sd: float
    se_mean: float
    reconstructed: bool  #: the standard error carries what the print leaves open of the mean; else it is SD/√n
    verdict: Verdict
    sd_at_mean: Bounds | None  #: the SDs that samples with this mean can have; None where none has it
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inapplicable:
    """A method that refuses this summary."""

    method: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One summary: what is possible, and every method."""

    row: SummaryRow
    samples: FeasibleSet
    definition: str  #: the one that was used
    definitions: tuple[str, ...]  #: those that are possible; empty where no quartile is printed
    unpaired: tuple[str, ...]  #: printed, but left out by the published formulas
    answers: tuple[Answer, ...]
    inapplicable: tuple[Inapplicable, ...]

    @property
    def recommended(self) -> Answer | None:
        """None where the summary says too little for it."""
        return next((answer for answer in self.answers if answer.method == RECOMMENDED), None)


def compare_conversions(row: SummaryRow) -> Comparison:
    """Every conversion of one printed summary.

    Raises `Refusal` where the print contradicts itself: numbers out of order (MS307), no sample on the scale agrees
    under the definition asked for (MS384) or under any (MS590); and what `feasible_moments` refuses.
    """
    _in_order(row)
    definition, definitions = _definition(row)
    printed, bounds = row.printed, {"lower": str(row.scale.lower), "upper": str(row.scale.upper)}
    bounds["step"] = str(row.scale.step)
    quantiles = printed.quantiles()
    samples = feasible_moments(
        printed.n, **bounds, **quantiles, mean=printed.mean, sd=printed.sd, definition=definition
    )
    paired = _paired(quantiles)
    answers: list[Answer] = []
    refused: list[Inapplicable] = []
    for method, weights in SETS.items():
        try:
            found = set_estimate(printed.n, **bounds, **quantiles, definition=definition, weights=weights)
        except Refusal as refusal:
            refused.append(Inapplicable(method=method, code=refusal.code, reason=refusal.message))
            continue
        answers.append(_answer(method, found.mean, found.sd, found.se_mean, True, (), samples))
    for method in CONVERSIONS:
        try:
            with np.errstate(over="ignore", invalid="ignore"):  # a fit that runs away is refused as MS323
                made = mean_sd(
                    printed.n,
                    method=method,
                    min=paired.get("min"),
                    q1=paired.get("q1"),
                    median=paired.get("median"),
                    q3=paired.get("q3"),
                    max=paired.get("max"),
                )
        except Refusal as refusal:
            refused.append(Inapplicable(method=method, code=refusal.code, reason=refusal.message))
            continue
        answers.append(_answer(method, made.mean, made.sd, made.se_mean, False, made.cautions, samples))
    return Comparison(
        row=row,
        samples=samples,
        definition=definition,
        definitions=definitions,
        unpaired=tuple(name for name in quantiles if name not in paired),
        answers=tuple(answers),
        inapplicable=tuple(refused),
    )


def _in_order(row: SummaryRow) -> None:
    told = list(row.printed.quantiles().items())
    for (left, lower), (right, upper) in pairwise(told):
        if float(lower) > float(upper):
            raise Refusal("MS307", left=left, left_value=float(lower), right=right, right_value=float(upper))


def definitions_of(row: SummaryRow) -> tuple[str, ...]:
    """The definitions under which some sample has the printed quartiles, the preferred first."""
    lower, upper, step = (str(end) for end in (row.scale.lower, row.scale.upper, row.scale.step))
    told = possible_definitions([row.printed], lower=lower, upper=upper, step=step)
    return tuple(key for key in PREFERENCE if key in told)


def _definition(row: SummaryRow) -> tuple[str, tuple[str, ...]]:
    """The definition to use, and all that are possible; none are named where no quartile is printed."""
    printed, scale = row.printed, row.scale
    if printed.q1 is None and printed.q3 is None:
        return row.definition or PREFERENCE[0], ()
    possible = definitions_of(row)
    on = {"n": printed.n, "lower": scale.lower, "upper": scale.upper, "step": scale.step}
    if not possible:
        raise Refusal("MS590", **on)
    if row.definition is not None and row.definition not in possible:
        raise Refusal("MS384", **on, definition=row.definition)
    return row.definition or possible[0], possible


def _paired(quantiles: dict[str, str | float]) -> dict[str, float]:
    """The numbers that the published formulas take: the median and whole pairs."""
    names = [name for pair in PAIRS if set(pair) <= quantiles.keys() for name in pair]
    names += ["median"] if "median" in quantiles else []
    return {name: float(quantiles[name]) for name in names}


def _answer(
    method: str,
    mean: float,
    sd: float,
    se_mean: float,
    reconstructed: bool,
    cautions: tuple[Caution, ...],
    samples: FeasibleSet,
) -> Answer:
    verdict, sd_at_mean = judge(mean, sd, samples)
    if (
        reconstructed
        and verdict is not Verdict.POSSIBLE
        and samples.printed_mean is None
        and samples.printed_sd is None
    ):
        verdict = Verdict.AVERAGE
    return Answer(
        method=method,
        mean=mean,
        sd=sd,
        se_mean=se_mean,
        reconstructed=reconstructed,
        verdict=verdict,
        sd_at_mean=sd_at_mean,
        cautions=cautions,
    )
