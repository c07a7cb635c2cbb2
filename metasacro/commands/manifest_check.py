"""`metasacro pool --check-manifest`: the command of a manifest carried out again, and what came out otherwise."""

from __future__ import annotations

import io
import os
import shlex
import stat
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from metasacro.commands.evidence_folder import find_folder
from metasacro.commands.exit_codes import FINE, NOT_ESTIMABLE, PROBLEMS
from metasacro.commands.formats import print_in_form
from metasacro.commands.options import use_one_thread
from metasacro.commands.written import ENDING, called, choices_of

if TYPE_CHECKING:
    from metasacro.problems import Problem
    from metasacro.records.manifest_text import Recorded

#: Verbs whose `--output` is a folder; of the others it is the one file.
INTO_A_FOLDER = {"pool", "report", "export"}
INTO_A_FILE = {
    *("baujat", "cumulative", "feasible", "flow", "forest", "funnel", "gosh", "leave-one-out", "risk-of-bias"),
    *("specifications", "sweep"),
}

#: An output that is larger is not ours.
LARGEST = 256 * 1024 * 1024


def check_manifest(manifest: Path, folder: str | None, form: str) -> NoReturn:
    """Print what is the same, and end the program: 0 if everything is, 1 if something is not or cannot be told."""
    from metasacro.problems import Problem
    from metasacro.problems.printable import printable
    from metasacro.records.manifest_text import read_manifest
    from metasacro.synthesis.repetition import repetition
    from metasacro.views.repetition import repetition_tables

    _refuse_choices()
    use_one_thread()
    shown = printable(str(manifest))
    recorded = read_manifest(manifest, shown)
    if isinstance(recorded, Problem):
        _refuse(recorded)
    words = _words(recorded, shown)
    path, _ = find_folder(folder)
    inputs = _inputs(path, recorded)
    now, new = _made_again(recorded, words, path, shown)
    old = {name: content for name in recorded.outputs if (content := _beside(manifest.parent, name)) is not None}
    found = repetition(recorded, inputs, now, old, new)
    print_in_form(form, repetition_tables(found, shlex.join(words)))
    sys.exit(FINE if found.same else PROBLEMS)


def _refuse_choices() -> None:
    """The choices are those of the manifest, so others would say nothing."""
    context = click.get_current_context()
    typed = [
        parameter.opts[0]
        for parameter in context.command.params
        if parameter.name not in ("folder", "form", "manifest")
        and context.get_parameter_source(parameter.name or "") is click.core.ParameterSource.COMMANDLINE
    ]
    if typed:
        raise click.UsageError(f"--check-manifest takes its choices from the manifest; leave out {', '.join(typed)}.")


def _words(recorded: Recorded, shown: str) -> list[str]:
    """The command as words. Only choices of the answer are taken from a manifest: no folder, no address, no file."""
    from metasacro.commands.main import metasacro

    verb = recorded.command
    if verb not in INTO_A_FOLDER | INTO_A_FILE:
        _unsound(shown, f"`{verb}` is no command that writes one")
    command = metasacro.get_command(click.Context(metasacro), verb)
    assert command is not None, "each of them is a verb"
    options = {called(option): option for option in choices_of(command)}
    words = [verb]
    for name, value in recorded.options.items():
        option = options.get(name)
        if option is None:
            _unsound(shown, f"`{verb}` has no option `--{name}`")
        if option.is_flag:
            words += [f"--{name}"] if value is True else []
        else:
            words += [f"--{name}={one}" for one in (value if isinstance(value, tuple) else (value,))]
    if "seed" in options and "seed" not in recorded.options and recorded.seed is not None:
        words.append(f"--seed={recorded.seed}")
    return words


def _inputs(folder: Path, recorded: Recorded) -> dict[str, str]:
    """The digest of each file that the evidence has now, and of those that the manifest names."""
    from metasacro.problems import Problem
    from metasacro.records.evidence_files import REFERENCES
    from metasacro.records.file_text import read_text

    there = sorted(os.listdir(folder)) if folder.is_dir() else []
    wanted = [name for name in there if name.endswith(".yaml") or name == REFERENCES or name in recorded.inputs]
    found = {name: read_text(folder / name, name) for name in wanted}
    return {name: "" if isinstance(source, Problem) else source.digest for name, source in found.items()}


def _made_again(
    recorded: Recorded, words: list[str], folder: Path, shown: str
) -> tuple[Mapping[str, Any], dict[str, bytes]]:
    """The manifest and the files of a run of today; or the end of the program."""
    from metasacro.records.manifest_text import strict_json

    with tempfile.TemporaryDirectory(prefix="metasacro-") as place:
        into = Path(place) / "again"
        name = next(iter(recorded.outputs))
        to_file = recorded.command in INTO_A_FILE
        if to_file and (len(recorded.outputs) > 1 or "/" in name):
            _unsound(shown, f"`{recorded.command}` writes one file")
        target = into / name if to_file else into
        said = _run([*words, f"--output={target}", "--", str(folder)])
        files = {path.relative_to(into).as_posix(): path for path in sorted(into.rglob("*")) if path.is_file()}
        last = next((each for each in files if each.endswith(ENDING)), None)
        if last is None:
            from metasacro.problems import problem
            from metasacro.records.nodes import place as at

            reason = next((line for line in said.splitlines() if line.strip()), "it said nothing")
            _refuse(problem("MS199", at(shown, (), 0, 0), reason=reason.replace(str(target), name)))
        new = {each: path.read_bytes() for each, path in files.items()}
        return strict_json(new.pop(last).decode()), new


def _run(words: list[str]) -> str:
    """Carry the command out in this process, silently; what it said on standard error."""
    from metasacro.commands.main import metasacro

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            metasacro.main(args=words, prog_name="metasacro", standalone_mode=False)
        except click.ClickException as wrong:
            return wrong.format_message()
        except SystemExit as ended:
            if ended.code in (FINE, NOT_ESTIMABLE, None):
                return ""
    err.flush()
    raw = err.buffer
    assert isinstance(raw, io.BytesIO), "it was made above"
    return raw.getvalue().decode()


def _beside(folder: Path, name: str) -> bytes | None:
    """The file that stands there, if it is one; a link is not followed."""
    path = folder / name
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as handle:
            told = os.fstat(handle.fileno())
            return handle.read(LARGEST) if stat.S_ISREG(told.st_mode) and told.st_size <= LARGEST else None
    except OSError:
        return None


def _unsound(shown: str, reason: str) -> NoReturn:
    from metasacro.problems import problem
    from metasacro.problems.printable import printable
    from metasacro.records.nodes import place

    _refuse(problem("MS198", place(shown, (), 0, 0), reason=printable(reason, 200)))


def _refuse(found: Problem) -> NoReturn:
    from metasacro.render.terminal.console import err, glyphs_for
    from metasacro.render.terminal.problems import print_problems

    print_problems([found], err(), glyphs_for(sys.stderr))
    sys.exit(PROBLEMS)
