"""What a pool was told to do, and where the protocol says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.reported import Source
from metasacro.evidence.trace import COMMAND_LINE, PROGRAM, Trace

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Outcome, Protocol, TimeWindow
    from metasacro.problems import Location
    from metasacro.synthesis.settings import Settings


def of_choice(what: str, chosen: str, reason: str, location: Location | None, *, method: str = "") -> Trace:
    """A choice of the protocol with its reason; without a place it is the program's default."""
    return Trace(
        what=what,
        printed=chosen,
        how=reason,
        methods=(method,) if method else (),
        sources=() if location is None else (in_protocol(location),),
        origin=PROGRAM if location is None else "",
    )


def in_protocol(location: Location) -> Source:
    """A line of the protocol."""
    return Source(study="protocol", where="", seen="", location=location)


def of_outcome(outcome: Outcome) -> Trace:
    """What is pooled, by the protocol."""
    return of_choice(f"the outcome `{outcome.id}`", outcome.label, outcome.reason, outcome.location)


def of_important_difference(outcome: Outcome) -> Trace | None:
    """The minimal important difference of the outcome."""
    found = outcome.important_difference
    if found is None:
        return None
    return of_choice("minimal important difference", f"{found.value:g}", found.reason, found.location)


def of_time(window: TimeWindow) -> Trace:
    """Which follow-up enters."""
    printed = f"{window.target}, between {window.earliest} and {window.latest}"
    return of_choice("time of follow-up", printed, window.reason, window.location)


def of_studies(settings: Settings, protocol: Protocol) -> Trace:
    """Which records are pooled."""
    asked = _asked("study_set", settings)
    if asked is not None:
        return _from_command_line("study set", settings.study_set, asked)
    sets = {"main": (protocol.main,), "extended": (protocol.extended,), "all": (protocol.main, protocol.extended)}
    parts = tuple(
        of_choice("study set", ", ".join(chosen.studies), chosen.reason, chosen.location)
        for chosen in sets[settings.study_set]
    )
    return parts[0] if len(parts) == 1 else Trace(what="study set", printed=settings.study_set, parts=parts)


def of_level(settings: Settings, protocol: Protocol) -> Trace:
    """The coverage of intervals."""
    level = protocol.level
    return _choice("level", "coverage of intervals", f"{level.value:g}", level.reason, level.location, settings)


def of_correlation(settings: Settings, protocol: Protocol) -> Trace:
    """The correlation of baseline and follow-up."""
    found = protocol.correlation
    what = "correlation of baseline and follow-up, assumed"
    return _choice("correlation", what, f"{found.value:g}", found.reason, found.location, settings)


def of_method(name: str, settings: Settings, protocol: Protocol) -> Trace:
    """`method`, `test`, `conversion` or `prediction`."""
    what, chosen = {
        "method": ("estimator of the between-study variance", protocol.tau2),
        "test": ("test and interval", protocol.test),
        "conversion": ("conversion of medians", protocol.conversion),
        "prediction": ("prediction interval", protocol.prediction),
    }[name]
    return _choice(name, what, chosen.value, chosen.reason, chosen.location, settings, method=getattr(settings, name))


def _choice(
    name: str,
    what: str,
    planned: str,
    reason: str,
    location: Location | None,
    settings: Settings,
    *,
    method: str = "",
) -> Trace:
    asked = _asked(name, settings)
    if asked is not None:
        return _from_command_line(what, f"{getattr(settings, name)}", asked, method)
    return of_choice(what, planned, reason, location, method=method)


def _asked(name: str, settings: Settings) -> str | None:
    """The caution's words where the user asked for something else than the protocol."""
    departure = settings.departures.get(name)
    return None if departure is None else departure.message


def _from_command_line(what: str, value: str, told: str, method: str = "") -> Trace:
    return Trace(what=what, printed=value, how=told, methods=(method,) if method else (), origin=COMMAND_LINE)
