"""Hostile files to be imported: tables, references, RevMan's XML, archives."""

from __future__ import annotations

import io
import zipfile

from tests.hostile.case import Case

REVIEW = "COCHRANE_REVIEW"


def _xml(name: str, told: str, code: str, at: str, text: str) -> Case:
    return Case(row="xml", name=f"{name}.rm5", told=told, code=code, at=at, content=text.encode())


def _table(name: str, told: str, code: str, at: str, content: bytes) -> Case:
    return Case(row="tables", name=name, told=told, code=code, at=at, content=content)


def _archive() -> bytes:
    """10 MB of zeros in 10 KB, as a spreadsheet would hold them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("xl/worksheets/sheet1.xml"), b"0" * 10_000_000, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(10))
    return f'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>\n<{REVIEW}>&l10;</{REVIEW}>'


#: The name tells the kind of the file; an archive is tried under a name that is read, too.
CASES = (
    _xml("laughs", "entities of entities", "MS171", "2:1", _laughs()),
    _xml(
        "outside",
        "an entity that is a file of this machine",
        "MS171",
        "1:1",
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><{REVIEW}>&a;</{REVIEW}>',
    ),
    _xml(
        "parameter",
        "a parameter entity that is an address",
        "MS171",
        "1:1",
        f'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://example.org/a.dtd"> %a;]><{REVIEW}/>',
    ),
    _xml("dtd", "a document type elsewhere", "MS171", "1:1", f'<!DOCTYPE x SYSTEM "http://example.org/x"><{REVIEW}/>'),
    _xml("undefined", "an entity that is not defined", "MS172", "1:18", f"<{REVIEW}>&undefined;</{REVIEW}>"),
    _xml("deep", "elements 100 000 deep", "MS172", "1:301", "<a>" * 100_000),
    _xml("open", "an element that does not end", "MS172", "1:18", f"<{REVIEW}>"),
    _xml("many", "400 000 empty elements", "MS190", "1:1200014", f"<{REVIEW}>" + "<a/>" * 400_000 + f"</{REVIEW}>"),
    _xml("escape", "an escape sequence", "MS104", "1:18", f"<{REVIEW}>\x1b[2J</{REVIEW}>"),
    _xml("page", "a page of HTML", "MS173", "1:1", "<html/>"),
    Case(row="archives", name="sheet.xlsx", told="a spreadsheet", code="MS170", content=_archive()),
    Case(row="archives", name="bomb.zip", told="10 MB of zeros in 10 KB", code="MS170", content=_archive()),
    Case(
        row="archives", name="sheet.csv", told="a spreadsheet named `.csv`", code="MS103", at="1:17", content=_archive()
    ),
    _table("escape.csv", "an escape sequence in a cell", "MS104", "2:1", b"study,n\n\x1b[2J,1\n"),
    _table("shifted.csv", "a decimal comma in a table with commas", "MS161", "2:1", b"study,n\nsmith2020,5,8\n"),
    _table("doubles.csv", "two columns of one name", "MS160", "1:7", b"study,study\na,b\n"),
    _table("quote.csv", "a quote that never closes", "MS162", "1:1", b'study,n\n"' + b"a,1\n" * 200_000),
    _table("rows.csv", "60 000 rows", "MS162", "1:1", b"study,n\n" + b"a,1\n" * 60_000),
    _table("columns.csv", "3 000 columns", "MS162", "1:1", b"a," * 3_000 + b"b\n1\n"),
    _table("nameless.csv", "no column of studies", "MS176", "1:1", b"=1+1,n\na,1\n"),
    _table("empty.csv", "nothing", "MS162", "1:1", b""),
    _table("endless.ris", "an entry that does not end", "MS152", "1:1", b"TY  - JOUR\nTI  - a\n"),
    _table("many.ris", "40 000 references", "MS190", "90001:1", b"TY  - JOUR\nTI  - a\nER  - \n" * 40_000),
    _table("many.bib", "40 000 entries", "MS190", "30001:1", b"@article{a, title={x}}\n" * 40_000),
    _table("escape.ris", "OSC 52 in a title", "MS104", "2:7", b"TY  - JOUR\nTI  - \x1b]52;c;aGk=\x07\nER  - \n"),
    _table("utf-16.ris", "UTF-16", "MS103", "1:1", "TY  - JOUR\n".encode("utf-16")),
    _table("prose.bib", "prose", "MS150", "1:1", b"nothing of the kind\n"),
)
