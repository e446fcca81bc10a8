"""Files made from the record for somebody else, put into any folder, without a lock.

Others may write there at the same time, even another run of this program to the same file. Each
has its own unfinished file, and the file with the final name is always whole.
"""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

from resolutions_cli.files.disk import durable

#: The errors of a file system that does not support hard links.
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}

#: Seconds after which an unfinished file is left over. A run has one only while it writes a
#: finished result, which never takes this long.
_ABANDONED = 3600


def hand_over(folder: Path, name: str, raw: bytes, *, overwrite: bool) -> None:
    """Make the file `name` in `folder`, whole and durable; with `overwrite` it replaces one.

    Without `overwrite` it never replaces a file, not even one that came a moment ago, and raises
    FileExistsError. Raises OSError if the folder is as it was before, and durable.Unconfirmed if
    the new file is in its place but the disk does not confirm it.
    """
    final = folder / name
    if overwrite:
        durable.put_in_place(folder, name, raw)
    else:
        _name_new(folder, name, raw)
    try:
        durable.sync_folder(folder, unless_unreadable=True)
    except OSError as fault:
        if not overwrite:
            durable.take_back(final, fault)
            raise
        raise durable.Unconfirmed(fault.errno, fault.strerror, str(final)) from fault
    _remove_abandoned(folder, name)


def _name_new(folder: Path, name: str, raw: bytes) -> None:
    part, final = folder / durable.part_name(name), folder / name
    with durable.unfinished(part, raw):
        if os.path.lexists(final):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final))
        if not _linked(part, final):
            durable.patiently(lambda: part.rename(final))
            return
    # the file has its name; a leftover unfinished file is removed once it is old
    with contextlib.suppress(OSError):
        part.unlink()


def _linked(part: Path, final: Path) -> bool:
    """Whether the file got its name as a hard link, which never replaces a file as a rename does.

    False without hard links, and on Windows, whose rename refuses to replace.
    """
    if sys.platform == "win32":
        return False
    try:
        final.hardlink_to(part)
    except OSError as fault:
        if fault.errno not in _NO_LINKS:
            raise
        return False
    return True


def _remove_abandoned(folder: Path, name: str) -> None:
    """Remove the unfinished files of this name that interrupted runs left: only this account's
    own, and only old ones. The new file gives the time by the file system's own clock."""
    with contextlib.suppress(OSError):
        now = (folder / name).lstat().st_mtime
        with os.scandir(folder) as found:
            parts = [each for each in found if durable.is_part_of(each.name, name)]
        for each in parts:
            about = each.stat(follow_symlinks=False)
            ours = sys.platform == "win32" or about.st_uid == os.geteuid()
            if ours and stat.S_ISREG(about.st_mode) and now - about.st_mtime > _ABANDONED:
                Path(each.path).unlink()
