"""What means something to a reader, a terminal, a spreadsheet or a browser: pieces that mutations put into inputs."""

from __future__ import annotations

from collections.abc import Iterator

from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS
from metasacro.records import shape
from metasacro.records.protocol_fields import PROTOCOL
from metasacro.records.study_fields import STUDY

#: Numbers as papers, spreadsheets, programs and strangers write them.
NUMBERS = (
    *("0", "1", "-1", "9", "9.0", "9.10", ".25", "-.5", "20", "53", "0.0", "-0", "0.05", "100", "100000000"),
    *("999999999999999.999999999999999", "0.000000000000001", "-999999999999999", "1e400", "1e-400", "1e5", "1E5"),
    *("012", "0x1f", "0o17", "1_000", "1,5", "1.000,5", "1 000", "+1", "--1", "1.", ".", "-", ".nan", "inf", "NaN"),
    *(
        "−1",
        "–1",
        "１２",
        "٣",
        "²",
        "½",
        "5%",
        "±2",
        "8-10",
        "<5",
        "~5",
        "1:30",
        "9.0 ",
        "1.2.3",
        "99999999999999999999",
    ),
)
#: YAML, CSV, RIS, BibTeX, XML.
SYNTAX = (
    *("\n", "  ", "- ", ": ", ":", "? ", "[", "]", "{", "}", ",", ";", "#", " #x", "# y", "&a ", "*a", "<<: ", "!x "),
    *("|\n", "|-\n    ", ">\n", ">-\n    ", "'", '"', "%YAML 1.2\n", "---\n", "...\n", "\t", "~", "null", "true", "no"),
    *(
        "\\0",
        "\\",
        '"\\u202e"',
        '"\\t"',
        '"\\n"',
        "TY  - JOUR\n",
        "ER  - \n",
        "AU  - ",
        "PMID- ",
        "@article{",
        "@string{",
    ),
    *("<STUDY>", "</STUDY>", "<!DOCTYPE x [", "&lt;", "&#27;", "<![CDATA[", "]]>", "<?x?>", "\n%%%%\n"),
)
#: What is not a letter, or is more than one.
SIGNS = (
    *("\x00", "\x1b[2J", "\x9b", "\r", "\r\n", "\v", "\f", "\x1c", "\x7f", "\x85", "\xa0", "\xad", "\u2028", "\u2029"),
    *(
        "\u200b",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ufffe",
        "\U000e0001",
        "ß",
        "İ",
        "ı",
        "ﬁ",
        "é",
        "e\u0301",
        "中",
        "😀",
        "·",
    ),
)
#: What other programs obey.
MARKUP = (
    *("<script>x</script>", "<img src=x onerror=x>", "</title>", "-->", "javascript:x", "](javascript:x)", "`a`"),
    *("|b|", "{{ 7*7 }}", "${7*7}", "$x^2$", "\\input{x}", "=1+1", "+1", "-1+1", "@x", "[red]a[/red]", "%s", "{0}"),
    *("../../x", "/etc/passwd", "con", "a" * 300, "not reported", "all", "one", "two"),
)


def names(described: shape.Shape) -> Iterator[str]:
    """Every field and choice of a shape, to its depths."""
    for field in described.fields:
        yield field.name
        if field.example:
            yield field.example
        yield from _below(field.kind)


def _below(kind: shape.Kind) -> Iterator[str]:
    if isinstance(kind, shape.Table):
        yield from names(kind.shape)
    elif isinstance(kind, shape.ListOf):
        yield from _below(kind.item)
    elif isinstance(kind, shape.Choice):
        yield from kind.options


FIELDS = tuple(dict.fromkeys((*names(STUDY), *names(PROTOCOL), *APPRAISAL_TOOLS)))
WORDS = tuple(word.encode() for word in (*NUMBERS, *SYNTAX, *SIGNS, *MARKUP, *FIELDS))
VALUES = tuple(word.encode() for word in (*NUMBERS, *MARKUP, *FIELDS))
#: Bytes that are no UTF-8.
RAW = (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80")
