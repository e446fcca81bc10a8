"""What can be made again at any time, kept in a cache folder as marshal writes it.

It can be deleted, damaged or written by many processes at once: what is taken up is whole, this
account's own, and was made by this program from what its key says; else there is nothing.
"""

import contextlib
import marshal
import os
import stat
import sys
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from resolutions_cli.core.packing import Packed
from resolutions_cli.files.places import cache_folder

#: Bytes before the body: its checksum.
_HEAD = 4

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_PACKAGE = Path(__file__).parent.parent


@cache
def this_program() -> Packed:
    """Changes when the interpreter, a module or a data file of the program does: another release
    is installed, or somebody works on it."""
    stamps = (
        (status.st_mtime_ns, status.st_size)
        for folder in ("core", "files", "context", "data", "data/procedures")
        for each in os.scandir(_PACKAGE / folder)
        if each.is_file(follow_symlinks=False)
        for status in (each.stat(follow_symlinks=False),)
    )
    return (sys.version, tuple(sorted(stamps)))


def folder_of_parsed(environ: Mapping[str, str]) -> Path | None:
    """Where it is kept what parsing files came to that never change; None without a home."""
    above = cache_folder(environ)
    return above / "parsed" if above else None


def take(folder: Path | None, name: str, key: Packed) -> Any:
    """What was put under a name, if it is of this key; else None. It begins with the key."""
    if folder is None:
        return None
    try:
        # a pipe is not waited for
        descriptor = os.open(folder / name, os.O_RDONLY | _AT_ONCE)
        with os.fdopen(descriptor, "rb") as file:
            if not _is_private(os.fstat(descriptor)):
                return None
            raw = file.read()
    except OSError:
        return None
    if int.from_bytes(raw[:_HEAD], "big") != zlib.crc32(memoryview(raw)[_HEAD:]):
        return None
    try:
        body = marshal.loads(memoryview(raw)[_HEAD:])
    except (EOFError, ValueError, TypeError):
        return None
    return body if isinstance(body, tuple) and body[:1] == (key,) else None


def _is_private(found: os.stat_result) -> bool:
    """Whether it is a file of this account, and nobody else can have written to it."""
    if not stat.S_ISREG(found.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def put(folder: Path | None, name: str, body: Packed) -> None:
    """Put something, its key first, in the place of what is there, whole or not at all. Not
    synced: what a power failure leaves of it has the wrong checksum. Where it cannot be kept it
    is not, and nobody is told."""
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        raw = marshal.dumps(body)
        part = folder / f".{name}.{os.getpid()}.part"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(zlib.crc32(raw).to_bytes(_HEAD, "big"))
                file.write(raw)
            part.replace(folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
