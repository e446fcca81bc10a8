"""The cache folder: results that can be worked out again, kept as marshal writes them.

Each installed version of the program has a folder of its own there, so that two versions used in
turn both find what they kept. The folder can be deleted, damaged, or written by many processes at
once: a file counts only when it is whole, belongs to this account alone, and begins with the key
that the caller expects.
"""

import contextlib
import marshal
import os
import re
import stat
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from resolutions_cli.core.packing import Packed
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.files.disk.places import PACKAGE, cache_folder

#: Bytes before the body: its checksum.
_HEAD = 4

#: Seconds after which an unfinished file belongs to no running process.
_ABANDONED = 3600

#: Seconds without use after which another version's folder is removed.
_UNUSED = 60 * 86_400

#: Seconds between two marks that a folder is in use: its time of change serves as the mark.
_MARKED_EVERY = 86_400

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

#: Names of folders that this program makes, or made before November 2026. Another program called
#: `resolve` may keep its own folders beside them.
_OURS = re.compile(r"(?:parsed|[\w.+!]+-[0-9a-f]{16})")


# ------------------------------------------------------------------ the folder of this program


def folder(environ: Mapping[str, str]) -> Path | None:
    """The cache folder of this version of the program; None without a home, and where the
    program lies in no folder, as inside a zip file."""
    above = cache_folder(environ)
    try:
        return above / program_name() if above else None
    except OSError:
        return None


@cache
def program_name() -> str:
    """The program's version and a digest that differs for any other program or interpreter."""
    return name_of_program(PACKAGE)


def name_of_program(package: Path) -> str:
    """The same for the program whose modules are in the folder `package`.

    An installed wheel has a list of its files with a digest of each, which one read answers.
    Anywhere else, as in a checkout, every file below the folder is looked at.
    """
    version, listed = _installed(package)
    raw = listed or b"\n".join(sorted(_files_below(package)))
    return f"{version}-{_digest(sys.version.encode() + raw)}"


def _digest(raw: bytes) -> str:
    # Python's hash of a whole number is its remainder by a prime, the same in every process.
    # Loading hashlib for this would take a twentieth of the time of `due`.
    return f"{hash(int.from_bytes(raw, 'big')):016x}"


def _installed(package: Path) -> tuple[str, bytes]:
    """The version and the RECORD of the wheel that was installed as `package`; "source" and
    nothing where it was not, or only points to this folder."""
    own = f"{package.name}/__init__.py,".encode()
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(package.parent)):  # noqa: PTH208 - strings
            if name.startswith(f"{package.name}-") and name.endswith(".dist-info"):
                with contextlib.suppress(OSError):
                    raw = (package.parent / name / "RECORD").read_bytes()
                    if own in raw:
                        return name.removesuffix(".dist-info").partition("-")[2], raw
    return "source", b""


def _files_below(folder: "Path | str", above: str = "") -> Iterator[bytes]:
    """A line for each file at any depth: its path, size and time. Compiled modules are made from
    the others, when they are first run."""
    with os.scandir(folder) as found:
        for each in found:
            path = f"{above}/{each.name}"
            if each.is_dir(follow_symlinks=False):
                if each.name != "__pycache__":
                    yield from _files_below(each.path, path)
            else:
                status = each.stat()  # of a link, what it leads to
                line = f"{path} {status.st_size} {status.st_mtime_ns}"
                yield line.encode(errors="surrogateescape")


# ------------------------------------------------------------------ loading and storing


def load(folder: Path | None, name: str, key: Packed) -> Any:
    """What was stored under a name, if it begins with this key; else None."""
    file = opened(folder, name)
    if file is None:
        return None
    with file:
        try:
            raw = file.read()
        except OSError:
            return None
    return checked(memoryview(raw)[_HEAD:], int.from_bytes(raw[:_HEAD], "big"), key)


def marshalled(body: Packed) -> bytes:
    """A tuple, its key first, as it is stored."""
    return marshal.dumps(body)


def checked(raw: "bytes | memoryview", checksum: int, key: Packed) -> Any:
    """The tuple that marshal wrote, if it has this checksum and begins with this key; else
    None."""
    if zlib.crc32(raw) != checksum:
        return None
    try:
        body = marshal.loads(raw)
    except (EOFError, ValueError, TypeError):
        return None
    return body if isinstance(body, tuple) and body[:1] == (key,) else None


def opened(folder: Path | None, name: str) -> BinaryIO | None:
    """A file to read from, if this account alone can have written it; else None."""
    if folder is None or not _is_own(folder):
        return None
    try:
        _mark_used(folder)
        # a pipe is not waited for, and no link followed
        descriptor = os.open(folder / name, os.O_RDONLY | _AT_ONCE | _NO_LINK)
    except OSError:
        return None
    if not _is_private(os.fstat(descriptor)):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb", buffering=0)


def _is_private(found: os.stat_result) -> bool:
    """Whether it is a file of this account, and nobody else can have written to it."""
    if not stat.S_ISREG(found.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _mark_used(folder: Path) -> None:
    now = real_now().timestamp()
    if now - folder.lstat().st_mtime > _MARKED_EVERY:
        with contextlib.suppress(OSError):  # it may be on a disk that can only be read
            os.utime(folder)


def store(folder: Path | None, name: str, body: Packed) -> None:
    """Store a tuple, its key first, in the place of what is there."""
    raw = marshalled(body)

    def write(file: BinaryIO) -> None:
        file.write(zlib.crc32(raw).to_bytes(_HEAD, "big"))
        file.write(raw)

    replace(folder, name, write)


def replace(folder: Path | None, name: str, write: Callable[[BinaryIO], None]) -> None:
    """Let `write` make a file that takes the place of what is there, whole or not at all.

    Not synced: what a power failure leaves of it has the wrong checksum. Where it cannot be
    kept, or others could write too, it is not, and nobody is told.
    """
    if folder is None:
        return
    with contextlib.suppress(OSError):
        _make(folder)
        if not _is_own(folder):
            return
        part = folder / f".{name}.{os.getpid()}-{os.urandom(8).hex()}.part"
        descriptor = os.open(
            part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _AT_ONCE | _NO_LINK, 0o600
        )
        try:
            with os.fdopen(descriptor, "wb") as file:
                write(file)
                file.flush()
                made = os.fstat(descriptor).st_mtime
            part.replace(folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
        _remove_abandoned(folder, made)


def _make(folder: Path) -> None:
    """Make the folder and those above it that are missing, each for this account alone. A new
    one is made after an update: those of versions that are no longer used then go."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):
            each.mkdir(mode=0o700)
    if missing and _is_own(folder):
        _remove_unused(folder.parent, folder.lstat().st_mtime)


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


# ------------------------------------------------------------------ tidying up

# `now` is the time of something just made there: a file server has a clock of its own.


def _remove_abandoned(folder: Path, now: float) -> None:
    """Remove unfinished files of processes that were cut off."""
    for each in os.scandir(folder):
        if each.name.startswith(".") and each.name.endswith(".part"):
            with contextlib.suppress(OSError):
                if now - each.stat(follow_symlinks=False).st_mtime > _ABANDONED:
                    Path(each.path).unlink()


def _remove_unused(above: Path, now: float) -> None:
    """Remove the folders of versions that nobody has used for a long time. They hold plain files
    only; a folder with anything else in it stays."""
    for each in os.scandir(above):
        with contextlib.suppress(OSError):
            is_ours = _OURS.fullmatch(each.name) and each.is_dir(follow_symlinks=False)
            if is_ours and now - each.stat(follow_symlinks=False).st_mtime > _UNUSED:
                for file in os.scandir(each):
                    if file.is_file(follow_symlinks=False):
                        Path(file.path).unlink()
                Path(each.path).rmdir()
