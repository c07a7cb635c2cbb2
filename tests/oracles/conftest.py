"""Reference numbers from other software, read from the committed subset or from a full folder of them."""

import json
import lzma
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.oracles.ledger import LEDGER, Case

Cases = list[Case]


@pytest.fixture(scope="session")
def oracle(request: pytest.FixtureRequest) -> Callable[[str], Cases]:
    """The cases of a topic. `--oracles DIR` or METASACRO_ORACLES names another folder than the committed one."""
    named = request.config.getoption("--oracles", default=None) or os.environ.get("METASACRO_ORACLES")
    folder = Path(named) if named else Path(__file__).parent

    @cache
    def cases(topic: str) -> Cases:
        with lzma.open(folder / f"{topic}.json.xz", "rt", encoding="utf-8") as file:
            return [Case(case, topic, LEDGER) for case in json.load(file)["cases"]]

    return cases


@pytest.fixture(autouse=True)
def comparisons_are_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a test of this folder runs, `pytest.approx` notes how far apart the two sides are (`ledger`)."""
    LEDGER.begin()
    monkeypatch.setattr(pytest, "approx", LEDGER.approx)
