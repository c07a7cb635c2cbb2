"""The language in which a record's fields are declared: one declaration reads, checks, completes and explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from metasacro.values.frozen import dataclass

#: What a paper leaves unsaid is written out, because a missing line could also be a forgotten one. It is never 0.
NOT_REPORTED = "not reported"

#: How YAML writes nothing. A field with nothing after it may be a forgotten one.
NOTHING = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words, on one line or more. `most`: how many characters, where tables and figures show them."""

    most: int | None = None


#: What tables and figures call something; a long title of a paper has half as many characters.
LABEL = Text(most=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A short name in lower-case letters, digits, `-` and `_`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as printed: its decimals are kept. Bounds are inclusive unless `above` is given."""

    above: float | None = None
    least: float | None = None
    most: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A length of time: `27 days`, `4 weeks`, `1 month`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The ends of a scale: `0-10`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PValue:
    """A P value as printed: `.06`, `<.001`, `0.027`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """A list of things of one kind; `length` fixes how many, `least` and `most` bound how many there are.

    `or_one`: one thing may stand without the brackets.
    """

    item: Kind
    length: int | None = None
    least: int = 0
    most: int | None = None
    or_one: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Field names, each with a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A mapping with declared fields."""

    shape: Shape


Kind: TypeAlias = Text | Identifier | Choice | Number | Period | Bounds | PValue | ListOf | Reasons | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its name, what it may hold, and the words that `explain` and the editor show."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    may_be_unreported: bool = False  #: `not reported` is a legal value
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A mapping's name and its fields."""

    name: str
    help: str
    fields: tuple[Field, ...]
    named_by: tuple[str, ...] = ()  #: fields whose text tells one entry of a list from the next in messages
    #: Name → field, and the fields that must be there; both are asked for at every entry of every record.
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)
    required: tuple[Field, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {field.name: field for field in self.fields})
        object.__setattr__(self, "required", tuple(field for field in self.fields if field.required))
