"""`protocol.yaml` becomes a `Protocol`, or the list of what must be mended first."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from metasacro.evidence.protocol import (
    PREDICTION,
    Chosen,
    ChosenNumber,
    Correlation,
    Outcome,
    OverlapDecision,
    Panel,
    Protocol,
    StudySet,
    TimeWindow,
)
from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.pooling.registry import PREDICTIONS, TESTS
from metasacro.problems import Problem, Severity, problem
from metasacro.records.decisions import read_decisions
from metasacro.records.file_text import FileText
from metasacro.records.flow_rows import read_flow
from metasacro.records.judgements import certainty_problems, read_certainty
from metasacro.records.protocol_fields import PROTOCOL
from metasacro.records.tables import Row, TableReader
from metasacro.records.yaml_text import parse_yaml
from metasacro.tau2.registry import ESTIMATORS


def read_protocol(source: FileText) -> tuple[Protocol | None, list[Problem]]:
    """The protocol, or `None`, with every problem found in it."""
    document = parse_yaml(source)
    if isinstance(document, Problem):
        return None, [document]
    reader = TableReader(document)
    row = reader.read(PROTOCOL)
    problems = reader.problems
    if row is None or any(found.severity is Severity.ERROR for found in problems):
        return None, problems
    problems.extend(_unknown_methods(row))
    problems.extend(_unknown_outcomes(row))
    problems.extend(_outcomes_twice(row))
    problems.extend(_time_out_of_order(row))
    problems.extend(_judged_twice(row))
    return (None if problems else _protocol(row)), problems


def _unknown_methods(row: Row) -> Iterable[Problem]:
    known = {
        "tau2": ESTIMATORS,
        "test": TESTS,
        "conversion": [*SET_CONVERSIONS, *CONVERSIONS],
        "prediction": PREDICTIONS,
    }
    for name, choices in known.items():
        chosen = row["estimation"][name]
        if chosen is not None and chosen["method"] not in choices:
            close = get_close_matches(chosen["method"], list(choices), n=1)
            yield problem(
                "MS138",
                chosen.at("method"),
                trail=f"estimation · {name}",
                hint=f"did you mean `{close[0]}`?" if close else "known: " + ", ".join(f"`{key}`" for key in choices),
                method=chosen["method"],
            )


def _unknown_outcomes(row: Row) -> Iterable[Problem]:
    defined = {outcome["outcome"] for outcome in row["outcomes"]}
    for decision in row["overlaps"] or ():
        if decision["outcome"] not in defined:
            yield problem("MS139", decision.at("outcome"), trail="overlaps", outcome=decision["outcome"])


def _outcomes_twice(row: Row) -> Iterable[Problem]:
    seen: set[str] = set()
    for outcome in row["outcomes"]:
        if outcome["outcome"] in seen:
            yield problem("MS135", outcome.at("outcome"), trail=outcome["outcome"], what="this outcome")
        seen.add(outcome["outcome"])


def _time_out_of_order(row: Row) -> Iterable[Problem]:
    time = row["time"]
    if not time["earliest"].days <= time["target"].days <= time["latest"].days:
        bound = f"between `earliest` {time['earliest']} and `latest` {time['latest']}"
        yield problem("MS118", time.at("target"), trail="time", name="target", bound=bound, text=time["target"])


def _judged_twice(row: Row) -> Iterable[Problem]:
    for outcome in row["outcomes"]:
        if outcome["certainty"]:
            yield from certainty_problems(outcome["certainty"])


def _protocol(row: Row) -> Protocol:
    estimation, sets = row["estimation"], row["study_sets"]
    return Protocol(
        title=row["title"],
        question=row["question"],
        index_study=_chosen(row["index_study"], "study"),
        level=_number(row["level"]),
        correlation=_correlation(row["correlation"]),
        time=_time(row["time"]),
        tau2=_chosen(estimation["tau2"], "method"),
        test=_chosen(estimation["test"], "method"),
        conversion=_chosen(estimation["conversion"], "method"),
        prediction=_chosen(estimation["prediction"], "method") if estimation["prediction"] else PREDICTION,
        main=_study_set(sets["main"]),
        extended=_study_set(sets["extended"]),
        outcomes=tuple(_outcome(outcome) for outcome in row["outcomes"]),
        panel=_panel(row["panel"]),
        overlaps=tuple(_overlap(decision) for decision in row["overlaps"] or ()),
        flow=read_flow(row["flow"]) if row["flow"] else None,
        resolved=read_decisions(row),
    )


def _chosen(row: Row, name: str) -> Chosen:
    return Chosen(value=row[name], reason=row["reason"], location=row.at(name))


def _number(row: Row) -> ChosenNumber:
    return ChosenNumber(value=row["value"].value, reason=row["reason"], location=row.at("value"))


def _correlation(row: Row) -> Correlation:
    return Correlation(
        value=row["value"].value,
        grid=tuple(value.value for value in row["grid"]),
        reason=row["reason"],
        location=row.at("value"),
    )


def _time(row: Row) -> TimeWindow:
    return TimeWindow(
        target=row["target"],
        earliest=row["earliest"],
        latest=row["latest"],
        include_unstated=row["unstated"] == "include",
        reason=row["reason"],
        location=row.at("target"),
    )


def _study_set(row: Row) -> StudySet:
    return StudySet(studies=row["studies"], reason=row["reason"], location=row.at("studies"))


def _overlap(row: Row) -> OverlapDecision:
    return OverlapDecision(
        outcome=row["outcome"],
        keep=row["keep"],
        leave_out=row["leave_out"],
        reason=row["reason"],
        location=row.at("keep"),
    )


def _panel(row: Row) -> Panel:
    return Panel(scores=row["scores"], counts=row["counts"], reason=row["reason"], location=row.at("scores"))


def _outcome(row: Row) -> Outcome:
    return Outcome(
        id=row["outcome"],
        label=row["label"],
        measure=row["measure"],
        lower_is_better=row["better"] == "lower",
        unit=row["unit"] or "",
        scale=row["scale"],
        measures=row["measures"] or (),
        parts=row["cohorts"] == "parts",
        subtotals=row["subtotals"],
        study_set=row["study_set"],
        important_difference=_number(row["important_difference"]) if row["important_difference"] else None,
        reason=row["reason"],
        location=row.location,
        certainty=read_certainty(row["certainty"]) if row["certainty"] else None,
    )
