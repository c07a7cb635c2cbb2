"""The protocol: bytes → `Protocol`, or coded problems."""

from __future__ import annotations

from metasacro.problems import Severity
from metasacro.problems.printable import UNSAFE
from metasacro.records.protocol_text import read_protocol
from tests.fuzz.file import as_text
from tests.fuzz.oracle import coded, must, numbers_of, same_number

FILE = "studies/protocol.yaml"


def run(data: bytes) -> None:
    """Read the bytes as a protocol."""
    source = as_text(data, FILE)
    if source is None:
        return
    protocol, problems = read_protocol(source)
    coded(problems)
    errors = [found for found in problems if found.severity is Severity.ERROR]
    must((protocol is None) == bool(errors), "a protocol, or errors", protocol is None, errors[:2])
    if protocol is not None:
        must(not UNSAFE.search(repr(protocol)), "nothing unsafe in a protocol", repr(protocol))
        for number in numbers_of(protocol):
            same_number(number, number.text)
            must(number.text in source.text, "the characters of the file", number)
