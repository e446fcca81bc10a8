"""The repository at the other end: whether its address is a folder, and how git runs there.

If the address is a folder (a disk, a file server), git also runs the other end, as the account
that syncs. It would use the settings and hooks in that folder, which others can write, so this
module gives git settings that override them. `docs/sync.md` explains the effects.
"""

import os
import re
import shlex
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from resolutions_cli import errors
from resolutions_cli.files.disk.read import shown

# ------------------------------------------------------------------ the address


#: The protocols that may carry a record. Any other is a program that an address names.
PROTOCOLS = "file:git:http:https:ssh"

_SCHEME = re.compile(r"\A(?P<scheme>[A-Za-z0-9][A-Za-z0-9+.-]*)://")
_DRIVE = re.compile(r"\A[A-Za-z]:[\\/]")
_PROGRAM = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9+.-]*::")

#: Settings that override a shared folder's own, so that git runs no program there, writes only
#: to its store, and a hostile file cannot fill the memory.
_SETTINGS = (
    "core.hooksPath=" + os.devnull,
    "core.alternateRefsCommand=true",
    "core.fsmonitor=false",
    "core.logAllRefUpdates=false",
    "core.bigFileThreshold=16m",
    "pack.threads=1",
    "pack.windowMemory=64m",
    "gc.auto=0",
    "maintenance.auto=false",
    "receive.autogc=false",
    "receive.denyCurrentBranch=refuse",
)

#: Also set there: git must not fetch objects missing from the store from elsewhere.
_VARIABLES = ("GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1")


def is_used(address: str) -> bool:
    """Whether the program syncs over an address of that kind."""
    if _PROGRAM.match(address):
        return False
    scheme = _SCHEME.match(address)
    return scheme is None or scheme["scheme"].lower() in PROTOCOLS.split(":")


def folder_of(address: str) -> str:
    """The path that an address names; empty if it names a server."""
    scheme = _SCHEME.match(address)
    if scheme is not None:
        is_file = scheme["scheme"].lower() == "file"
        return unquote(address[scheme.end() :]) if is_file else ""
    before, colon, _ = address.partition(":")
    if colon and "/" not in before and not (os.name == "nt" and _DRIVE.match(address)):
        return ""  # host:path
    return address


def run_there(program: str, addresses: Iterable[str], here: Path) -> tuple[str, ...]:
    """The option that runs `program` (`upload-pack` or `receive-pack`) in the folders among some
    addresses; empty if all are servers, which have their own settings.

    It marks the folders as safe, since they were named when sync was set up. Otherwise git
    refuses a folder of another account, and one of the people who share a folder owns it.
    """
    folders = [folder for folder in map(folder_of, addresses) if folder]
    if not folders:
        return ()
    safe = [f"safe.directory={path}" for each in folders for path in _paths(each, here)]
    settings = [word for each in (*_SETTINGS, *safe) for word in ("-c", each)]
    words = " ".join(map(shlex.quote, ("git", *settings, program)))
    return (f"--{program}={' '.join(_VARIABLES)} {words}",)


def _paths(folder: str, here: Path) -> Iterator[str]:
    """Every name by which git may know the folder of an address."""
    named = os.path.join(here, folder.rstrip("/"))  # noqa: PTH118 - as git would, to the letter
    for path in (named, f"{named}.git", f"{named}/.git"):
        yield from dict.fromkeys((path, os.path.realpath(path)))


# ------------------------------------------------------------------ whose files they are


#: Folders in .git with files that git runs, or reads as settings.
_LOOKED_INTO = ("", "hooks", "info", "objects/info")

#: A file in .git that says that another folder has the settings.
_COMMON = "commondir"


def require_own(folder: Path) -> None:
    """Raise RepositoryOfAnother, RepositoryOpenToOthers or RepositoryElsewhere unless a workspace
    and its .git, if it has one, are this account's alone.

    Windows has other owners and rights, so there only git's own guard applies.
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
    account's alone. Root's files are allowed: root needs no file to run a program."""
    if sys.platform == "win32":
        return
    _require_owner(path, folder, trusted=(os.geteuid(), 0))
    try:
        status = path.stat()
    except OSError:
        return  # it was removed meanwhile, or a link leads nowhere
    by_group = status.st_mode & stat.S_IWGRP and not _is_of_one(status.st_gid)
    if by_group or status.st_mode & stat.S_IWOTH:
        raise errors.RepositoryOpenToOthers(_named(path, folder))


def _entries(place: Path) -> Iterator[Path]:
    for name in _LOOKED_INTO:
        try:
            yield from sorted((place / name).iterdir())
        except OSError:
            continue  # not there; if it cannot be listed, git cannot read it either


def _require_owner(path: Path, folder: Path, *, trusted: tuple[int, ...]) -> None:
    """Raise RepositoryOfAnother for an untrusted owner: of a link, and of the file behind it."""
    for read in (path.lstat, path.stat):
        try:
            owner = read().st_uid
        except OSError:
            continue
        if owner not in trusted:
            raise errors.RepositoryOfAnother(_named(path, folder))


def _is_of_one(group: int) -> bool:
    """Whether this account is the only member of a group, as many systems make one for each
    account: then no other account can write what the group can."""
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
    """The path as a message shows it, starting from the workspace's folder."""
    inside = path.is_relative_to(folder) and path != folder
    return shown(path.relative_to(folder).as_posix() if inside else str(path))
