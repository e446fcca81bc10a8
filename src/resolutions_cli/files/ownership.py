"""Whether a workspace, and what git keeps of it, belong to the account that runs this.

Git runs programs that its settings name: whoever can write these settings runs programs as
whoever types `resolve sync`. So git is not started in a folder that somebody else may write to.
Access lists, and accounts of another machine on a shared drive, are not seen.
"""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.files.names import shown

#: Folders in .git whose files git runs, or reads as settings.
_LOOKED_INTO = ("", "hooks", "info", "objects/info")

#: A file in .git that says that its settings are those of another folder.
_COMMON = "commondir"


def require_own(folder: Path) -> None:
    """Raise RepositoryOfAnother, RepositoryOpenToOthers or RepositoryElsewhere unless a workspace
    and its .git, if it has one, are this account's alone.

    Windows has other owners and rights: there git's own guard is the only one.
    """
    if sys.platform == "win32":
        return
    _require_owner(folder, folder, trusted=(os.geteuid(),))
    place = folder / ".git"
    if not os.path.lexists(place):
        return
    _require_owner(place, folder, trusted=(os.geteuid(),))
    if not stat.S_ISDIR(place.lstat().st_mode) or os.path.lexists(place / _COMMON):
        raise errors.RepositoryElsewhere
    for path in (place, *_entries(place)):
        require_own_file(path, folder)


def require_own_file(path: Path, folder: Path) -> None:
    """Raise RepositoryOfAnother or RepositoryOpenToOthers unless a file that git reads is this
    account's alone. One of root's will do: root needs no file to run a program."""
    if sys.platform == "win32":
        return
    _require_owner(path, folder, trusted=(os.geteuid(), 0))
    try:
        status = path.stat()
    except OSError:
        return  # it went meanwhile, or a link leads nowhere
    by_group = status.st_mode & stat.S_IWGRP and not _is_of_one(status.st_gid)
    if by_group or status.st_mode & stat.S_IWOTH:
        raise errors.RepositoryOpenToOthers(_named(path, folder))


def _entries(place: Path) -> Iterator[Path]:
    for name in _LOOKED_INTO:
        try:
            yield from sorted((place / name).iterdir())
        except OSError:
            continue  # not there; what cannot be listed, git cannot read either


def _require_owner(path: Path, folder: Path, *, trusted: tuple[int, ...]) -> None:
    """Of a link both must be trusted: who made it, and who owns what it leads to."""
    for read in (path.lstat, path.stat):
        try:
            owner = read().st_uid
        except OSError:
            continue
        if owner not in trusted:
            raise errors.RepositoryOfAnother(_named(path, folder))


def _is_of_one(group: int) -> bool:
    """Whether a group has this account as its only member, as many systems make one for each
    account: what it may write, nobody else may."""
    if sys.platform == "win32":
        return False
    import grp
    import pwd

    try:
        me, found = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(group)
    except KeyError:
        return False
    return found.gr_name == me and set(found.gr_mem) <= {me}


def _named(path: Path, folder: Path) -> str:
    """The path as a message shows it: from the workspace's folder on."""
    inside = path.is_relative_to(folder) and path != folder
    return shown(path.relative_to(folder).as_posix() if inside else str(path))
