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

#: After how many seconds an unfinished file belongs to nobody any more.
_ABANDONED = 3600

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
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
    if folder is None or not _is_own(folder):
        return None
    try:
        # a pipe is not waited for, and no link followed
        descriptor = os.open(folder / name, os.O_RDONLY | _AT_ONCE | _NO_LINK)
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
    synced: what a power failure leaves of it has the wrong checksum. Where it cannot be kept, or
    others could write too, it is not, and nobody is told."""
    if folder is None:
        return
    with contextlib.suppress(OSError):
        _make(folder)
        if not _is_own(folder):
            return
        raw = marshal.dumps(body)
        part = folder / f".{name}.{os.getpid()}-{os.urandom(8).hex()}.part"
        descriptor = os.open(
            part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _AT_ONCE | _NO_LINK, 0o600
        )
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(zlib.crc32(raw).to_bytes(_HEAD, "big"))
                file.write(raw)
                made = os.fstat(descriptor).st_mtime
            part.replace(folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
        _remove_abandoned(folder, made)


def _make(folder: Path) -> None:
    """Make the folder and those above it that are missing, each for this account alone."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):
            each.mkdir(mode=0o700)


def _is_own(folder: Path) -> bool:
    """Whether only this account can write in a folder of the cache, in the one above it, which
    is the program's too, and can put another in the place of either: whoever can may lead what is
    written there to any file of this account."""
    if sys.platform == "win32":
        return True
    own = os.geteuid()
    try:
        for each in (folder, folder.parent):
            about = os.lstat(each)
            if not stat.S_ISDIR(about.st_mode) or about.st_uid != own or about.st_mode & 0o022:
                return False
        above = Path(os.path.realpath(folder.parent.parent))
        return all(_is_settled(os.lstat(each), own) for each in (above, *above.parents))
    except OSError:
        return False


def _is_settled(about: os.stat_result, own: int) -> bool:
    """Whether nobody else can rename what this account has in a folder: in one with the sticky
    bit, as /tmp, others may write, and not do that."""
    others_write = about.st_mode & 0o022 and not about.st_mode & stat.S_ISVTX
    return about.st_uid in (0, own) and not others_write


def _remove_abandoned(folder: Path, now: float) -> None:
    """Remove what runs have left that were cut off while they kept something."""
    for each in os.scandir(folder):
        if each.name.startswith(".") and each.name.endswith(".part"):
            with contextlib.suppress(OSError):
                if now - each.stat(follow_symlinks=False).st_mtime > _ABANDONED:
                    Path(each.path).unlink()
