"""Reference numbers from other software, read from the committed subset or from a full folder of them."""

import json
import lzma
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cases = list[dict[str, Any]]


@pytest.fixture(scope="session")
def oracle(request: pytest.FixtureRequest) -> Callable[[str], Cases]:
    """The cases of a topic. `--oracles DIR` or METASACRO_ORACLES names another folder than the committed one."""
    named = request.config.getoption("--oracles", default=None) or os.environ.get("METASACRO_ORACLES")
    folder = Path(named) if named else Path(__file__).parent

    def cases(topic: str) -> Cases:
        with lzma.open(folder / f"{topic}.json.xz", "rt", encoding="utf-8") as file:
            found: Cases = json.load(file)["cases"]
        return found

    return cases
