"""Frozen dataclasses that cost little to define and to make.

`dataclasses.dataclass` writes and compiles six methods of a frozen class when its module is loaded, which for the
hundred classes of `check` takes longer than reading the evidence. Here the methods that are the same for every class
are closures over its fields, and `__init__` is compiled when the first value is made. It fills slots directly, in
half the time of the standard library's. All else is the standard library's: `fields`, `replace`, `asdict`, `match`.
"""

from __future__ import annotations

import dataclasses
from copyreg import __newobj__  # type: ignore[attr-defined]  # what pickle knows to make an empty value with
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass
else:

    def dataclass(**asked: bool) -> Callable[[type], type]:
        """As `dataclasses.dataclass`; quick for frozen classes with slots, one that inherits fields excepted."""

        def made(cls: type) -> type:
            inherits = any(dataclasses.is_dataclass(base) for base in cls.__mro__[1:])
            others = asked.keys() - {"frozen", "slots", "kw_only", "eq"}
            if inherits or others or not (asked.get("frozen") and asked.get("slots")):
                return dataclasses.dataclass(**asked)(cls)
            return _frozen(cls, kw_only=asked.get("kw_only", False), eq=asked.get("eq", True))

        return made


def _frozen(cls: type, *, kw_only: bool, eq: bool) -> Any:
    own = cls.__dict__
    hashed = "__hash__" in own and own["__hash__"] is not None
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    told = made.__dataclass_params__
    told.init, told.repr, told.eq, told.frozen = True, True, eq, True
    methods = _methods(made)
    if not eq:
        del methods["__eq__"], methods["__hash__"]
    elif hashed:
        del methods["__hash__"]
    for name, method in methods.items():
        if name not in own or name == "__hash__":
            method.__name__ = name
            method.__qualname__ = f"{made.__qualname__}.{name}"
            setattr(made, name, method)
    return made


def _methods(made: Any) -> dict[str, Callable[..., Any]]:
    """What a frozen class does, by the names of its fields."""
    every = dataclasses.fields(made)
    names = tuple(field.name for field in every)
    told = _reader(names)
    shown = tuple(field.name for field in every if field.repr)
    compared = _reader(tuple(field.name for field in every if field.compare))
    hashed = _reader(tuple(field.name for field in every if (field.compare if field.hash is None else field.hash)))

    def fill(self: Any, *positional: Any, **values: Any) -> None:
        made.__init__ = _written(made)
        made.__init__(self, *positional, **values)

    def tell(self: Any) -> str:
        words = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({words})"

    def equals(self: Any, other: object) -> Any:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def digest(self: Any) -> int:
        return hash(hashed(self))

    def refuse_change(self: Any, name: str, value: object) -> None:  # noqa: ARG001 - the language's signature
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def refuse_loss(self: Any, name: str) -> None:  # noqa: ARG001 - the language's signature
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    empty = (made,)

    def reduced(self: Any) -> tuple[Any, ...]:
        return __newobj__, empty, told(self)

    def restore(self: Any, state: tuple[Any, ...]) -> None:
        made.__setstate__ = _restored(made)
        made.__setstate__(self, state)

    return {
        "__init__": fill,
        "__repr__": tell,
        "__eq__": equals,
        "__hash__": digest,
        "__setattr__": refuse_change,
        "__delattr__": refuse_loss,
        "__reduce__": reduced,
        "__setstate__": restore,
    }


def _reader(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """A value's fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _written(made: Any) -> Callable[..., None]:
    """`__init__`, compiled: each field goes into its slot, so that no attribute is looked up."""
    known: dict[str, Any] = {"_absent": dataclasses.MISSING}
    asked: list[str] = []
    keywords: list[str] = []
    lines: list[str] = []
    for field in dataclasses.fields(made):
        name, value = field.name, field.name
        known[f"_set_{name}"] = getattr(made, name).__set__
        argument = name
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            argument, value = f"{name}=_default_{name}", name if field.init else f"_default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            argument = f"{name}=_absent"
            value = f"_make_{name}() if {name} is _absent else {name}" if field.init else f"_make_{name}()"
        elif not field.init:
            continue  # `__post_init__` fills it
        if field.init:
            (keywords if field.kw_only else asked).append(argument)
        lines.append(f"_set_{name}(self, {value})")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    arguments = ", ".join(["self", *asked, *(["*", *keywords] if keywords else [])])
    exec(f"def __init__({arguments}):\n " + "\n ".join(lines or ["pass"]), known)
    method: Callable[..., None] = known["__init__"]
    method.__qualname__ = f"{made.__qualname__}.__init__"
    return method


def _restored(made: Any) -> Callable[..., None]:
    """`__setstate__`, compiled as well: a copy fills the slots from a tuple."""
    names = [field.name for field in dataclasses.fields(made)]
    known = {f"_set_{name}": getattr(made, name).__set__ for name in names}
    lines = [f"({', '.join(names)},) = state", *(f"_set_{name}(self, {name})" for name in names)] if names else ["pass"]
    exec("def __setstate__(self, state):\n " + "\n ".join(lines), known)
    method: Callable[..., None] = known["__setstate__"]
    method.__qualname__ = f"{made.__qualname__}.__setstate__"
    return method
