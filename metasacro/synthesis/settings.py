"""The choices in force for one run: the protocol's, unless the user asked for others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from metasacro.problems import Caution, caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What the user asked for instead of the protocol; `None` keeps the protocol's choice."""

    method: str | None = None  #: a key of `tau2.registry.ESTIMATORS`
    test: str | None = None  #: a key of `pooling.registry.TESTS`
    level: float | None = None  #: a fraction
    correlation: float | None = None
    conversion: str | None = None  #: a key of SET_CONVERSIONS or CONVERSIONS in `moments.registry`
    prediction: str | None = None  #: a key of `pooling.registry.PREDICTIONS`
    study_set: str | None = None  #: `main`, `extended` or `all`


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every choice behind one analysis."""

    method: str
    test: str
    level: float
    correlation: float
    conversion: str
    prediction: str
    study_set: str
    departures: Mapping[str, Caution]  #: by choice, what departs from the protocol

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """One for each departure."""
        return tuple(self.departures.values())


#: Choices that pools of counts do not have: their model has its own estimator, and nothing is converted.
OF_SCORES = ("method", "correlation", "conversion", "prediction")


def settings_for(
    protocol: Protocol, overrides: Overrides, study_set: str = "main", *, counts: bool = False
) -> Settings:
    """The protocol's choices with the user's in their place.

    `study_set` is what the outcome pools by default; for `counts` a departure in what they do not have is none.
    """
    planned: dict[str, str | float] = {
        "method": protocol.tau2.value,
        "test": protocol.test.value,
        "level": protocol.level.value,
        "correlation": protocol.correlation.value,
        "conversion": protocol.conversion.value,
        "prediction": protocol.prediction.value,
        "study_set": study_set,
    }
    asked = {name: value for name in planned if (value := getattr(overrides, name)) is not None}
    changed = {name: value for name, value in asked.items() if value != planned[name]}
    return Settings(
        **{**planned, **asked},
        departures={
            name: caution("MS449", name=name.replace("_", " "), asked=value, planned=planned[name])
            for name, value in changed.items()
            if not (counts and name in OF_SCORES)
        },
    )
