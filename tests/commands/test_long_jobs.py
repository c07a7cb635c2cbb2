"""Which commands hand their work to other processes, and why the others have no need to."""

from __future__ import annotations

import ast
from pathlib import Path

import click
import pytest

import metasacro as package
from metasacro.commands.main import metasacro


def options_of(name: str) -> set[str]:
    found = metasacro.get_command(click.Context(metasacro), name)
    assert found is not None
    return {option for parameter in found.params for option in parameter.opts}


@pytest.mark.parametrize("name", ["sweep", "gosh", "simulate", "permute"])
def test_a_long_job_takes_workers_or_a_scheduler(name: str) -> None:
    assert {"--workers", "--scheduler"} <= options_of(name)


def asks_for_a_bootstrap(source: str) -> bool:
    """Whether a file calls `bootstrap_errors`, or `mean_sd` with its standard error."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        wanted = [entry.value.value for entry in call.keywords if isinstance(entry.value, ast.Constant)]
        if name == "bootstrap_errors" or (name == "mean_sd" and "bootstrap" in wanted):
            return True
    return False


def test_no_command_runs_a_bootstrap() -> None:
    """It is one of the library, for one summary at a time. A command that runs it has to offer both options too."""
    root = Path(package.__file__).parent
    files = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py"))}
    asking = [name for name, source in files.items() if asks_for_a_bootstrap(source)]
    assert asking == ["moments/conversion.py"]
    assert asks_for_a_bootstrap('mean_sd(10, 4, se="bootstrap")')
