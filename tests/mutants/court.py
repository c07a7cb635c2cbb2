"""Every mutant is tried in a fork of one pytest session, by the tests that run its function, until one of them fails.

mutmut's own runner starts pytest anew for every mutant. Here the tests are collected and run once; then for each mutant
a forked process gives the function the faulty code and runs, quickest first, the tests that called the function in the
first run. Each function is tried without a fault before, and has to live. `hypothesis` draws the same examples every
time and does not shrink what fails.
"""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutants.mutant import Mutant, mutants_of

#: A test that takes longer (in the first run, under a tracer) is no witness: seconds.
SLOW = 3.0
#: A mutant is tried by so many seconds of tests at most.
PATIENCE = 20.0
#: A test with a mutant may take so many times its seconds, and one more.
LONGER = 5.0
#: What a mutant may allocate beyond what the session has: bytes.
ROOM = 3 * 2**30


def run(item: pytest.Item, after: pytest.Item) -> list[pytest.TestReport]:
    """A test with its fixtures, as pytest runs it; nothing is printed."""
    runner: Any = item.config.pluginmanager.get_plugin("runner")
    reports: list[pytest.TestReport] = runner.runtestprotocol(item, log=False, nextitem=after)
    return reports


def function_of(file: str, name: str) -> FunctionType | None:
    """The function object whose code is exchanged; none for a function that is made when another runs."""
    found: Any = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    for part in name.split("."):
        found = vars(found).get(part)
        if isinstance(found, property):
            found = found.fget
        found = getattr(found, "__func__", found)
        while hasattr(found, "__wrapped__"):
            found = found.__wrapped__
        if isinstance(found, FunctionType):
            return found
    return None


def give(function: FunctionType, mutant: Mutant) -> None:
    """Exchange the code and the defaults of a function for those of its mutant."""
    scope = dict(function.__globals__)
    flags = annotations.compiler_flag
    exec(compile(mutant.source, mutant.file, "exec", flags=flags, dont_inherit=True), scope)
    faulty = scope[function.__name__]
    function.__code__ = faulty.__code__
    function.__defaults__ = faulty.__defaults__
    function.__kwdefaults__ = faulty.__kwdefaults__


class Court:
    """A plugin of pytest: one ordinary run, then the trials."""

    def __init__(
        self, files: Iterable[Path], record: Callable[[Path, dict[Mutant, str]], None], chosen: set[Any] | None = None
    ) -> None:
        self.files = list(files)
        self.record = record
        self.chosen = chosen
        self.seconds: dict[pytest.Item, float] = {}
        self.names: dict[pytest.DoctestItem, dict[str, Any]] = {}
        self.witnesses: dict[CodeType, list[pytest.Item]] = {}
        self.sound: set[FunctionType] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """After conftest.py was read and before a test file is."""
        settings.register_profile(
            "mutants",
            deadline=None,
            max_examples=12,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        tried = {file: [one for one in mutants_of(file) if self.asked_for(one)] for file in self.files}
        functions = (function_of(mutant.file, mutant.function) for every in tried.values() for mutant in every)
        self.ordinary_run(session.items, {function.__code__ for function in functions if function is not None})
        forget()
        for file, mutants in tried.items():
            start = time.time()
            verdicts = {mutant: self.verdict(mutant) for mutant in mutants}
            self.record(file, verdicts)
            print(f"{file.name}: {len(mutants)} mutants in {time.time() - start:.0f} s", flush=True)
        return True

    def asked_for(self, mutant: Mutant) -> bool:
        return self.chosen is None or mutant.name in self.chosen

    def verdict(self, mutant: Mutant) -> str:
        """That of its trial, after its function without the fault was tried once."""
        function = function_of(mutant.file, mutant.function)
        if function is None:
            return "no test"
        if function not in self.sound:
            self.sound.add(function)
            if self.trial(function, replace(mutant, source=mutant.sound)) == "killed":
                pytest.exit(f"killed without any fault: {mutant.file}, {mutant.function}", returncode=1)
        return self.trial(function, mutant)

    def ordinary_run(self, items: list[pytest.Item], codes: set[CodeType]) -> None:
        """Run every test once: all have to pass. Which functions does it call, and how long does it take?"""
        for item, after in zip(items, [*items[1:], items[-1]], strict=True):
            seen: set[CodeType] = set()
            if isinstance(item, pytest.DoctestItem):  # a run empties the names it starts with
                self.names[item] = dict(item.dtest.globs)

            def note(frame: FrameType, event: str, arg: object, seen: set[CodeType] = seen) -> None:
                if frame.f_code in codes:
                    seen.add(frame.f_code)

            start = time.process_time()
            sys.settrace(note)
            reports = run(item, after)
            sys.settrace(None)
            self.seconds[item] = time.process_time() - start
            if self.seconds[item] > SLOW:
                print(f"{self.seconds[item]:.1f} s, too slow for a witness: {item.nodeid}", flush=True)
            for report in reports:
                if report.failed:
                    pytest.exit(f"fails without any fault: {item.nodeid}\n{report.longreprtext}", returncode=1)
            for code in seen if self.seconds[item] <= SLOW else ():
                self.witnesses.setdefault(code, []).append(item)
        print(f"{len(items)} tests in {sum(self.seconds.values()):.0f} s without a fault", flush=True)
        for heard in self.witnesses.values():
            heard.sort(key=self.seconds.__getitem__)

    def heard(self, mutant: Mutant, code: CodeType) -> Iterator[pytest.Item]:
        """The tests of its own file first, then the quickest, as long as patience lasts."""
        own = Path(mutant.file).stem
        witnesses = self.witnesses.get(code, [])
        left = PATIENCE
        for item in sorted(witnesses, key=lambda item: own not in item.nodeid):
            left -= self.seconds[item]
            if left < 0:
                return
            yield item

    def trial(self, function: FunctionType, mutant: Mutant) -> str:
        """`killed` if a test fails, time or memory runs out; `survived`; or `no test` where none calls the function."""
        heard = list(self.heard(mutant, function.__code__))
        if not heard:
            return "no test"
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            verdict = 1
            try:
                resource.setrlimit(resource.RLIMIT_DATA, (ROOM, resource.RLIM_INFINITY))
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, 1)
                os.dup2(nowhere, 2)
                heard[0].session._setupstate.teardown_exact(heard[0])  # what the first run left standing
                for item in set(heard) & self.names.keys():
                    item.dtest.globs.update(self.names[item])
                give(function, mutant)
                verdict = int(self.any_fails(heard))
            finally:
                os._exit(verdict)
        _, status = os.waitpid(child, 0)
        return "survived" if status == 0 else "killed"

    def any_fails(self, heard: list[pytest.Item]) -> bool:
        """Whether a test fails; one that does not end ends the process, which counts as well."""
        for item, after in zip(heard, [*heard[1:], heard[-1]], strict=True):
            signal.setitimer(signal.ITIMER_PROF, 1.0 + LONGER * self.seconds[item])
            if any(report.failed for report in run(item, after)):
                return True
        return False


def forget() -> None:
    """Empty every cache of the package: what a sound function answered is not a mutant's answer."""
    for cache in gc.get_objects():
        if type(cache) is _lru_cache_wrapper and (cache.__module__ or "").startswith("metasacro"):
            cache.cache_clear()
