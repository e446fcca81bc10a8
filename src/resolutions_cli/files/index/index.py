"""The index: a summary of each dispute, kept in the cache folder so that lists are fast.

It changes no answer. A summary counts only while the dispute's folder, and every file in an open
dispute, is unchanged since it was read. `docs/performance.md` lists the changes that it cannot
notice. The index holds no text of the record. It may be deleted or damaged, and many processes
may write it at once; if it cannot be stored, the program works without it.

The file has the summaries one after another, then the rows with everything else, then the size and
the checksum of the rows. So `due` reads the rows, and only the few summaries that it shows.
"""

import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from resolutions_cli.core.packing import Packed
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import cache
from resolutions_cli.files.workspace.settings import Workspace
from resolutions_cli.files.workspace.waiting import waiting_calendars

FORMAT = 7

#: Bytes at the end of the file: the size of the rows before it, and their checksum.
_SIZE, _CHECKSUM = 8, 4

#: Nanoseconds. A file changed twice within a tick of its file system's clock can have the same
#: time and size; FAT's clock ticks every two seconds.
_TICK = 2_000_000_000


# ------------------------------------------------------------------ whether a folder has changed


class FolderStamp(Value):
    """Shows whether a dispute's folder has changed: its time, its inode, and a number that
    changes with any file in it."""

    mtime: int
    inode: int
    files: int


def stamp_of(folder: Path, before: int, newest_entry: float) -> FolderStamp | None:
    """The stamp of a dispute's folder that was read after `before` (nanoseconds since 1970).

    None if it may have changed since: something in it is dated within a tick of `before`, or
    later. Also None if the folder is older than the newest entry in it (`newest_entry`, seconds
    since 1970): that file system does not date its folders.
    """
    try:
        status = folder.lstat()
        found = _files(str(folder))
    except OSError:
        return None
    newest = max((max(mtime, ctime) for *_, mtime, ctime in found), default=0)
    if max(newest, status.st_mtime_ns) > before - _TICK:
        return None
    if status.st_mtime_ns < newest_entry * 1e9 - _TICK:
        return None
    return FolderStamp(status.st_mtime_ns, status.st_ino, sum(map(hash, found)))


def files_stamp(folder: str) -> int:
    """A number that changes with any file's size or times. Python's hash of whole numbers is the
    same in every process."""
    return sum(map(hash, _files(folder)))


def _files(folder: str) -> list[tuple[int, int, int, int]]:
    """The inode, the size and both times (in nanoseconds) of each file."""
    with entries_of(folder) as entries:
        found = (each.stat(follow_symlinks=False) for each in entries)
        return [(each.st_ino, each.st_size, each.st_mtime_ns, each.st_ctime_ns) for each in found]


@contextmanager
def entries_of(folder: str) -> Iterator[Iterator["os.DirEntry[str]"]]:
    """The items of a folder from os.scandir, valid until the end of the block. Where the system
    allows, each is looked up by name instead of by path, which saves an eighth of the time."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(descriptor) as entries:
            yield entries
    finally:
        os.close(descriptor)


# ------------------------------------------------------------------ rows


class IndexRow(NamedTuple):
    """The row of a folder: its stamp, and the facts known without its summaries.

    `is_live`: one of its disputes is open, or a deadline in it is open, as when a closed dispute
    leaves people to be told of a risk. `until` is the instant (seconds since 1970) from which the
    folder must be read again, if there is one.

    `first_end` is the instant at which its first open deadline ends, `last_recorded` the ordinal
    of the day of its newest entry: before that instant, and while that day is near, nothing in
    it is late.

    Its summaries are the `size` bytes at `place` in the file, with that `checksum`.
    """

    mtime: int
    inode: int
    files: int
    is_live: bool
    until: float | None
    first_end: float | None
    last_recorded: int
    place: int = 0
    size: int = 0
    checksum: int = 0


#: A row as it is loaded: making ten thousand of them an IndexRow each would take as long as
#: loading them.
StoredRow = tuple[int, int, int, bool, float | None, float | None, int, int, int, int]


def is_live(row: StoredRow) -> bool:
    """The row's `is_live`."""
    return row[3]


def may_be_late(row: StoredRow, now: float, today: int, quiet: int) -> bool:
    """Whether a deadline can be overdue, or a dispute quiet; `quiet` in working days."""
    first_end, last_recorded = row[5:7]
    return (first_end is not None and first_end <= now) or 0 < quiet <= today - last_recorded


class Index:
    """The rows of a workspace by the names of the folders, and their summaries.

    `made_at` is when the index was made, in seconds since 1970; None before the first time.
    Use it in a `with` block, since the file stays open until the summaries are read.
    """

    def __init__(self, workspace: Workspace, environ: Mapping[str, str]) -> None:
        self.made_at: float | None = None
        self.rows: dict[str, StoredRow] = {}
        self.calendars: dict[str, Packed] = {}
        self.is_changed = False
        self._key = _key_of(workspace)
        self._folder, self._name = cache.folder(environ), _name_of(workspace)
        self._new: dict[str, bytes] = {}
        self._file = cache.opened(self._folder, self._name)
        if self._file is not None:
            self._load(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _load(self, file: BinaryIO) -> None:
        try:
            end = file.seek(-_SIZE - _CHECKSUM, os.SEEK_END)
            size = int.from_bytes(file.read(_SIZE), "big")
            checksum = int.from_bytes(file.read(_CHECKSUM), "big")
            file.seek(end - size)
            body = cache.checked(file.read(size), checksum, self._key)
        except (OSError, ValueError, OverflowError):
            return  # the file is shorter than that, or damaged
        if body is not None:
            _, self.made_at, self.calendars, self.rows = body

    def summaries(self, name: str) -> tuple[Packed, ...] | None:
        """The summaries of a folder that has a row, packed; None if they are damaged."""
        *_, place, size, checksum = self.rows[name]
        raw = self._raw(name, place, size)
        found = cache.checked(raw, checksum, name) if raw else None
        return found[1:] if found else None

    def _raw(self, name: str, place: int, size: int) -> bytes | None:
        if name in self._new:
            return self._new[name]
        try:
            if self._file is None:
                return None
            self._file.seek(place)
            return self._file.read(size)
        except (OSError, ValueError, OverflowError):
            return None

    def put(self, name: str, row: IndexRow, summaries: tuple[Packed, ...]) -> None:
        """Add the row and the summaries of a folder that was read."""
        raw = cache.marshalled((name, *summaries))
        self._new[name] = raw
        self.rows[name] = row._replace(size=len(raw), checksum=zlib.crc32(raw))
        self.is_changed = True

    def drop(self, name: str) -> None:
        """Forget a folder."""
        if self.rows.pop(name, None) is not None:
            self._new.pop(name, None)
            self.is_changed = True

    def save(self, made_at: float) -> None:
        """Store the index and close it for reading. Ignores a failure to store it."""
        cache.replace(self._folder, self._name, lambda file: self._write(file, made_at))
        self._close()

    def _write(self, file: BinaryIO, made_at: float) -> None:
        rows: dict[str, StoredRow] = {}
        at = 0
        for name, row in self.rows.items():
            *_, place, size, checksum = row
            raw = self._raw(name, place, size)
            if raw is None:
                continue
            file.write(raw)
            rows[name] = (*row[:-3], at, len(raw), checksum)
            at += len(raw)
        body = cache.marshalled((self._key, made_at, self.calendars, rows))
        file.write(body)
        file.write(len(body).to_bytes(_SIZE, "big"))
        file.write(zlib.crc32(body).to_bytes(_CHECKSUM, "big"))
        self._close()  # otherwise Windows would not replace it


# ------------------------------------------------------------------ the name and the key


def _key_of(workspace: Workspace) -> Packed:
    """The key of a whole index, for its dependencies besides the disputes: the workspace's path,
    its procedures, and its bank holidays without those that wait to be accepted."""
    return (
        FORMAT,
        os.path.realpath(workspace.folder),
        _listing_stamp(workspace.procedures),
        _listing_stamp(workspace.calendar),
        waiting_calendars(workspace.folder),
    )


def _listing_stamp(folder: Path) -> int:
    """A number that changes with any file of a folder; 0 for a missing folder."""
    try:
        return files_stamp(str(folder))
    except OSError:
        return 0


def _name_of(workspace: Workspace) -> str:
    """The name of a workspace's index. It need not be unique, since the key has the whole path."""
    real = os.path.realpath(workspace.folder).encode(errors="surrogateescape")
    return f"index-{zlib.crc32(real):08x}{zlib.adler32(real):08x}"
