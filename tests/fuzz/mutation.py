"""A text with one or a few things changed, most often so that it is still nearly a file of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.fuzz.words import NUMBERS, RAW, VALUES, WORDS

#: What stands behind a colon, in brackets or between separators: most often a value.
VALUE = re.compile(rb"(?<=[:,\[;] )[^,\[\]{}:;\n]+|(?<=[,;])[^,;\n]+|(?<=[=>])[^<=>\n]+|(?<=- )[^\n]+")
NUMBER = re.compile(rb"-?[0-9]*\.?[0-9]+")

Lines = list[bytes]


def mutated(data: bytes, random: Random, longest: int) -> bytes:
    """One to four changes."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 4))):
        data = random.choice(CHANGES)(data, random)
    return data[:longest]


def _put_value(data: bytes, random: Random) -> bytes:
    """Another value where one stands: of the words, or one that stands elsewhere."""
    found = VALUE.findall(data)
    return _replace(data, VALUE, random.choice(found if found and random.random() < 0.6 else VALUES), random)


def _put_number(data: bytes, random: Random) -> bytes:
    """Another number where one stands: of the words, or the same with a digit more, less or changed."""
    found = list(NUMBER.finditer(data))
    if not found:
        return data
    match = random.choice(found)
    text = match.group()
    digit = str(random.randrange(10)).encode()
    near = (text + digit, digit + text, text[:-1] + digit, text[:-1], digit, text + b"." + digit, b"-" + text)
    other = random.choice(near if random.random() < 0.7 else VALUES[: len(NUMBERS)])
    return data[: match.start()] + other + data[match.end() :]


def _swap_values(data: bytes, random: Random) -> bytes:
    found = list(VALUE.finditer(data))
    if len(found) < 2:
        return data
    one, two = sorted(random.sample(found, 2), key=lambda match: match.start())
    between = data[one.end() : two.start()]
    return data[: one.start()] + two.group() + between + one.group() + data[two.end() :]


def _put_word(data: bytes, random: Random) -> bytes:
    """A word anywhere, in place of a few bytes or of none."""
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(WORDS) + data[at + random.choice((0, 0, 1, 3)) :]


def _put_bytes(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice((*RAW, random.randbytes(2))) + data[at:]


def _cut(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + data[at + random.randrange(1, 40) :]


def _of_lines(change: Callable[[Lines, Random], None]) -> Callable[[bytes, Random], bytes]:
    def changed(data: bytes, random: Random) -> bytes:
        lines = data.split(b"\n")
        change(lines, random)
        return b"\n".join(lines)

    return changed


def _delete_line(lines: Lines, random: Random) -> None:
    del lines[random.randrange(len(lines))]


def _double_line(lines: Lines, random: Random) -> None:
    at = random.randrange(len(lines))
    lines.insert(random.choice((at, random.randrange(len(lines)))), lines[at])


def _double_block(lines: Lines, random: Random) -> None:
    """An entry of a list, with the lines below it."""
    at = random.randrange(len(lines))
    end = at + random.randrange(1, 12)
    lines[end:end] = lines[at:end]


def _delete_block(lines: Lines, random: Random) -> None:
    at = random.randrange(len(lines))
    del lines[at : at + random.randrange(2, 12)]


def _swap_lines(lines: Lines, random: Random) -> None:
    one, two = (random.randrange(len(lines)) for _ in range(2))
    lines[one], lines[two] = lines[two], lines[one]


def _indent(lines: Lines, random: Random) -> None:
    at = random.randrange(len(lines))
    lines[at] = random.choice((b"  ", b" ", b"\t")) + lines[at] if random.random() < 0.5 else lines[at].lstrip()


def _replace(data: bytes, where: re.Pattern[bytes], text: bytes, random: Random) -> bytes:
    found = list(where.finditer(data))
    if not found:
        return data
    match = random.choice(found)
    return data[: match.start()] + text + data[match.end() :]


#: The first three are the ones after which a file is most often still read.
CHANGES = (
    *(_put_value, _put_number, _swap_values) * 4,
    *(_put_word, _put_bytes, _cut),
    *map(_of_lines, (_delete_line, _double_line, _double_block, _delete_block, _swap_lines, _indent)),
)
