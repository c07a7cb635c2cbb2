"""Text of one field becomes a value of the field's kind, or a problem that says how to write it."""

from __future__ import annotations

import re
from difflib import get_close_matches

from metasacro.evidence.period import DAYS, Period
from metasacro.evidence.reported import Reported
from metasacro.evidence.study import PValue
from metasacro.problems import Location, Problem, problem
from metasacro.problems.printable import UNSAFE, is_plain, printable
from metasacro.records import shape
from metasacro.records.nodes import Document, Node, Scalar

#: Digits as a paper prints them: no exponent, no leading zero, no group separators; `.25` is legal.
NUMBER = re.compile(r"-?(?:(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?|\.[0-9]{1,15})")
#: Names that Windows keeps for devices cannot be names of files there.
IDENTIFIER = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9][a-z0-9_-]{0,63}")
PERIOD = re.compile(r"((?:0|[1-9][0-9]{0,4})(?:\.[0-9]{1,3})?) (day|week|month|year)s?")
SCALE = re.compile(rf"({NUMBER.pattern})\s*(?:-|–|to)\s*({NUMBER.pattern})")
P_VALUE = re.compile(r"(<|>|<=|>=|≤|≥|=)?\s*((?:0|1)?\.[0-9]{1,12}|0|1)")

#: How much of a value a message repeats.
SHOWN = 60

#: A wrong way of writing a number → how to write it.
NUMBER_HINTS = (
    (r"(?s).*\n.*", "write the number behind the colon, on the same line"),
    (r".*[0-9] ?[−‒–—-] ?[0-9].*", "this is a range, not a number; each end has a field of its own"),
    (r"[−‒–—].*", "use the ASCII hyphen `-` as the minus sign"),
    (r"\d+,\d+", "use a point for decimals: `5.8`"),
    (r".*%", "leave the percent sign out"),
    (r".*(±|\+/-).*", "write the number after `±` in a field of its own: `sd`, `se` or `plus_minus`"),
    (r"[<>≤≥].*", "a bound is not a value; P values go into `p`"),
    (r"-?0\d+.*", "leave leading zeros out"),
    (r".*_.*", "write the digits without `_`"),
    (r"-?[\d.]+[eE][-+]?\d+", "write the number out in digits"),
    (r"\d+:\d+", "this is a ratio or a time, not a number"),
    (r"(?i)[-+]?\.?(nan|inf)", "a number must be finite"),
    (r"(?i)(NR|NA|n/?a|n\.?r\.?|none|unknown|-|\?)", "write `not reported`; it is not 0"),
)

Value = str | Reported | Period | PValue | tuple[Reported, Reported]


#: Texts that may mean that there is no value.
OTHER_WORDS = frozenset({*shape.NOTHING, shape.NOT_REPORTED})


def plain_value(kind: shape.Kind, node: Node, document: Document) -> str | Reported | None:
    """A value without anything wrong in it, of the kinds that most fields have; `None`: ask `read_scalar`.

    It says the same of these, but needs a place for what may be wrong, and a record has a hundred values.
    """
    if type(node) is not Scalar or (text := node.text) in OTHER_WORDS:
        return None
    if isinstance(kind, shape.Number):
        fits = NUMBER.fullmatch(text) and not _bound_passed(kind, text)
        return Reported(text=text, location=document.locate(node)) if fits else None
    if isinstance(kind, shape.Choice):
        return text if text in kind.options else None
    if isinstance(kind, shape.Identifier):
        return text if IDENTIFIER.fullmatch(text) else None
    if isinstance(kind, shape.Text) and is_plain(text) and not text.isspace():
        return " ".join(text.split()) if kind.most is None or len(text) <= kind.most else None
    return None


def read_scalar(kind: shape.Kind, text: str, at: Location, name: str, trail: str) -> Value | Problem:
    """The value of field `name`, whose kind holds a single piece of text."""
    if not is_plain(text) and (match := UNSAFE.search(text.replace("\n", " ").replace("\t", " "))):
        return problem("MS104", at, trail=trail, character=f"U+{ord(match.group()):04X}")
    match kind:
        case shape.Number():
            return _number(kind, text, at, name, trail)
        case shape.Text():
            line = " ".join(text.split())
            if kind.most is not None and len(line) > kind.most:
                return problem("MS191", at, trail=trail, name=name, length=len(line), most=kind.most)
            return line
        case shape.Choice():
            return _choice(kind, text, at, name, trail)
        case shape.Identifier():
            if IDENTIFIER.fullmatch(text):
                return text
            return problem("MS117", at, trail=trail, name=name, text=printable(text, SHOWN))
        case shape.Period():
            if match := PERIOD.fullmatch(text):
                return Period(text=text, days=float(match[1]) * DAYS[match[2]], location=at)
            return problem("MS120", at, trail=trail, name=name, text=printable(text, SHOWN))
        case shape.Bounds():
            return _bounds(text, at, name, trail)
        case shape.PValue():
            return _p_value(text, at, name, trail)
    raise AssertionError(f"{kind} holds more than one piece of text")


def _bound_passed(kind: shape.Number, text: str) -> str:
    """What a number should be, in words; empty where it is."""
    value = float(text)
    if kind.whole and "." in text:
        return "a whole number"
    if kind.above is not None and value <= kind.above:
        return f"greater than {kind.above:g}"
    if kind.least is not None and value < kind.least:
        return f"at least {kind.least:g}"
    return f"at most {kind.most:g}" if kind.most is not None and value > kind.most else ""


def _number(kind: shape.Number, text: str, at: Location, name: str, trail: str) -> Reported | Problem:
    if not NUMBER.fullmatch(text):
        hint = next((hint for wrong, hint in NUMBER_HINTS if re.fullmatch(wrong, text[:SHOWN])), "")
        return problem("MS114", at, trail=trail, hint=hint, name=name, text=printable(text, SHOWN))
    bound = _bound_passed(kind, text)
    if not bound:
        return Reported(text=text, location=at)
    if name in ("sd", "se") and float(text) <= 0.0:
        return problem("MS112", at, trail=trail, note=_spread_note(name), hint=_spread_hint(name, text), name=name)
    return problem("MS118", at, trail=trail, name=name, bound=bound, text=text)


def _spread_note(name: str) -> str:
    return "a standard deviation is a square root" if name == "sd" else "a standard error is a square root"


def _spread_hint(name: str, text: str) -> str:
    if text.lstrip("-").strip("0.") == "":
        return "if the paper does not print it, write `sd: not reported`; a spread of 0 would take all the weight"
    positive = text.lstrip("-")
    if name == "sd":
        return f"if the paper prints a standard error, write `se: {positive}`; it will be converted"
    return f"write `se: {positive}` if the sign was a dash"


def _choice(kind: shape.Choice, text: str, at: Location, name: str, trail: str) -> str | Problem:
    if text in kind.options:
        return text
    close = get_close_matches(text, kind.options, n=1)
    hint = f"did you mean `{close[0]}`?" if close else ""
    options = ", ".join(f"`{option}`" for option in kind.options)
    return problem("MS116", at, trail=trail, hint=hint, name=name, options=options, text=printable(text, SHOWN))


def _bounds(text: str, at: Location, name: str, trail: str) -> tuple[Reported, Reported] | Problem:
    match = SCALE.fullmatch(text)
    if match and float(match[1]) < float(match[2]):
        return Reported(text=match[1], location=at), Reported(text=match[2], location=at)
    return problem("MS121", at, trail=trail, name=name, text=printable(text, SHOWN))


def _p_value(text: str, at: Location, name: str, trail: str) -> PValue | Problem:
    match = P_VALUE.fullmatch(text)
    if match is None or float(match[2]) > 1:
        return problem("MS122", at, trail=trail, name=name, text=printable(text, SHOWN))
    relation = {"<=": "≤", ">=": "≥", None: "="}.get(match[1], match[1])
    return PValue(text=text, relation=relation, value=float(match[2]), location=at)
