"""A hostile or careless file: what is in it, and what it meets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

#: Makes what is no plain file, at a path.
Maker: TypeAlias = Callable[[Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One variant of a row of the table.

    `name` is the name of the file without its ending, and of the case. `code` is the only error that may be told of
    the file, at `at` (line:column). Without a code, `meets` says what becomes of it.
    """

    row: str
    name: str
    told: str  #: what is in the file, for the page of the manual
    code: str = ""
    meets: str = ""
    at: str = "1:1"
    content: bytes = b""
    make: Maker | None = None

    def write(self, path: Path) -> None:
        """Put the file at the path."""
        if self.make is None:
            path.write_bytes(self.content)
        else:
            self.make(path)


#: The rows of the table, in our own words. A test asks for a case of each.
ROWS = {
    "deep": "brackets, braces or dashes nested ten thousands deep, which crash a parser written in C",
    "recursion": "nesting just deep enough to end in a recursion error",
    "aliases": "aliases that multiply a small file into an endless one",
    "merges": "merge keys, one in the other",
    "cycle": "a list that contains itself",
    "large": "a file far larger than a record",
    "twice": "a field that stands twice",
    "words": "words that YAML 1.1 takes for true and false",
    "zeros": "leading zeros, which YAML 1.1 reads as base 8",
    "sexagesimal": "times, ratios, digits with `_` and other bases, which YAML 1.1 reads as numbers",
    "exponents": "numbers with an exponent, which YAML 1.1 reads as text or as numbers",
    "not-finite": "not a number, and infinity",
    "digits": "a whole number of thousands of digits",
    "types": "dates, tags and signs for which YAML has types of its own",
    "decimals": "zeros at the end of a number, which a float forgets",
    "typography": "numbers as typesetters print them: long dashes, commas, `±`, `%`, `<`",
    "colon": "a colon in a text without quotes",
    "remark": "a `#` glued to a word, which cuts the text short",
    "keys": "names of fields that are numbers or nothing",
    "nul": "NUL, lone surrogates and other characters that crash who writes them later",
    "markup-open": "brackets that end a markup which never began",
    "markup": "brackets that colour, link or hide text",
    "escapes": "escape sequences, OSC 52 and OSC 8, raw and as YAML escapes",
    "backspace": "backspaces and carriage returns that show another number",
    "bidi": "characters that reorder or hide text",
    "newline": "line breaks in a label",
    "formulas": "cells and headers that a spreadsheet takes for formulas",
    "html": "HTML and SVG that would run in a page",
    "latex": "commands of LaTeX",
    "mathtext": "dollar signs and broken formulas in the labels of figures",
    "markdown": "pipes, links and pictures of Markdown",
    "other-formats": "what ends an entry of BibTeX or RIS, or a string of R, JSON or a template",
    "names": "names that lead out of the folder, that devices have, or that differ in case alone",
    "not-files": "links, pipes, sockets, devices, folders",
    "xml": "document types, entities and depth in the XML of RevMan",
    "archives": "spreadsheets and archives, which may unpack to any size",
    "numbers": "numbers that cannot be: more events than patients, no patients, half a patient, no spread",
    "half-written": "a run that dies while it writes",
    "encodings": "bytes that are not UTF-8; marks of byte order",
    "unknown": "a field that is misspelt",
    "companions": "all of this in the protocol and in the bibliography",
    "tables": "all of this in tables and references to be imported",
    "volume": "folders and files of any size",
    "git": "settings of a folder's own git that start programs",
}
