"""A table of methods whose modules are loaded when a method is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Generic, TypeVar, cast

from metasacro.literature.method import Method

M = TypeVar("M", bound=Method)


class Registry(Mapping[str, M], Generic[M]):
    """Key → method, in the order in which choices are printed.

    The table says where each method's record stands, so that listing the choices, or using one of fifty, does not load
    the other forty-nine.

    >>> ESTIMATORS: Registry[Method] = Registry("metasacro.tau2", {"DL": "dersimonian_laird.DL"})
    >>> list(ESTIMATORS), ESTIMATORS["DL"].name
    (['DL'], 'DerSimonian–Laird')
    """

    def __init__(self, package: str, homes: Mapping[str, str]) -> None:
        self._package = package
        self._homes = dict(homes)

    def __getitem__(self, key: str) -> M:
        module, _, name = self._homes[key].rpartition(".")
        return cast("M", getattr(import_module(f"{self._package}.{module}"), name))

    def __contains__(self, key: object) -> bool:
        return key in self._homes  # a Mapping would load the method to say so

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)
