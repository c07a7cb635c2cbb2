"""Options and fixtures of all tests."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Tests start hundreds of processes. Whatever a developer's shell says, they find modules compiled, as a user's do; one
# thread each is enough, because pytest starts a process for every core; and nothing is kept between runs: the tests of
# the cache name a folder of their own.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["METASACRO_CACHE"] = "off"
# A job in the background starts with Ctrl-C ignored, and so would every process that a test starts and then interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes is up to the machine; what is slow is measured in benchmarks/.
# METASACRO_EXAMPLES=same draws the same examples in every run, so that what they cover can be compared.
settings.register_profile("metasacro", deadline=None, derandomize=os.environ.get("METASACRO_EXAMPLES") == "same")
settings.load_profile("metasacro")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--oracles",
        metavar="DIR",
        default=os.environ.get("METASACRO_ORACLES"),
        help="also compare with the complete reference results in DIR (default: the variable METASACRO_ORACLES); "
        "without it, with the compact subset in tests/oracles",
    )
    parser.addoption(
        "--accept",
        action="store_true",
        help="write the messages that are printed now as the expected ones; read the difference before you commit it",
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was not tested is said at the end of every run, whatever its verbosity."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped if report.longrepr)
    for reason, count in reasons.items():
        terminalreporter.write_line(f"skipped {count}: {reason}", yellow=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Pooled answers are computed again, for a test that puts another function in the place of one below them."""
    from metasacro.synthesis import pools

    for memory in (pools._of_scores, pools._of_counts):
        memory.cache_clear()
    yield
    for memory in (pools._of_scores, pools._of_counts):
        memory.cache_clear()
