"""Files made from the record for somebody else, put into any folder, where no lock is held.

Others may write there at the same time, another run of this program to the same file too: each
has its own unfinished file, and what takes the final name is always whole.
"""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

from resolutions_cli.files.disk import durable

#: What a file system answers that has no second names for a file.
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}

#: After how many seconds an unfinished file belongs to nobody any more. A run has one only while
#: it writes what it has made, which never takes as long as this.
_ABANDONED = 3600


def hand_over(folder: Path, name: str, raw: bytes, *, overwrite: bool) -> None:
    """Make the file `name` in `folder`, whole and durable; with `again` it replaces one.

    Without `again` no file is ever replaced, not even one that came a moment ago; then
    FileExistsError is raised. Raises OSError when there is only what was there before, and
    durable.Unconfirmed when the new file is in its place and the disk does not confirm it.
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
    # it has its name; an unfinished file that stays is removed once it is old
    with contextlib.suppress(OSError):
        part.unlink()


def _linked(part: Path, final: Path) -> bool:
    """Give the file its name as a second one, which never replaces a file as a rename does.

    False where there are no second names, and on Windows, whose rename refuses to replace.
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
    """Remove what runs that were cut off have left of this file: only this account's own, and
    only what is old by the file system's own clock, as the new file tells it."""
    with contextlib.suppress(OSError):
        now = (folder / name).lstat().st_mtime
        with os.scandir(folder) as found:
            parts = [each for each in found if durable.is_part_of(each.name, name)]
        for each in parts:
            about = each.stat(follow_symlinks=False)
            ours = sys.platform == "win32" or about.st_uid == os.geteuid()
            if ours and stat.S_ISREG(about.st_mode) and now - about.st_mtime > _ABANDONED:
                Path(each.path).unlink()
