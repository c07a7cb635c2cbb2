"""Grammars of hypothesis: files that are almost what a reader wants, from the fields that the reader declares."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import strategies as st

from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS
from metasacro.records import shape
from metasacro.records.protocol_fields import PROTOCOL
from metasacro.records.study_fields import STUDY
from tests.fuzz import seeds
from tests.fuzz.file import BETWEEN
from tests.fuzz.mutation import mutated
from tests.fuzz.readable import readable
from tests.fuzz.words import MARKUP, NUMBERS, SIGNS

Draw = Callable[[st.SearchStrategy[Any]], Any]

#: A number as a paper prints it.
PRINTED = st.decimals(min_value=-999, max_value=9_999, places=None, allow_nan=False).map(lambda d: f"{d:f}"[:18])
SHORT = st.decimals(min_value=0, max_value=100, places=1).map(str)
COUNTED = st.integers(0, 200).map(str)
HOSTILE = st.sampled_from((*NUMBERS, *MARKUP, *SIGNS))
PLAIN = st.sampled_from(("a series", "Table 2", "VAS", "p. 4", "2004", "7 of 9", "no", "x: y", "# a", "- b", "=1+1"))
TEXT = st.integers(0, 24).flatmap(lambda rare: HOSTILE if rare == 0 else PLAIN)
NAMES = st.sampled_from(("one", "all", "cancer", "pain", "harm", "rest", "age", "two-2", "two_2"))
TIMES = st.sampled_from(("1 month", "27 days", "2.5 weeks", "0 days", "1 months", "12 years", "6 week", "1 hour"))
P_VALUES = st.sampled_from(("<.001", ".05", "= 0.5", "0.027", "≤ .1", "1", "0", ">0.999", "1.5", "<0"))
SCALES = st.sampled_from(("0-10", "0–100", "0 to 10", "-5 - 5", "-10--5", "10-0", "0.5-9.5", "1-1"))
#: What needs no quotes.
BARE = re.compile(r"(?!- )[A-Za-z0-9<>=≤.-][A-Za-z0-9 <>=≤./–_-]*")
#: What a summary may consist of; the last two are none.
SUMMARIES = (
    *(("n", "mean", "sd"), ("n", "mean", "se"), ("n", "mean", "ci"), ("n", "mean", "plus_minus"), ("n", "mean")),
    *(("n", "median", "q1", "q3"), ("n", "median", "min", "max"), ("n", "median"), ("n", "mean", "sd", "min", "max")),
    *(("n", "mean", "median"), ("n", "sd")),
)


def _one_in(draw: Draw, many: int) -> bool:
    return bool(draw(st.integers(1, many)) == 1)


def _value(draw: Draw, kind: shape.Kind, depth: int) -> Any:
    """A value of the kind, or once in a while something else."""
    if _one_in(draw, 200):
        return draw(HOSTILE | st.just([]) | st.just({}) | st.just("not reported") | st.just([["x"]]))
    match kind:
        case shape.Number():
            return draw(COUNTED if kind.whole else st.one_of(SHORT, SHORT, COUNTED, PRINTED))
        case shape.Choice():
            return draw(st.sampled_from(kind.options))
        case shape.Identifier():
            return draw(NAMES)
        case shape.Period():
            return draw(TIMES)
        case shape.Bounds():
            return draw(SCALES)
        case shape.PValue():
            return draw(P_VALUES)
        case shape.Reasons():
            return {draw(st.sampled_from(("n", "sd", "count", "of"))): draw(TEXT)}
        case shape.ListOf():
            many = kind.length or draw(st.integers(max(kind.least, 1), 3))
            return [_value(draw, kind.item, depth + 1) for _ in range(many)]
        case shape.Table():
            return _table(draw, kind.shape, depth + 1)
    return draw(TEXT)


def _table(draw: Draw, described: shape.Shape, depth: int) -> dict[str, Any]:
    """The fields that must be there, a summary where one belongs, and a few others."""
    made: dict[str, Any] = {}
    known = described.by_name
    summary = set(draw(st.sampled_from(SUMMARIES))) if "median" in known else set()
    for field in described.fields:
        of_summary = field.name in set().union(*SUMMARIES) and "median" in known
        wanted = field.name in summary if of_summary else field.required or _one_in(draw, 4)
        if wanted != _one_in(draw, 250):
            value = _value(draw, field.kind, depth)
            made[field.name] = "not reported" if field.may_be_unreported and _one_in(draw, 8) else value
    if "cohort" in made and not _one_in(draw, 8):
        made["cohort"] = "all"
    if _one_in(draw, 150):
        made[draw(st.sampled_from(("sd", "mean", "x", "", "n: 1", "label")))] = draw(TEXT)
    return made


def _yaml(draw: Draw, value: Any, indent: int) -> str:
    """The value as YAML, in blocks or in braces, its texts with quotes or without."""
    if isinstance(value, str):
        style = draw(st.integers(0, 9))
        bare = BARE.fullmatch(value) or _one_in(draw, 20)
        return value if bare and style < 9 else json.dumps(value, ensure_ascii=style == 9)
    if not value or draw(st.integers(0, 3)) == 0:
        return _braced(draw, value)
    pad = "  " * indent
    if isinstance(value, dict):
        return "".join(f"\n{pad}{key}: {_yaml(draw, child, indent + 1)}" for key, child in value.items())
    return "".join(f"\n{pad}- {_yaml(draw, child, indent + 1).lstrip()}" for child in value)


def _braced(draw: Draw, value: Any) -> str:
    if isinstance(value, str):
        return _yaml(draw, value, 0)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_braced(draw, child)}" for key, child in value.items()) + "}"
    return "[" + ", ".join(_braced(draw, child) for child in value) + "]"


@st.composite
def records(draw: Draw) -> bytes:
    """A study record called `one`."""
    made = _table(draw, STUDY, 0)
    made |= {"study": "one", "label": "One", "citation": "one"}
    if isinstance(made.get("cohorts"), list) and made["cohorts"] and isinstance(made["cohorts"][0], dict):
        made["cohorts"][0]["cohort"] = "all"
        made["cohorts"][0].pop("part_of", None)
    return _yaml(draw, made, 0).lstrip().encode("utf-8", "surrogatepass")


@st.composite
def protocols(draw: Draw) -> bytes:
    """A protocol with every field that must be there."""
    return _yaml(draw, _table(draw, PROTOCOL, 0), 0).lstrip().encode("utf-8", "surrogatepass")


def mutations(texts: list[bytes], longest: int = 32_768) -> st.SearchStrategy[bytes]:
    """The texts with lines deleted, doubled or swapped, values exchanged, bytes inserted."""
    chosen = st.tuples(st.sampled_from(texts), st.integers(0, 2**32))
    return chosen.map(lambda pair: mutated(pair[0], Random(pair[1]), longest))


def pairs(texts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Two inputs as one."""
    return st.tuples(texts, texts).map(lambda both: BETWEEN.join(both))


#: A column's name → cells that it may hold.
CELLS = SHORT | COUNTED | TEXT | TIMES | P_VALUES | st.sampled_from(("all", "8,2", "NR", "", '"', '""', "a\nb", ";"))
PLACES = (
    *(
        "study",
        "cohort",
        "outcome",
        "time",
        "mean",
        "sd",
        "n",
        "events",
        "of",
        "p",
        "unmapped",
        "label",
        "seen",
        "notes",
    ),
    *("cohort.n", "pain.baseline.mean", "pain.follow_up.1 month.sd", "harm.events", "harm.of", "harm.unit", "ci_lower"),
    *(
        "pain.change.1 month.ci_upper",
        "characteristics.age.mean",
        f"risk_of_bias.{next(iter(APPRAISAL_TOOLS))}.1.answer",
    ),
)


@st.composite
def tables(draw: Draw) -> bytes:
    """A mapping and a table that it is about."""
    separator = draw(st.sampled_from((",", ";", "\t")))
    columns = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=8, unique=True))
    names = [place if _one_in(draw, 3) else f"Column {number}" for number, place in enumerate(columns)]
    told = {name: place for name, place in zip(names, columns, strict=True) if name != place}
    mapping = {"shape": draw(st.sampled_from(("wide", "long"))), "decimal": draw(st.sampled_from(("point", "comma")))}
    about = json.dumps({**mapping, "columns": told, "missing": ["NR"], "constants": {"cohort": "all"}})
    rows = [names, *([_cell(draw, place) for place in columns] for _ in range(draw(st.integers(1, 4))))]
    text = "\n".join(separator.join(_quoted(cell, separator) for cell in row) for row in rows)
    return about.encode() + BETWEEN + text.encode("utf-8", "surrogatepass")


def _cell(draw: Draw, place: str) -> str:
    likely = {"study": "one two2002 Three", "cohort": "all cancer", "outcome": "pain harm", "time": "baseline"}
    if place in likely and not _one_in(draw, 5):
        return str(draw(st.sampled_from(likely[place].split())))
    return str(draw(CELLS))


def _quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if separator in cell or "\n" in cell or cell.startswith('"') else cell


TAGS = (
    "TY",
    "AU",
    "A1",
    "TI",
    "T1",
    "JO",
    "PY",
    "Y1",
    "DA",
    "VL",
    "IS",
    "SP",
    "EP",
    "DO",
    "UR",
    "ID",
    "ER",
    "AB",
    "XX",
)
CONTENT = TEXT | st.sampled_from(
    ("JOUR", "Smith, A. B.", "Müller-Özdemir Å", "2001/05/", "10.1000/x.1", "{", "}", "\\", "3-9")
)
RIS = st.lists(st.tuples(st.sampled_from(TAGS), CONTENT), min_size=1, max_size=20).map(
    lambda lines: "TY  - JOUR\n" + "".join(f"{tag}  - {text}\n" for tag, text in lines) + "ER  - \n"
)
FIELDS = ("author", "title", "journal", "year", "doi", "url", "pmid", "pages", "note", "AUTHOR", "", "a b")
WRAPPED = st.tuples(CONTENT, st.sampled_from(("{%s}", '"%s"', "%s", "{{%s}}", "{%s} # b", "{%s"))).map(
    lambda pair: pair[1].replace("%s", pair[0])
)
BIBTEX = st.lists(
    st.tuples(NAMES | CONTENT, st.lists(st.tuples(st.sampled_from(FIELDS), WRAPPED), max_size=5)),
    min_size=1,
    max_size=4,
).map(
    lambda entries: "".join(
        f"@article{{{key},\n" + "".join(f"  {name} = {text},\n" for name, text in fields) + "}\n"
        for key, fields in entries
    )
)


def _bytes(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    return texts.map(lambda text: text.encode("utf-8", "surrogatepass"))


#: Records that can be read, each from a seed of its own.
NEW = st.integers(0, 2**32).map(lambda seed: readable(Random(seed)))
#: Target → what to try.
GRAMMARS: dict[str, st.SearchStrategy[bytes]] = {
    "record": records() | mutations(seeds.records()),
    "layout": NEW | mutations(seeds.records()),
    "protocol": protocols() | mutations([seeds.SMALL_PROTOCOL.encode(), seeds.shipped_protocol()]),
    "number": _bytes(
        PRINTED | SHORT | SCALES | P_VALUES | TIMES | HOSTILE | st.text("0123456789.-–<=eE_ ", max_size=9)
    ),
    "bibliography": _bytes(BIBTEX) | mutations([seeds.BIBTEX.encode()]),
    "citations": _bytes(RIS | BIBTEX) | mutations([seeds.RIS.encode(), seeds.NBIB.encode()]),
    "table": tables() | mutations([seeds.WIDE.encode(), seeds.LONG.encode()]),
    "covidence": mutations([seeds.COVIDENCE.encode(), seeds.COVIDENCE_LIST.encode()]),
    "revman": mutations([seeds.REVMAN.encode(), seeds.REVIEW.encode()]),
    "decisions": mutations([seeds.DECISIONS.encode()]),
    "reconciliation": pairs(NEW | NEW | mutations(seeds.records()[1:6])),
    "revisions": pairs(records() | mutations(seeds.records()[1:6])),
    "span": _bytes(st.sampled_from(seeds.RANGES) | st.text("main~^.:@{}/v1-=\n ", max_size=12)),
}
#: Targets that run a whole command: up to a second an input. Most records can be read, so that it gets to its outputs.
COMMANDS = {
    name: NEW | NEW | mutations(seeds.records()[:6]) for name in ("check", "pool", "forest", "report", "export")
}
