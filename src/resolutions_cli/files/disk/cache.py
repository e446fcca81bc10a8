"""The cache folder: results that can be worked out again, stored as marshal writes them.

Each installed version of the program has its own folder, so that two versions used in turn both
find their results. The folder may be deleted or damaged, and many processes may write to it at
once. A file counts only if it is whole, belongs to this account alone, and begins with the key
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

#: Seconds between two marks that a folder is in use; the mark is its modification time.
_MARKED_EVERY = 86_400

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

#: Names of folders that this program makes, or made before November 2026. Another program called
#: `resolve` may have its own folders in the same place.
_OURS = re.compile(r"(?:parsed|[\w.+!]+-[0-9a-f]{16})")


# ------------------------------------------------------------------ the folder of this program


def folder(environ: Mapping[str, str]) -> Path | None:
    """The cache folder of this version; None without a home, or if the program is not in a
    folder (inside a zip file, for example)."""
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

    An installed wheel lists its files with a digest of each, so one read is enough. Anywhere
    else, as in a checkout, this looks at every file below the folder.
    """
    version, listed = _installed(package)
    raw = listed or b"\n".join(sorted(_files_below(package)))
    return f"{version}-{_digest(sys.version.encode() + raw)}"


def _digest(raw: bytes) -> str:
    # Python's hash of a whole number is its remainder by a prime, the same in every process.
    # Importing hashlib would add a twentieth to the time of `due`.
    return f"{hash(int.from_bytes(raw, 'big')):016x}"


def _installed(package: Path) -> tuple[str, bytes]:
    """The version and the RECORD of the wheel installed as `package`; "source" and no bytes if
    it is not installed, or if the installation only points to this folder."""
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
    """A line for each file at any depth: its path, size and time. Leaves out compiled modules,
    since Python makes them from the others when they first run."""
    with os.scandir(folder) as found:
        for each in found:
            path = f"{above}/{each.name}"
            if each.is_dir(follow_symlinks=False):
                if each.name != "__pycache__":
                    yield from _files_below(each.path, path)
            else:
                status = each.stat()  # follows a link
                line = f"{path} {status.st_size} {status.st_mtime_ns}"
                yield line.encode(errors="surrogateescape")


# ------------------------------------------------------------------ loading and storing


def load(folder: Path | None, name: str, key: Packed) -> Any:
    """The tuple stored under a name, if it begins with this key; else None."""
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
    """A tuple in its stored form; its key comes first."""
    return marshal.dumps(body)


def checked(raw: "bytes | memoryview", checksum: int, key: Packed) -> Any:
    """The tuple in these marshalled bytes, if it has this checksum and begins with this key;
    else None."""
    if zlib.crc32(raw) != checksum:
        return None
    try:
        body = marshal.loads(raw)
    except (EOFError, ValueError, TypeError):
        return None
    return body if isinstance(body, tuple) and body[:1] == (key,) else None


def opened(folder: Path | None, name: str) -> BinaryIO | None:
    """A file open for reading, if only this account can have written it; else None."""
    if folder is None or not _is_own(folder):
        return None
    try:
        _mark_used(folder)
        # do not wait for a pipe, and do not follow a link
        descriptor = os.open(folder / name, os.O_RDONLY | _AT_ONCE | _NO_LINK)
    except OSError:
        return None
    if not _is_private(os.fstat(descriptor)):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb", buffering=0)


def _is_private(found: os.stat_result) -> bool:
    """Whether it is a regular file of this account that no other account can write to."""
    if not stat.S_ISREG(found.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _mark_used(folder: Path) -> None:
    now = real_now().timestamp()
    if now - folder.lstat().st_mtime > _MARKED_EVERY:
        with contextlib.suppress(OSError):  # the disk may be read-only
            os.utime(folder)


def store(folder: Path | None, name: str, body: Packed) -> None:
    """Store a tuple, its key first, replacing any earlier one."""
    raw = marshalled(body)

    def write(file: BinaryIO) -> None:
        file.write(zlib.crc32(raw).to_bytes(_HEAD, "big"))
        file.write(raw)

    replace(folder, name, write)


def replace(folder: Path | None, name: str, write: Callable[[BinaryIO], None]) -> None:
    """Let `write` make a file that replaces the earlier one whole, or not at all.

    The file is not synced: the checksum shows any damage from a power failure. If the file
    cannot be stored, or other accounts could write to the folder, this silently does nothing.
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
    """Make the folder and any missing folders above it, each for this account alone. A new
    folder means an update, so this also removes those of versions that are no longer used."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):
            each.mkdir(mode=0o700)
    if missing and _is_own(folder):
        _remove_unused(folder.parent, folder.lstat().st_mtime)


def _is_own(folder: Path) -> bool:
    """Whether only this account can write in a cache folder and in the program's folder above
    it, and no other account can replace either. An account that can do so could redirect what
    the program writes there to any file of this account."""
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
    """Whether no other account can rename what this account has in a folder. In a folder with
    the sticky bit, such as /tmp, others may write but not rename."""
    others_write = about.st_mode & 0o022 and not about.st_mode & stat.S_ISVTX
    return about.st_uid in (0, own) and not others_write


# ------------------------------------------------------------------ tidying up

# `now` is the time of a file just made there: a file server has its own clock.


def _remove_abandoned(folder: Path, now: float) -> None:
    """Remove the unfinished files of interrupted processes."""
    for each in os.scandir(folder):
        if each.name.startswith(".") and each.name.endswith(".part"):
            with contextlib.suppress(OSError):
                if now - each.stat(follow_symlinks=False).st_mtime > _ABANDONED:
                    Path(each.path).unlink()


def _remove_unused(above: Path, now: float) -> None:
    """Remove the folders of versions that have not been used for a long time. They hold plain
    files only; a folder with anything else in it stays."""
    for each in os.scandir(above):
        with contextlib.suppress(OSError):
            is_ours = _OURS.fullmatch(each.name) and each.is_dir(follow_symlinks=False)
            if is_ours and now - each.stat(follow_symlinks=False).st_mtime > _UNUSED:
                for file in os.scandir(each):
                    if file.is_file(follow_symlinks=False):
                        Path(file.path).unlink()
                Path(each.path).rmdir()
