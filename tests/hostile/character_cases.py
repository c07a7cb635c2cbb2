"""Bytes and characters that are no text, or more than text."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.evidence import broken

#: Row → name → the characters in a label.
SIGNS = {
    "escapes": {
        "clear": "\x1b[2J",
        "osc-52": "\x1b]52;c;aGk=\x07",
        "osc-8": "\x1b]8;;https://example.org\x1b\\x\x1b]8;;\x1b\\",
        "c1": "\x9b2J",
        "bell": "\x07",
        "delete": "\x7f",
    },
    "backspace": {"backspace": "9\b\b0", "return": "9.0\r0.0"},
    "bidi": {
        "right-to-left": "\u202e0.9",
        "isolate": "\u2066",
        "zero-width": "1\u200b2",
        "soft-hyphen": "\u00ad",
        "inner-mark": "\ufeff",
        "tags": "\U000e0041",
        "line-separator": "\u2028",
    },
    "nul": {"nul": "\0"},
}
HEAD = "Smith "


def _raw(row: str, name: str, signs: str) -> Case:
    """The sign as it is; the first of it that is not allowed is told, and where."""
    at = f"2:{8 + len(HEAD) + next(place for place, sign in enumerate(signs) if not sign.isprintable())}"
    content = broken(f"raw-{name}", label=f"{HEAD}{signs} 2020")
    return Case(row=row, name=f"raw-{name}", told=f"{_named(signs)} in a label", code="MS104", at=at, content=content)


def _escaped(row: str, name: str, signs: str) -> Case:
    """The same as escapes of a YAML text in double quotes; the text is refused where it begins."""
    written = '"' + "".join(f"\\U{ord(sign):08X}" for sign in HEAD + signs) + '"'
    told = f"{_named(signs)} as YAML escapes"
    content = broken(f"escaped-{name}", label=written)
    return Case(row=row, name=f"escaped-{name}", told=told, code="MS104", at="2:8", content=content)


def _named(signs: str) -> str:
    first = next(sign for sign in signs if not sign.isprintable())
    return f"U+{ord(first):04X}"


#: All are read together, in one folder.
TOGETHER = (
    *(_raw(row, name, signs) for row, named in SIGNS.items() for name, signs in named.items()),
    *(_escaped(row, name, signs) for row, named in SIGNS.items() for name, signs in named.items()),
    Case(
        row="nul",
        name="surrogate",
        told="a lone surrogate, escaped",
        code="MS105",
        at="2:11",
        content=broken("surrogate", label='"\\uD800"'),
    ),
    Case(
        row="nul",
        name="raw-surrogate",
        told="a lone surrogate as bytes",
        code="MS103",
        at="2:8",
        content=broken("raw-surrogate", label="\ud800"),
    ),
    Case(
        row="nul",
        name="key-escape",
        told="an escape sequence in the name of a field",
        code="MS111",
        at="25:1",
        content=broken("key-escape", more='"\\e[2J": x'),
    ),
    Case(
        row="encodings",
        name="latin-1",
        told="Latin-1",
        code="MS103",
        at="2:9",
        content=broken("latin-1", label="Müller 2020").decode().encode("latin-1"),
    ),
    Case(
        row="encodings",
        name="utf-16",
        told="UTF-16 with its mark",
        code="MS103",
        content=broken("utf-16").decode().encode("utf-16"),
    ),
    Case(
        row="encodings",
        name="utf-16-le",
        told="UTF-16 without a mark",
        code="MS104",
        at="1:2",
        content=broken("utf-16-le").decode().encode("utf-16-le"),
    ),
    Case(
        row="encodings",
        name="utf-32",
        told="UTF-32",
        code="MS103",
        content=broken("utf-32").decode().encode("utf-32"),
    ),
    Case(
        row="encodings",
        name="overlong",
        told="an overlong form of `/`",
        code="MS103",
        at="2:8",
        content=broken("overlong").replace(b"Smith", b"\xc0\xaf"),
    ),
)
