"""The repository at the other end: which address is a folder, and how git is run there.

Of an address that is a folder (a disk, a file server) git runs the other end too, as the account
that syncs: with the settings and the hooks that stand in that folder, which others can write.
So git is told there what it must not take from them. `docs/sync.md` says what that means.
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


#: What may carry a record. Another way is a program that an address names.
PROTOCOLS = "file:git:http:https:ssh"

_SCHEME = re.compile(r"\A(?P<scheme>[A-Za-z0-9][A-Za-z0-9+.-]*)://")
_DRIVE = re.compile(r"\A[A-Za-z]:[\\/]")
_PROGRAM = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9+.-]*::")

#: Settings of a shared folder that hold whatever stands in its own: nothing that runs a program,
#: writes outside of its store, or takes the memory of a bomb.
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

#: Set there too: what is missing in its store is not got from elsewhere.
_VARIABLES = ("GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1")


def is_used(address: str) -> bool:
    """Whether a record is carried over an address of that kind at all."""
    if _PROGRAM.match(address):
        return False
    scheme = _SCHEME.match(address)
    return scheme is None or scheme["scheme"].lower() in PROTOCOLS.split(":")


def folder_of(address: str) -> str:
    """The path that an address is; empty for one that leads to a server."""
    scheme = _SCHEME.match(address)
    if scheme is not None:
        is_file = scheme["scheme"].lower() == "file"
        return unquote(address[scheme.end() :]) if is_file else ""
    before, colon, _ = address.partition(":")
    if colon and "/" not in before and not (os.name == "nt" and _DRIVE.match(address)):
        return ""  # host:path
    return address


def run_there(program: str, addresses: Iterable[str], here: Path) -> tuple[str, ...]:
    """The option by which `program`, `upload-pack` or `receive-pack`, is run in the folders that
    are among some addresses; empty where all are servers, which have settings of their own.

    Whoever set the workspace up named the folder. Git is told so, since it works in no folder of
    another account's else, and a shared one belongs to one of those who share it.
    """
    folders = [folder for folder in map(folder_of, addresses) if folder]
    if not folders:
        return ()
    safe = [f"safe.directory={path}" for each in folders for path in _paths(each, here)]
    settings = [word for each in (*_SETTINGS, *safe) for word in ("-c", each)]
    words = " ".join(map(shlex.quote, ("git", *settings, program)))
    return (f"--{program}={' '.join(_VARIABLES)} {words}",)


def _paths(folder: str, here: Path) -> Iterator[str]:
    """Every name by which git may know a folder as it stands in an address."""
    named = os.path.join(here, folder.rstrip("/"))  # noqa: PTH118 - as git would, to the letter
    for path in (named, f"{named}.git", f"{named}/.git"):
        yield from dict.fromkeys((path, os.path.realpath(path)))


# ------------------------------------------------------------------ whose files they are


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
