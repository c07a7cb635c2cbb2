"""The files of a run are written whole or not at all, one run at a time.

Each is written into a temporary file beside its place and flushed to the disk. When all are whole, they are moved to
their places one after the other, the last of the mapping last: that is the manifest, so that a new manifest never
stands beside an old file. A run that is killed leaves whole files, old or new, and perhaps temporary ones, which the
next run into the folder takes away.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from metasacro.problems import Refusal
from metasacro.problems.printable import printable
from metasacro.render.lock import locked

#: A temporary file of ours; nothing else is taken away.
LEFT_OVER = re.compile(r"\.metasacro-[0-9a-f]{16}\.part")


def write_whole(path: Path, text: str) -> None:
    """Write `text` as UTF-8, as `write_files` does."""
    write_bytes_whole(path, text.encode())


def write_bytes_whole(path: Path, content: bytes) -> None:
    """Write one file, as `write_files` does."""
    write_files(path.parent, {path.name: content})


def write_files(folder: Path, files: Mapping[str, bytes], *, new: Collection[str] = ()) -> None:
    """Write `files`, by name below `folder`, all of them or none; those of `new` must not exist yet.

    Raises `FileExistsError` where a new file's name is taken, be it by a link that leads nowhere; `Refusal` where
    another run is writing (MS195), where a file cannot be written (MS196), and, though every file was whole, where one
    cannot be moved to its place after another was (MS197).
    """
    if not files:
        return
    first = folder / next(iter(files))
    with _naming(first):
        folder.mkdir(parents=True, exist_ok=True)
    places = {name: folder / name for name in files}
    for name, path in places.items():
        with _naming(path):
            _below(folder, path)
        if name in new and os.path.lexists(path):
            raise FileExistsError(path)
    parents = sorted({folder, *(path.parent for path in places.values())})
    with ExitStack() as stack:
        for parent in parents:
            with _naming(first):
                held = stack.enter_context(locked(parent))
            if not held:
                raise Refusal("MS195", folder=printable(str(parent)))
        _take_away_left_over(parents)
        staged: dict[str, Path] = {}
        try:
            for name, content in files.items():
                with _naming(places[name]):
                    _stage(name, content, places[name], staged)
            _place(folder, places, staged, new)
        finally:
            for temporary in staged.values():
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """What the disk refuses is said with the name of the file."""
    try:
        yield
    except OSError as error:
        raise Refusal("MS196", file=printable(str(path)), reason=_reason(error)) from error


def _reason(error: OSError) -> str:
    return printable(error.strerror or "the disk refused")


def _below(folder: Path, path: Path) -> None:
    """Make the folders between; a link among them could lead anywhere."""
    between = folder
    for part in path.relative_to(folder).parts[:-1]:
        between /= part
        if between.is_symlink():
            raise OSError(0, f"`{between}` is a link")
        between.mkdir(exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        raise OSError(0, "a folder has that name")


def _take_away_left_over(folders: Collection[Path]) -> None:
    """Temporary files of a run that was killed: a living one would hold the lock."""
    for folder in folders:
        with suppress(OSError):
            for name in os.listdir(folder):
                if LEFT_OVER.fullmatch(name):
                    (folder / name).unlink()


def _stage(name: str, content: bytes, path: Path, staged: dict[str, Path]) -> None:
    """Write beside the place, to the disk; with the rights of the file that stands there."""
    temporary = path.with_name(f".metasacro-{secrets.token_hex(8)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    staged[name] = temporary
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    with suppress(FileNotFoundError):
        before = os.lstat(path)
        if stat.S_ISREG(before.st_mode):
            temporary.chmod(stat.S_IMODE(before.st_mode))


def _place(folder: Path, places: Mapping[str, Path], staged: dict[str, Path], new: Collection[str]) -> None:
    """Move what is staged to its place, the last only when the others are on the disk."""
    made: list[Path] = []
    *_, last = places
    replaced = 0
    for name, path in places.items():
        if name == last:
            _flush({other.parent for other in places.values()})
        try:
            if name in new:
                _link(staged[name], path)
                made.append(path)
            else:
                os.replace(staged[name], path)
                replaced += 1
        except OSError as error:
            for fresh in made:
                with suppress(OSError):
                    fresh.unlink()
            if isinstance(error, FileExistsError):
                raise
            told = {"file": printable(str(path)), "reason": _reason(error)}
            if not replaced:
                raise Refusal("MS196", **told) from error
            shown = printable(str(folder))
            raise Refusal("MS197", **told, done=replaced, all=len(places), folder=shown) from error
    _flush({places[last].parent})


def _link(temporary: Path, path: Path) -> None:
    """The file appears with all of its text, and only where nothing has its name."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, as of a camera's card
        with path.open("xb") as handle:
            try:
                handle.write(temporary.read_bytes())
                handle.flush()
                os.fsync(handle.fileno())
            except BaseException:
                path.unlink(missing_ok=True)
                raise


def _flush(folders: Collection[Path]) -> None:
    """Have the disk keep the names too, where the system lets a folder be flushed."""
    if os.name != "posix":
        return
    for folder in folders:
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
