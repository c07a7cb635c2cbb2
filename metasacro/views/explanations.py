"""The pages of `metasacro explain`: codes, methods from their docstrings, fields, tools of appraisal."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from textwrap import fill, indent

from metasacro.diagnostics import registry as diagnostics
from metasacro.effects import registry as effects
from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS, AppraisalTool
from metasacro.integrity import registry as integrity
from metasacro.literature import PAPERS, Method
from metasacro.moments import registry as moments
from metasacro.pooling import registry as pooling
from metasacro.problems import CATALOGUE, Code
from metasacro.records.explained_fields import field_names, fields_called
from metasacro.records.shape import Choice, Field
from metasacro.tau2 import registry as tau2

WIDTH = 96
#: Where a message's template holds a value.
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


#: Every registry, in the order of the manual.
TABLES: tuple[Mapping[str, Method], ...] = (
    tau2.ESTIMATORS,
    tau2.INTERVALS,
    pooling.TESTS,
    pooling.MODELS,
    pooling.DESCRIPTIONS,
    pooling.PREDICTIONS,
    pooling.DEPENDENCE,
    pooling.MEDIANS,
    effects.MEASURES,
    effects.INTERVALS,
    effects.RECOVERIES,
    moments.SET_CONVERSIONS,
    moments.CONVERSIONS,
    moments.FORMULAS,
    moments.RECOVERIES,
    moments.FEASIBLE,
    diagnostics.SENSITIVITY,
    diagnostics.SMALL_STUDIES,
    integrity.TESTS,
)


def methods() -> dict[str, Method]:
    """Every registered method by its key."""
    return {key: table[key] for table in TABLES for key in table}


def explainable() -> dict[str, list[str]]:
    """What can be explained, by kind."""
    return {
        "codes": list(CATALOGUE),
        "methods": [key for table in TABLES for key in table],
        "fields": field_names(),
        "tools of appraisal": list(APPRAISAL_TOOLS),
    }


def explain(name: str) -> list[str]:
    """Every page of that name, upper and lower case alike; a name may be a method and a field."""
    pages = []
    if code := CATALOGUE.get(name.upper()):
        pages.append(code_page(code))
    pages += [method_page(table[key]) for table in TABLES for key in table if key.lower() == name.lower()]
    if fields := fields_called(name.lower()):
        pages.append(field_page(name.lower(), fields))
    if tool := APPRAISAL_TOOLS.get(name.lower()):
        pages.append(tool_page(tool))
    return pages


def code_page(code: Code) -> str:
    """What the problem is, why it matters, what mends it."""
    parts = [
        f"{code.code} · {code.severity}\n{fill(PLACEHOLDER.sub('…', code.message), WIDTH)}",
        fill(code.why, WIDTH),
        fill(f"What to do: {code.fix}", WIDTH),
    ]
    if code.example:
        parts.append("For example\n" + indent(code.example, "    "))
    if code.instead:
        parts.append("Use instead\n" + indent(code.instead, "    "))
    if code.references:
        parts.append("References\n" + "\n".join(f"    {PAPERS[key]}" for key in code.references))
    return "\n\n".join(parts)


def method_page(method: Method) -> str:
    """The function's docstring without its doctest, the papers, and what it was checked against."""
    text = inspect.getdoc(method.function) or ""
    text = text.partition("\n>>> ")[0].rstrip()
    papers = "\n".join(fill(f"{key}: {PAPERS[key]}", WIDTH, subsequent_indent="    ") for key in method.references)
    return "\n\n".join([f"{method.key} · {method.name}", text, papers, f"Checked against: {method.oracle}"])


def field_page(name: str, fields: list[tuple[str, Field]]) -> str:
    """Where the field stands and what it holds there; places with the same meaning share a line."""
    meanings: dict[str, list[str]] = {}
    for path, field in fields:
        meanings.setdefault(_meaning(field), []).append(path)
    return f"{name} · field\n\n" + "\n\n".join(
        fill(f"{', '.join(paths)}: {meaning}", WIDTH, subsequent_indent="    ") for meaning, paths in meanings.items()
    )


def _meaning(field: Field) -> str:
    words = [field.help]
    if isinstance(field.kind, Choice):
        words.append("one of " + ", ".join(f"`{option}`" for option in field.kind.options))
    if field.example:
        words.append(f"for example `{field.name}: {field.example}`")
    if field.may_be_unreported:
        words.append("may be `not reported`")
    if field.required:
        words.append("required")
    return "; ".join(words)


def tool_page(tool: AppraisalTool) -> str:
    """The items by number, in our words, and what each answer means."""
    items = [
        fill(f"{item.number:>2}  {item.column}: {item.question}", WIDTH, subsequent_indent="    ")
        for item in tool.items
    ]
    answers = [f"    {answer}: {light}" for answer, light in tool.lights.items()]
    note = f"The questions are paraphrased; work with the tool itself: {tool.citation}"
    return "\n\n".join(
        [f"{tool.key} · {tool.name}", "\n".join(items), "\n".join(["Answers", *answers]), fill(note, WIDTH)]
    )
