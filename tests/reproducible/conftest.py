"""This machine, which the others are compared with."""

from __future__ import annotations

import pytest

from tests.reproducible.machines import MACHINES
from tests.reproducible.made import made


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(MACHINES[0], tmp_path_factory.mktemp("here") / "here", tmp_path_factory.mktemp("locales"))
