"""What was found out before, kept on this machine under a digest of everything that it depends on.

An entry's name is the digest of the files' bytes, of what was asked, of this program and of the libraries it stands
on; whatever changes gives another name, so that nothing is ever out of date. An entry is text (JSON, or what was
printed) behind its own digest: it is read, never executed, which a pickle would be. Somebody who can write into the
folder could still plant a wrong answer, so a folder that belongs to another user, or into which others may write, is
not used. A damaged entry is no entry. Entries are written beside their place and moved into it, so that two processes
at once see whole ones; where nothing can be written, everything works without.

METASACRO_CACHE names another folder, or is `off`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

VARIABLE = "METASACRO_CACHE"
OFF = "off"

#: Far more than the answers about a few hundred states of some folders; the oldest go first.
MOST_BYTES = 100_000_000
#: What is larger is not worth keeping.
LARGEST = 20_000_000

_ENDING = ".entry"


def cache_folder() -> Path | None:
    """Where entries are kept; `None` where none are."""
    asked = os.environ.get(VARIABLE, "")
    if asked == OFF:
        return None
    if asked:
        return Path(asked)
    from platformdirs import user_cache_path

    return user_cache_path("metasacro", appauthor=False)


def recall(key: str) -> str | None:
    """The text that was kept under the key."""
    folder = _usable(create=False)
    if folder is None:
        return None
    path = folder / (key + _ENDING)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as handle:
            content = handle.read(LARGEST + 100)
        digest, _, text = content.partition(b"\n")
        if digest.decode() != hashlib.sha256(text).hexdigest():
            return None
        with suppress(OSError):
            os.utime(path)  # the entries that nobody asked for are the oldest
        return text.decode()
    except (OSError, ValueError):
        return None


def keep(key: str, text: str) -> None:
    """Keep the text under the key, if that is possible."""
    content = text.encode()
    if len(content) > LARGEST or (folder := _usable(create=True)) is None:
        return
    temporary = None
    try:
        import tempfile

        descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        os.replace(temporary, folder / (key + _ENDING))
    except OSError:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
        return
    _forget_the_oldest(folder)


def key_of(*parts: object) -> str:
    """One name for everything that an answer depends on; the program and its libraries are always part of it."""
    return hashlib.sha256(repr((program(), *parts)).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """This program and what it stands on: its files as the interpreter itself judges them when it looks for compiled
    ones, by size and time; the interpreter; and when a package was last installed beside it."""
    package = Path(__file__).resolve().parents[1]
    files = sorted(_files(str(package)))
    beside = [
        (place, os.stat(place).st_mtime_ns)
        for place in sys.path
        if os.path.basename(place) in ("site-packages", "dist-packages") and os.path.isdir(place)
    ]
    return hashlib.sha256(repr((files, beside, sys.version, sys.platform)).encode()).hexdigest()


def _files(folder: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    found += _files(entry.path)
            else:
                told = entry.stat()
                found.append((entry.path, told.st_size, told.st_mtime_ns))
    return found


def _usable(*, create: bool) -> Path | None:
    """The folder, if it is ours alone."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        if create:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = os.lstat(folder)
    except OSError:
        return None
    mine = not hasattr(os, "getuid") or (told.st_uid == os.getuid() and not told.st_mode & 0o022)
    return folder if stat.S_ISDIR(told.st_mode) and mine else None


def _forget_the_oldest(folder: Path) -> None:
    """Down to three quarters of the most, so that this is seldom done."""
    with suppress(OSError):
        entries = [
            (told.st_mtime_ns, told.st_size, entry.path)
            for entry in os.scandir(folder)
            if entry.name.endswith(_ENDING) and (told := entry.stat(follow_symlinks=False))
        ]
        total = sum(size for _, size, _ in entries)
        if total <= MOST_BYTES:
            return
        room = MOST_BYTES * 3 // 4
        for _, size, path in sorted(entries, reverse=True):
            room -= size
            if room < 0:
                with suppress(OSError):
                    os.unlink(path)
