"""What tells that a folder, and every file in it, is as it was."""

import os
from collections.abc import Iterator
from pathlib import Path

from resolutions_cli.core.value import Value

#: Nanoseconds. A file changed twice within a tick of its file system's clock can keep its time
#: and its size; FAT's clock ticks every two seconds.
TICK = 2_000_000_000


class Stamp(Value):
    """What tells that a dispute's folder is as it was: fields of a Note."""

    mtime: int
    inode: int
    files: int


def stamp_of(folder: Path, before: int, newest_entry: float) -> Stamp | None:
    """The stamp of a dispute's folder that was read after `before` (nanoseconds since 1970).

    None when it may have changed since then: something in it is dated within a tick of that,
    or later. None, too, where the folder is older than the newest entry in it
    (`newest_entry`, seconds since 1970): that file system does not date its folders.
    """
    try:
        status = folder.lstat()
        found = list(_files(folder))
    except OSError:
        return None
    newest = max((max(mtime, ctime) for *_, mtime, ctime in found), default=0)
    if max(newest, status.st_mtime_ns) > before - TICK:
        return None
    if status.st_mtime_ns < newest_entry * 1e9 - TICK:
        return None
    return Stamp(status.st_mtime_ns, status.st_ino, sum(map(hash, found)))


def files_stamp(folder: "os.PathLike[str] | str") -> int:
    """A number that changes with any file's size or times; of whole numbers Python's hash is the
    same in every process."""
    return sum(map(hash, _files(folder)))


def _files(folder: "os.PathLike[str] | str") -> Iterator[tuple[int, int, int, int]]:
    """Of each file its inode, its size, and both its times in nanoseconds."""
    with os.scandir(folder) as entries:
        for each in entries:
            status = each.stat(follow_symlinks=False)
            yield status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
