"""What other programs are asked: the data and settings of one pooled answer, and the numbers that were found here."""

from __future__ import annotations

from metasacro.values.frozen import dataclass

#: Conventions of the prediction interval that other programs have too.
CONVENTIONS = ("metafor", "S", "V", "HTS", "HK", "HK-PR")

#: Name of a number → what tables call it, in the order of printing. Numbers of rows carry the row behind a colon:
#: `weight:2` is the share of the second row.
TITLES = {
    "estimate": "estimate",
    "se": "standard error",
    "lower": "interval, lower",
    "upper": "interval, upper",
    "statistic": "test statistic",
    "p_value": "P value",
    "tau2": "τ²",
    "se_tau2": "SE of τ²",
    "tau2_lower": "τ² interval, lower",
    "tau2_upper": "τ² interval, upper",
    "i2": "I²",
    "i2_lower": "I² interval, lower",
    "i2_upper": "I² interval, upper",
    "h2": "H²",
    "q": "Q",
    "q_p": "P value of Q",
    "prediction_lower": "prediction, lower",
    "prediction_upper": "prediction, upper",
    **{
        f"{convention}_prediction_{end}": f"prediction {convention}, {end}"
        for convention in CONVENTIONS
        for end in ("lower", "upper")
    },
    "exact_lower": "exact interval, lower",
    "exact_upper": "exact interval, upper",
    "weight": "weight",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number that was found here."""

    name: str  #: a key of TITLES, for rows with `:` and the row's place
    title: str
    kind: str  #: a key of `bounds.BOUNDS`
    value: float
    floor: float  #: what a difference is measured against where the number itself is nearer to 0 than this


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One pooled answer with its data and settings. Effects with variances, or events with people."""

    key: str  #: made of ids of the protocol and plain numbers
    outcome: str  #: id
    what: str  #: which answer of that outcome: "" for the main one
    counts: bool
    first: tuple[float, ...]  #: effects; or events
    second: tuple[float, ...]  #: variances; or people
    method: str
    test: str
    level: float
    interval: str  #: "test" or "profile"
    prediction: str  #: the convention of `prediction_lower` and `prediction_upper`
    numbers: tuple[Number, ...]

    @property
    def k(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one program answers to one question. A number it does not give has a reason, by name or by "*" for all."""

    values: dict[str, float]
    reasons: dict[str, str]

    def reason(self, name: str) -> str:
        """Why a number has no counterpart."""
        return self.reasons.get(name) or self.reasons.get(name.partition(":")[0]) or self.reasons.get("*", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one program answers to all questions. `absent`: why it could not be asked; empty where it was."""

    program: str
    version: str
    replies: dict[str, Reply]  #: by the question's key
    absent: str = ""
    trouble: str = ""  #: what went wrong although it could be asked
    wanted: bool = True  #: whether the user wanted it asked
