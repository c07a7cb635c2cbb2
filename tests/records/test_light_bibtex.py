"""The parser of `references.bib` reads entries without its other steps, and has them where they are asked for."""

from __future__ import annotations

import subprocess
import sys

READ = """
import sys
from metasacro.records.bibliography import read_blocks
library = read_blocks('@string{j = "Spine"}\\n@article{a, journal = j, year = {2013}}\\n@article{a, year = 1}\\n')
print([(entry.key, [(field.key, field.value) for field in entry.fields]) for entry in library.entries])
print(len(library.failed_blocks), "pylatexenc" in sys.modules)
from bibtexparser.middlewares import LatexDecodingMiddleware, SplitNameParts
import bibtexparser
print(bibtexparser.middlewares.LatexDecodingMiddleware is LatexDecodingMiddleware, "pylatexenc" in sys.modules)
print(bibtexparser.parse_string("@a{b, c = {d}}", append_middleware=[LatexDecodingMiddleware()]).entries[0]["c"])
"""


def test_entries_are_read_without_the_latex_parser_which_is_there_when_it_is_named() -> None:
    told = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True).stdout.split("\n")
    assert told[0] == "[('a', [('journal', 'Spine'), ('year', '2013')])]"
    assert told[1] == "1 False"
    assert told[2] == "True True"
    assert told[3] == "d"
